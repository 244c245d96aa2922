// One execution, wherever it happens: decode inputs, call `run`, check and encode what it returns, tell failures apart.
import {
  asStemmaError,
  encodeOutputs,
  ExpectedFailure,
  fromCanonicalForm,
  runArguments,
  StemmaError,
  TransientFailure,
  type AnyAnalysis,
  type Execution,
  type ExecutionOutcome,
  type Json,
  type Supplied,
} from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { digestFileSync } from './digest-file.ts';
import type { NodeActivity } from './node-activity.ts';

/** What `run` is called with: everything by value, so that the same call can be made in any thread. */
export interface RunInput {
  readonly analysis: AnyAnalysis;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Supplied>>;
  readonly activity: NodeActivity;
}

/**
 * Calls an analysis; whatever it does becomes an outcome, and nothing is ever thrown. Returned values are checked
 * against the declared outputs and encoded here, next to the analysis, so that a thread sends bytes and not objects.
 * A value of another type is the analysis' error (`analysis_failed`); an input found damaged keeps `corrupt`, so that
 * the engine can make it anew and try again.
 */
export async function runTask({ analysis, parameters, inputs, activity }: RunInput): Promise<ExecutionOutcome> {
  const { definition } = analysis;
  try {
    const values: Record<string, unknown> = {};
    for (const name in parameters) values[name] = fromCanonicalForm(parameters[name]!);
    const seen = runArguments(inputs, values, activity.fileOf);
    const returned = await definition.run!(seen as never, activity);
    activity.signal.throwIfAborted();
    return { kind: 'outputs', outputs: encodeOutputs(definition, returned, sha256, digestFileSync) };
  } catch (thrown) {
    return failureOf(thrown, activity.signal);
  }
}

// The signal is asked first: an aborted program fails in a hundred ways, all of which mean the same.
function failureOf(thrown: unknown, signal: AbortSignal): ExecutionOutcome {
  if (signal.aborted) return abortOutcome(signal);
  if (thrown instanceof ExpectedFailure) {
    return { kind: 'expected_failure', reason: thrown.reason, message: thrown.message, detail: thrown.detail };
  }
  const { message, stack } = thrown instanceof Error ? thrown : { message: String(thrown), stack: undefined };
  const code = thrown instanceof StemmaError && thrown.code === 'corrupt' ? 'corrupt' : 'analysis_failed';
  return { kind: 'error', code, message, transient: isTransient(thrown), ...(stack !== undefined && { stack }) };
}

/** The outcome of an execution whose signal was aborted: over its time limit, or cancelled. */
export function abortOutcome(signal: AbortSignal): ExecutionOutcome {
  const reason = signal.reason instanceof StemmaError && signal.reason.code === 'timeout' ? signal.reason : undefined;
  return {
    kind: 'error',
    code: reason ? 'timeout' : 'cancelled',
    message: reason ? asStemmaError(reason).message : 'cancelled',
    transient: false,
  };
}

/** An execution that was cancelled while it waited for its turn. */
export function neverStarted(signal: AbortSignal, nowMs: number): Execution {
  return { outcome: abortOutcome(signal), startedMs: nowMs, finishedMs: nowMs, log: [], dispose: async () => {} };
}

// Errors of the operating system and the network that say "not now" rather than "never".
const transientCodes = new Set([
  'EAGAIN',
  'EBUSY',
  'ECONNREFUSED',
  'ECONNRESET',
  'EMFILE',
  'ENETUNREACH',
  'ENFILE',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

function isTransient(thrown: unknown): boolean {
  if (thrown instanceof TransientFailure) return true;
  const { code } = (thrown ?? {}) as { code?: unknown };
  return typeof code === 'string' && transientCodes.has(code);
}
