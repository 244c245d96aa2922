// What the tests of executors share: a task for an analysis without inputs, and an observer that keeps what it is told.
import {
  Binder,
  Registry,
  type AnyAnalysis,
  type Goal,
  type LogLine,
  type Observer,
  type SuppliedFile,
  type Task,
} from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';

/** The task of running a goal for the first time; the goal must have no inputs. */
export function taskOf(goal: AnyAnalysis | Goal<unknown>): Task {
  const binder = new Binder(new Registry(), {
    sha256,
    definitionOf: ({ definition: { name, version } }) => ({
      name,
      version,
      code: sha256('code'),
      environment: sha256('environment'),
    }),
  });
  return { derivation: binder.bind(goal), inputs: {}, files: new Map<string, SuppliedFile>(), attempt: 1 };
}

/** An observer, and what it has been told so far. */
export function keepingObserver(): { observer: Observer; lines: LogLine[]; fractions: number[] } {
  const lines: LogLine[] = [];
  const fractions: number[] = [];
  return {
    lines,
    fractions,
    observer: { log: (line) => lines.push(line), progress: (fraction) => fractions.push(fraction) },
  };
}
