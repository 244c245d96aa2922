// Readiness, room on the disk and back-pressure.
import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import type { Submission } from '@stemma/api';
import { anonymousOnLoopback } from '../http/identity.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import { diskGuard, mebibytes } from './disk-guard.ts';
import { guardedDesk } from './guarded-desk.ts';
import { requireReady } from './readiness.ts';

const codeOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof StemmaError);
  return thrown;
};

test('ready means that every probe found what it wants', async () => {
  const checks = await requireReady([
    { name: 'store', look: () => 'writable' },
    { name: 'workers', look: async () => '2 alive' },
  ]);
  assert.deepEqual(
    checks.map(({ name, ready, output }) => `${name} ${ready} ${output}`),
    ['store true writable', 'workers true 2 alive'],
  );
});

test('what is missing is named, with everything that was looked at', async () => {
  const { code, message, detail } = await codeOf(
    requireReady([
      { name: 'store', look: () => 'writable' },
      {
        name: 'workers',
        look: () => {
          throw new StemmaError('unavailable', 'none is alive');
        },
      },
    ]),
  );
  assert.deepEqual([code, message, detail.retryAfterS], ['unavailable', 'not ready: workers: none is alive', 10]);
  assert.equal((detail.checks as unknown[]).length, 2);
});

test('a probe that never answers is not ready', async () => {
  const { message } = await codeOf(requireReady([{ name: 'disk', look: () => new Promise(() => {}) }], 20));
  assert.match(message, /disk: no answer within 0.02 s/);
});

test('the guard knows the room on the disk, and refuses work below its limit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-disk-'));
  try {
    const clock = { nowMs: () => 0 };
    const { freeBytes, totalBytes } = await diskGuard(folder, 0, clock).space();
    assert.ok(freeBytes > 0 && freeBytes <= totalBytes);
    await diskGuard(folder, 0, clock).requireRoom();
    const { code, message, detail } = await codeOf(diskGuard(folder, Number.MAX_SAFE_INTEGER, clock).requireRoom());
    assert.equal(code, 'unavailable');
    assert.match(message, /no new work is taken until somebody makes room/);
    assert.equal(detail.retryAfterS, 60);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('bytes are told in units of memory', () => {
  assert.deepEqual([mebibytes(0), mebibytes(600 * 2 ** 20), mebibytes(1.5 * 2 ** 30)], ['0 MiB', '600 MiB', '1.5 GiB']);
});

// A desk that keeps what it is given: its `#taken` shows that the guard calls it as itself.
class ListDesk implements Pick<JobDesk, 'submit' | 'retry' | 'get' | 'list' | 'close'> {
  readonly #taken: Submission[] = [];
  submit = async (submission: Submission) => void this.#taken.push(submission) as never;
  retry = async () => void this.#taken.push(this.#taken[0]!) as never;
  get = async () => {
    if (this.#taken.length === 0) throw new StemmaError('not_found', 'no such job');
    return this.#taken.at(-1) as never;
  };
  list = async () => ({ items: [] });
  close = async () => {};
}

const submission: Submission = { goal: { analysis: 'lab.Base' }, priority: 'normal', private: false };

test('jobs are refused while too many wait, and taken again after', async () => {
  let waiting = 3;
  const desk = guardedDesk(new ListDesk() as unknown as JobDesk, {
    waiting: () => waiting,
    queueLimit: 3,
    requireRoom: async () => {},
  });
  const { code, detail } = await codeOf(desk.submit(submission, anonymousOnLoopback));
  assert.deepEqual([code, detail.retryAfterS], ['unavailable', 5]);
  waiting = 2;
  await desk.submit(submission, anonymousOnLoopback);
  assert.deepEqual(await desk.get('any', anonymousOnLoopback), submission);
});

test('retries are new jobs, and wait their turn like them', async () => {
  let waiting = 0;
  let hasRoom = true;
  const desk = guardedDesk(new ListDesk() as unknown as JobDesk, {
    waiting: () => waiting,
    queueLimit: 3,
    requireRoom: async () => {
      if (!hasRoom) throw new StemmaError('unavailable', 'no room');
    },
  });
  const retry = () => desk.retry('any', anonymousOnLoopback);
  waiting = 3;
  // Nothing that could be retried: that is said however full the queue is.
  assert.equal((await codeOf(retry())).code, 'not_found');
  waiting = 2;
  await desk.submit(submission, anonymousOnLoopback);
  await retry();
  waiting = 3;
  assert.deepEqual((await codeOf(retry())).detail, { waitingCount: 3, queueLimit: 3, retryAfterS: 5 });
  [waiting, hasRoom] = [0, false];
  assert.equal((await codeOf(retry())).message, 'no room');
});

test('jobs are refused without room on the disk, while everything else is answered', async () => {
  const desk = guardedDesk(new ListDesk() as unknown as JobDesk, {
    waiting: () => 0,
    queueLimit: 1,
    requireRoom: () => Promise.reject(new StemmaError('unavailable', 'no room')),
  });
  assert.equal((await codeOf(desk.submit(submission, anonymousOnLoopback))).message, 'no room');
  assert.deepEqual(await desk.list({ limit: 1 }, anonymousOnLoopback), { items: [] });
  await desk.close();
});
