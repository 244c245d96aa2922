// Does one piece of work with an engine: from the goal document to how it ended, with reports on the way.
import { asStemmaError, goalFromDocument, StemmaError, Urgency, type Engine, type Resolution } from '@stemma/core';
import { problemOf } from '../../http/problem-response.ts';
import { noProgress } from '../job-record.ts';
import { Reporter } from './reporter.ts';
import type { RunningWork, WorkEnd, WorkListener, WorkOrder } from './worker.ts';

/** Starts work. `listener.ended` is called once, whatever happens, and never before this returns. */
export function runWork(engine: Engine, { goal, owner, rank }: WorkOrder, listener: WorkListener): RunningWork {
  const urgency = new Urgency(owner, rank);
  const abort = new AbortController();
  void Promise.resolve()
    .then(() => resolveWork(engine, goal, urgency, abort.signal, listener))
    .then((end) => listener.ended(end));
  return { raise: (to) => urgency.raise(to), cancel: () => abort.abort() };
}

async function resolveWork(
  engine: Engine,
  goal: WorkOrder['goal'],
  urgency: Urgency,
  signal: AbortSignal,
  listener: WorkListener,
): Promise<WorkEnd> {
  let reporter: Reporter | undefined;
  try {
    const resolution = engine.resolve(goalFromDocument(goal, engine.registry), { signal, urgency });
    reporter = new Reporter(resolution, engine.services.index, slotsOf(engine), (report) => listener.report(report));
    for await (const event of resolution.events()) reporter.take(event);
    return await endOf(resolution, reporter);
  } catch (thrown) {
    const error = asStemmaError(thrown);
    reporter?.close();
    if (error.code === 'cancelled' && signal.aborted) return { kind: 'stopped' };
    const { requestId: _, ...problem } = problemOf(withoutActivity(error), '');
    return { kind: 'failed', error: problem, progress: reporter?.progress ?? noProgress };
  }
}

async function endOf(resolution: Resolution<unknown>, reporter: Reporter): Promise<WorkEnd> {
  const { contentDigest, failure } = await resolution.result;
  reporter.close();
  const { progress } = reporter;
  // Fan-outs that were found known were never walked: what is done is all there is.
  return { kind: 'done', contentDigest, ...(failure && { failure }), progress: { ...progress, total: progress.done } };
}

function slotsOf({ services }: Engine): number {
  return services.pool?.slots ?? 1;
}

// The record of the activity is in the store, with its log; it has no place in an answer.
function withoutActivity({ code, message, detail }: StemmaError): StemmaError {
  const { activity: _, stack: _stack, ...told } = detail;
  return new StemmaError(code, message, told);
}
