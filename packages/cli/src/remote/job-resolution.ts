// A job of a server as a resolution: submitted, followed over any number of connections, cancelled.
import { randomUUID } from 'node:crypto';
import type { Client, Happening, Job } from '@stemma/api';
import {
  errorTable,
  StemmaError,
  type GoalDocument,
  type Resolution,
  type ResolutionEvent,
  type Result,
} from '@stemma/core';
import { JobEvents } from './job-events.ts';

/** A resolution that goes on without us: a job. */
export interface JobResolution<O> extends Resolution<O> {
  /** What to tell somebody who leaves while the job runs; undefined before the server has taken it. */
  farewell(): string | undefined;
}

/** What following a job needs. */
export interface JobSetting {
  readonly client: Client;
  /** Reads the result when the job is done. */
  resultOf(id: string): Promise<Result<Record<string, unknown>>>;
}

/** Submits a goal and follows the job. The first listener hears everything from the beginning on. */
export function jobResolution(
  goal: GoalDocument,
  { client, resultOf }: JobSetting,
): JobResolution<Record<string, unknown>> {
  const body = { goal: goal as never, priority: 'interactive' } as const;
  // Sent again after a broken connection, the key gives the same job.
  const submitted = client.submitJob({ body }, { idempotencyKey: randomUUID() });
  let job: Job | undefined;
  let last: Happening | undefined;
  const translated = new JobEvents();
  const ending = Promise.withResolvers<void>();
  // Told through `result`, which may fail before anybody waits for the end.
  ending.promise.catch(() => {});
  async function* events(): AsyncGenerator<ResolutionEvent> {
    try {
      job = await submitted;
      for await (const happening of client.followJob({ params: { id: job.id } })) {
        if (happening.type === 'state') last = happening;
        yield* translated.of(happening);
      }
      ending.resolve();
    } catch (error) {
      ending.reject(error as Error);
    }
  }
  const finish = async () => {
    const { id } = await submitted;
    await ending.promise;
    const ended = await client.getJob({ params: { id } });
    if (ended.state !== 'done') throw errorOf(ended, last);
    return resultOf(ended.result);
  };
  const result = finish();
  result.catch(() => {});
  return {
    id: '',
    result,
    events,
    derivation: () => undefined,
    pending: () => ({ count: 0, derivations: [] }),
    // Who cancels before the server has answered means this job too.
    cancel: () => void submitted.then(({ id }) => client.cancelJob({ params: { id } })).catch(() => {}),
    farewell: () => job && `job ${job.id} may still run; \`stemma cancel ${job.id}\` stops it`,
  };
}

/** Why a job has no result, as the library would have thrown it. */
function errorOf({ id, state, error }: Job, last?: Happening): StemmaError {
  if (state === 'cancelled') return new StemmaError('cancelled', `job ${id} was cancelled`, { job: id });
  const { code = 'analysis_failed', detail, particulars } = error ?? (last?.data.error as typeof error) ?? {};
  const known = Object.hasOwn(errorTable, code) ? code : 'analysis_failed';
  return new StemmaError(known, detail ?? `job ${id} failed`, { ...particulars, job: id });
}
