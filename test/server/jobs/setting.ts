// What the tests of jobs share: a desk over a store of its own with the worker in this process or in one of its own, and
// short ways to ask it.
import type { TestContext } from 'node:test';
import { join } from 'node:path';
import {
  anonymousOnLoopback,
  childWorker,
  openJobDesk,
  type Identity,
  type JobDeskOptions,
  type JobEvent,
} from '../../../packages/server/src/index.ts';
import { temporaryFolder } from '../../engine/setting.ts';
import { openParts } from './parts.ts';

export { anonymousOnLoopback as me } from '../../../packages/server/src/index.ts';

/** Somebody with an account. */
export const person = (subject: string, ...scopes: ('read' | 'run' | 'operate')[]): Identity => ({
  subject,
  scopes: new Set(scopes.length > 0 ? scopes : (['read', 'run'] as const)),
  roles: [],
  via: 'token',
});

/** A submission. */
export const asked = (analysis: string, parameters: Record<string, unknown> = {}, more: object = {}) => ({
  goal: { analysis: `jobs.${analysis}`, parameters },
  priority: 'normal' as const,
  private: false,
  ...more,
});

/** How a desk of a test is opened. */
export interface DeskSetting extends Partial<JobDeskOptions> {
  /** True for a worker process, as a service has it. */
  readonly process?: boolean;
  /** Slots of the executor. */
  readonly slots?: number;
}

/** A desk, closed after the test. */
export async function openDesk(t: TestContext, { process = false, slots = 1, ...options }: DeskSetting = {}) {
  const store = options.store ?? (process ? join(temporaryFolder(t), 'store') : 'memory');
  const partsOptions = { store, jobs: slots };
  const parts = await openParts(partsOptions);
  const partsUrl = new URL('./parts.ts', import.meta.url).href;
  const worker = process ? childWorker({ partsUrl, partsOptions }) : undefined;
  const quarantine = process ? childWorker({ partsUrl, partsOptions }) : undefined;
  const desk = await openJobDesk({
    engine: parts.engine,
    store,
    ...(worker && { worker }),
    ...(quarantine && { quarantine }),
    ...options,
  });
  let closed: Promise<void> | undefined;
  const close = (graceMs = 0) => (closed ??= desk.close(graceMs).then(() => parts.close()));
  t.after(() => close());
  return { desk, parts, store, worker, close };
}

type OpenDesk = Awaited<ReturnType<typeof openDesk>>['desk'];

/** Waits for the end of a job. */
export const ended = (desk: OpenDesk, id: string, by: Identity = anonymousOnLoopback) =>
  desk.wait(id, 60, by, new AbortController().signal);

/** All events of a job, to its end. */
export async function eventsOf(desk: OpenDesk, id: string, after = 0): Promise<JobEvent[]> {
  return Array.fromAsync(await desk.follow(id, after, anonymousOnLoopback, new AbortController().signal));
}

/** The states that a job went through. */
export const statesIn = (events: readonly JobEvent[]) =>
  events.filter(({ type }) => type === 'state').map(({ data }) => data.state);

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`it did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
