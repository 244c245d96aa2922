// The life of one node that must be made: task, execution, retry when the cause is transient, storing of what it gave.
import { asStemmaError, StemmaError } from '../errors.ts';
import { isLeaf, type Derivation } from '../bind/derivation.ts';
import type { Digest } from '../identity/digest.ts';
import type { ActivityRecord, ActivityStatus, Manifest, OutputEntry } from '../identity/records.ts';
import type { EncodedOutput, Execution, Observer, Task } from '../ports/executor.ts';
import type { Urgency } from '../ports/urgency.ts';
import { FileValue } from '../values/file.ts';
import { contentDigestOf } from './content-digest.ts';
import { encodeOutputs } from './outputs.ts';
import type { Node } from './node.ts';
import type { Services } from './services.ts';
import { taskOf } from './supply.ts';

/** How often a task with a transient cause is tried, and how long the first pause is. */
export interface RetryPolicy {
  /** Including the first; 1 for no retry. */
  readonly attempts: number;
  /** Doubled before each further attempt. */
  readonly firstDelayMs: number;
}

/** What the maker of a node is told on the way. */
export interface NodeObserver extends Observer {
  started(attempt: number): void;
  retrying(attempt: number, delayMs: number, message: string): void;
}

/** A made result before it is published. */
export interface Made {
  readonly manifest: Manifest;
  readonly contentDigest: Digest;
  readonly payloads: ReadonlyMap<Digest, Uint8Array>;
  readonly activity: ActivityRecord;
}

/**
 * Executes a node, again after a pause while the cause of failure is transient.
 * @param manifestOf manifests of what the node uses.
 * @throws StemmaError `analysis_failed`, `timeout`, `cancelled` … with the activity in `detail.activity`.
 */
export async function make(
  node: Node,
  manifestOf: (id: Digest) => Manifest,
  services: Services,
  { retry, urgency }: { readonly retry: RetryPolicy; readonly urgency: Urgency | undefined },
  observer: NodeObserver,
  signal: AbortSignal,
): Promise<Made> {
  for (let attempt = 1; ; attempt++) {
    const supplied = await taskOf(node, attempt, manifestOf, services.contents);
    const task = urgency ? { ...supplied, urgency } : supplied;
    observer.started(attempt);
    const execution = await execute(task, services, observer, signal);
    try {
      const { outcome } = execution;
      if (outcome.kind === 'outputs') return await store(node, execution, outcome.outputs, attempt, services);
      if (outcome.kind === 'expected_failure') {
        const { reason, message, detail } = outcome;
        const manifest: Manifest = { failure: { reason, message, detail, origin: node.derivation.id } };
        return {
          manifest,
          contentDigest: contentDigestOf(manifest, services),
          payloads: new Map(),
          activity: activityOf(node, execution, 'expected_failure', attempt, services),
        };
      }
      const again = outcome.transient && attempt < retry.attempts && !signal.aborted;
      if (!again) {
        const status = outcome.code === 'cancelled' ? 'cancelled' : 'failed';
        const activity = activityOf(node, execution, status, attempt, services, outcome);
        throw new StemmaError(outcome.code, outcome.message, { activity, stack: outcome.stack });
      }
      const delayMs = retry.firstDelayMs * 2 ** (attempt - 1);
      observer.retrying(attempt + 1, delayMs, outcome.message);
      await services.clock.sleep(delayMs, signal);
    } finally {
      await execution.dispose();
    }
  }
}

/** One of the two executors of an engine. */
export type Place = 'inline' | 'pool';

/** Where a derivation runs: light work, and what the pool does not accept, in the thread of the engine. */
export function placeOf(derivation: Derivation, { pool }: Pick<Services, 'pool'>): Place {
  return pool && !derivation.analysis.definition.resources.light && pool.accepts(derivation) ? 'pool' : 'inline';
}

async function execute(task: Task, services: Services, observer: Observer, signal: AbortSignal): Promise<Execution> {
  const { analysis } = task.derivation;
  if (isLeaf(analysis) && analysis.definition.name === 'stemma.File')
    return fetchLeaf(task, services, observer, signal);
  const executor = services[placeOf(task.derivation, services)] ?? services.inline;
  return executor.execute(task, observer, signal);
}

// A file is got rather than computed: found in a mirror, downloaded, verified.
async function fetchLeaf(task: Task, services: Services, observer: Observer, signal: AbortSignal): Promise<Execution> {
  const startedMs = services.clock.nowMs();
  const {
    sha256: digest,
    name,
    mediaType,
  } = task.derivation.parameters as { sha256: Digest; name: string; mediaType: string };
  const ended = (outcome: Execution['outcome']): Execution => ({
    outcome,
    startedMs,
    finishedMs: services.clock.nowMs(),
    log: [],
    dispose: async () => {},
  });
  try {
    const { sizeBytes } = await services.fetchFile(
      { digest, name, source: services.sources.get(digest) },
      observer,
      signal,
    );
    const file = new FileValue(name, mediaType, { path: name });
    const { value } = encodeOutputs(
      task.derivation.analysis.definition,
      { value: file },
      services.identity.sha256,
      () => ({ digest, sizeBytes }),
    );
    // The bytes are in the store already; only the value that refers to them is new.
    return ended({
      kind: 'outputs',
      outputs: { value: { ...value!, files: value!.files.map(({ entry }) => ({ entry, content: new Uint8Array() })) } },
    });
  } catch (thrown) {
    const error = asStemmaError(thrown);
    const code = error.code === 'corrupt' || error.code === 'cancelled' ? error.code : 'unavailable';
    return ended({ kind: 'error', code, message: error.message, transient: false });
  }
}

async function store(
  node: Node,
  execution: Execution,
  outputs: Readonly<Record<string, EncodedOutput>>,
  attempt: number,
  services: Services,
): Promise<Made> {
  const { blobs, contents, inlineLimitBytes } = services;
  const { stored } = node.derivation.analysis.definition;
  const isFetched = node.derivation.definition.name === 'stemma.File';
  const payloads = new Map<Digest, Uint8Array>();
  const entries: Record<string, OutputEntry> = {};
  // In canonical order, which is the one that a result has when it comes back from the store.
  for (const name of Object.keys(outputs).sort()) {
    const { digest, payload, files } = outputs[name]!;
    for (const { entry, content } of files) if (!isFetched) await blobs.put(content, entry.digest);
    if (stored && payload.length > inlineLimitBytes) await blobs.put(payload, digest);
    else {
      contents.hold(digest, payload);
      if (stored) payloads.set(digest, payload);
    }
    entries[name] = {
      digest,
      files: files.length === 0 ? noFiles : files.map(({ entry }) => entry),
      sizeBytes: payload.length,
    };
  }
  const manifest: Manifest = { outputs: entries };
  return {
    manifest,
    contentDigest: contentDigestOf(manifest, services),
    payloads,
    activity: activityOf(node, execution, 'done', attempt, services),
  };
}

const noFiles: OutputEntry['files'] = [];

function activityOf(
  node: Node,
  execution: Execution,
  status: ActivityStatus,
  attempt: number,
  services: Services,
  error?: { code: string; message: string; stack?: string },
): ActivityRecord {
  const { startedMs, finishedMs, cpuS, peakMemoryBytes, log } = execution;
  const { agent, host, pid } = services;
  return {
    derivation: node.derivation.id,
    status,
    startedMs,
    finishedMs,
    agent,
    host,
    pid,
    attempt,
    ...(cpuS !== undefined && { cpuS }),
    ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
    ...(error && { error: { code: error.code, message: error.message, ...(error.stack && { stack: error.stack }) } }),
    log,
  };
}
