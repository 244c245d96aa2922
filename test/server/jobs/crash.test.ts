// kill -9 in the middle of jobs: of the worker process, of the service. Afterwards every job ends, none twice, none lost.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Job } from '@stemma/api';
import { temporaryFolder } from '../../engine/setting.ts';
import { asked, ended, eventsOf, me, openDesk, statesIn, until } from './setting.ts';

test('a worker process that is killed is started again, and its jobs are taken up where they were', async (t) => {
  const { desk, worker } = await openDesk(t, { process: true, slots: 2 });
  const jobs = await Promise.all([1, 2, 3].map((n) => desk.submit(asked('Slow', { n, ms: 400 }), me)));
  await until(async () => (await desk.log(jobs[0]!.id, 0, 1, me)).lines.length > 0);
  const first = worker!.pid!;
  process.kill(first, 'SIGKILL');
  for (const { id } of jobs) {
    const job = await ended(desk, id);
    assert.deepEqual([job.state, job.attempt], ['done', 2]);
    assert.deepEqual(statesIn(await eventsOf(desk, id)), ['queued', 'running', 'queued', 'running', 'done']);
  }
  assert.notEqual(worker!.pid, first);
});

test('a job that kills its worker three times fails and says so; jobs that ran beside it are done', async (t) => {
  const { desk } = await openDesk(t, { process: true, slots: 2 });
  const file = join(temporaryFolder(t), 'kill');
  writeFileSync(file, '');
  const beside = await desk.submit(asked('Slow', { n: 1, ms: 2_500 }), me);
  const killer = await desk.submit(asked('Killer', { file, once: 0 }), me);
  const failed = await ended(desk, killer.id);
  assert.deepEqual([failed.state, failed.attempt, failed.error?.code], ['failed', 3, 'analysis_failed']);
  assert.match(failed.error!.detail!, /its worker process ended 3 times while it ran \(SIGKILL\)/);
  assert.equal((await ended(desk, beside.id)).state, 'done');
  const next = await desk.submit(asked('Slow', { n: 2, ms: 0 }), me);
  assert.equal((await ended(desk, next.id)).state, 'done');
});

test('a job that kills its worker once is done the second time', async (t) => {
  const { desk } = await openDesk(t, { process: true });
  const file = join(temporaryFolder(t), 'kill');
  writeFileSync(file, '');
  const { id } = await desk.submit(asked('Killer', { file, once: 1 }), me);
  const job = await ended(desk, id);
  assert.deepEqual([job.state, job.attempt], ['done', 2]);
});

test('a desk that is closed hands back what cannot finish in time, and the next one does it', async (t) => {
  const { desk, store, close } = await openDesk(t, { process: true, slots: 2 });
  const short = await desk.submit(asked('Slow', { n: 1, ms: 300 }), me);
  const long = await desk.submit(asked('Slow', { n: 2, ms: 4_000 }), me);
  await until(async () => (await desk.log(long.id, 0, 1, me)).lines.length > 0);
  await close(1_000);
  await assert.rejects(desk.submit(asked('Nothing'), me), { code: 'unavailable' });
  const { desk: next } = await openDesk(t, { process: true, store });
  assert.equal((await next.get(short.id, me)).state, 'done');
  assert.equal((await ended(next, long.id)).state, 'done');
  assert.deepEqual(statesIn(await eventsOf(next, long.id)), ['queued', 'running', 'queued', 'running', 'done']);
});

test('a worker that cannot begin fails its jobs with the reason, and is no crash of theirs', async (t) => {
  const { childWorker } = await import('../../../packages/server/src/index.ts');
  const partsUrl = new URL('./no-such-parts.ts', import.meta.url).href;
  const { desk } = await openDesk(t, { worker: childWorker({ partsUrl, partsOptions: {}, onOutput: () => {} }) });
  const job = await ended(desk, (await desk.submit(asked('Slow', { n: 1, ms: 0 }), me)).id);
  assert.deepEqual([job.state, job.error?.code, job.attempt], ['failed', 'unavailable', 1]);
  assert.match(job.error!.detail!, /the worker cannot start/);
});

test('two services cannot have one store', async (t) => {
  const { store } = await openDesk(t, { process: true });
  await assert.rejects(openDesk(t, { process: true, store }), { code: 'unavailable' });
});

interface Service {
  readonly url: string;
  readonly worker: number;
  readonly process: ChildProcess;
}

async function startService(t: TestContext, store: string): Promise<Service> {
  const path = fileURLToPath(new URL('./service.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', path, store], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as { url: string; worker: number }), process: child };
}

async function stop(service: Service, signal: NodeJS.Signals): Promise<void> {
  const gone = once(service.process, 'exit');
  service.process.kill(signal);
  await gone;
}

const postJob = async ({ url }: Service, body: unknown): Promise<Job> =>
  (await (
    await fetch(`${url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json()) as Job;

interface Heard {
  readonly number: number;
  readonly state: string | undefined;
}

// Reads server-sent events until the connection breaks or ends; returns what was heard.
async function listenTo({ url }: Service, id: string, after: number): Promise<Heard[]> {
  const heard: Heard[] = [];
  try {
    const response = await fetch(`${url}/api/v1/jobs/${id}/events`, { headers: { 'last-event-id': `${after}` } });
    let text = '';
    for await (const piece of response.body ?? []) {
      text += new TextDecoder().decode(piece as Uint8Array);
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const [, number, type, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        if (number === undefined) continue;
        const state = type === 'state' ? (JSON.parse(data!) as { state: string }).state : undefined;
        heard.push({ number: Number(number), state });
      }
    }
  } catch {
    // The service was killed: what was heard before counts.
  }
  return heard;
}

test('a service killed again and again: every job ends once, and a watcher over all of it hears each event once', async (t) => {
  const store = join(temporaryFolder(t), 'store');
  const ids: string[] = [];
  const heard: Heard[] = [];
  const last = () => heard.at(-1)?.number ?? 0;
  for (let round = 0; round < 3; round++) {
    const service = await startService(t, store);
    for (let n = 0; n < 6; n++)
      ids.push((await postJob(service, asked('Slow', { n: 10 * round + n, ms: 150 + 50 * n }))).id);
    const watching = listenTo(service, ids[5]!, last());
    await new Promise((resolve) => setTimeout(resolve, 150 + 150 * round));
    await stop(service, 'SIGKILL');
    heard.push(...(await watching));
  }
  const service = await startService(t, store);
  heard.push(...(await listenTo(service, ids[5]!, last())));
  assert.deepEqual(
    heard.map(({ number }) => number),
    heard.map((_, i) => i + 1),
  );
  assert.equal(heard.at(-1)!.state, 'done');
  for (const id of ids) {
    const job = (await (await fetch(`${service.url}/api/v1/jobs/${id}?wait=60`)).json()) as Job;
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const states = (await listenTo(service, id, 0)).flatMap(({ state }) => state ?? []);
    assert.deepEqual(
      states.filter((state) => state === 'done' || state === 'failed'),
      ['done'],
    );
    assert.equal(states.at(-1), 'done');
  }
  await stop(service, 'SIGTERM');
  assert.equal(service.process.exitCode, 0);
});

test('the worker process ends with a service that is killed', async (t) => {
  const service = await startService(t, join(temporaryFolder(t), 'store'));
  await postJob(service, asked('Slow', { n: 1, ms: 60_000 }));
  await stop(service, 'SIGKILL');
  await until(() => !isAlive(service.worker));
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
