// What the acceptance tests of the engine share: a real store (SQLite and files) in a temporary folder that goes with
// the test, engines over it, and other processes on it.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  Engine,
  pipelineModule,
  Registry,
  type AnyAnalysis,
  type Clock,
  type PipelineModule,
  type Request,
  type ResolutionEvent,
  type ResolveOptions,
  type Result,
  type ResultIndex,
} from '@stemma/core';
import { compose, type Composition, type OpenOptions } from '../../packages/cli/src/compose.ts';

/** A folder that is removed after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** How an engine is opened for a test. */
export interface Setting extends OpenOptions {
  /** Analyses for a module of the test's own, without a source file: they run in this thread. */
  readonly analyses?: readonly AnyAnalysis[];
  /** Stands between the engine and its index. */
  readonly wrap?: (index: ResultIndex) => ResultIndex;
  readonly clock?: Clock;
}

/** An engine over a store, and shortcuts. */
export class Bench {
  readonly parts: Composition;
  readonly engine: Engine;
  readonly store: string;

  constructor(parts: Composition, engine: Engine, store: string) {
    this.parts = parts;
    this.engine = engine;
    this.store = store;
  }

  /** The outputs of a goal. */
  async run<O>(goal: Request<O>, options?: ResolveOptions): Promise<O> {
    return (await this.result(goal, options)).outputs();
  }

  /** The result of a goal. */
  result<O>(goal: Request<O>, options?: ResolveOptions): Promise<Result<O>> {
    return this.engine.resolve(goal, options).result;
  }

  /** Everything that happens until a goal is resolved or has failed. */
  async events(goal: Request<unknown>, options?: ResolveOptions): Promise<ResolutionEvent[]> {
    const resolution = this.engine.resolve(goal, options);
    const events = await Array.fromAsync(resolution.events());
    await resolution.result.catch(() => {});
    return events;
  }

  /** Where the result of each analysis came from, as `name: origin`, sorted. */
  async origins(goal: Request<unknown>, options?: ResolveOptions): Promise<string[]> {
    const events = await this.events(goal, options);
    return events
      .flatMap((event) => (event.type === 'done' ? [`${event.name.replace('test.', '')}: ${event.origin}`] : []))
      .sort();
  }

  /** The activities recorded for a goal. */
  activities(goal: Request<unknown>) {
    return this.parts.index.activities(this.engine.bind(goal).id);
  }
}

/** Opens an engine on a store of its own, or on the given one. */
export async function openBench(t: TestContext, setting: Setting = {}): Promise<Bench> {
  const { analyses = [], wrap = (index) => index, clock, modules = [], ...options } = setting;
  const store = options.store ?? join(temporaryFolder(t), 'store');
  const all: PipelineModule[] = [
    ...modules,
    ...(analyses.length > 0 ? [pipelineModule({ name: 'test', version: '1', analyses })] : []),
  ];
  const parts = await compose({ mirrors: [], network: false, ...options, store, modules: all });
  t.after(() => parts.close());
  const { services } = parts.engine;
  const engine =
    wrap || clock
      ? new Engine({ ...services, ...(clock && { clock }), index: wrap(parts.index), registry: new Registry(all) })
      : parts.engine;
  return new Bench(parts, engine, store);
}

/** An index that writes down each call as `method` with its first argument. */
export function recordingCalls(calls: { method: string; argument: unknown }[]): (index: ResultIndex) => ResultIndex {
  return (index) =>
    new Proxy(index, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          calls.push({ method: String(key), argument: args[0] });
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
}

/** A clock that sleeps in no time and remembers how long it should have. */
export function quickClock(slept: number[]): Clock {
  return {
    nowMs: () => Date.now(),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
    },
  };
}

const run = promisify(execFile);

/** Runs a script of this folder in another process and gives what it printed, as JSON. Rejects when it fails. */
export async function otherProcess<T>(script: string, ...args: string[]): Promise<T> {
  const path = script.startsWith('/') ? script : fileURLToPath(new URL(`./${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, ['--conditions=source', path, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as T;
}

/** Resolves after some milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
