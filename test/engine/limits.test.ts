// Worker threads: time and memory limits, crashes that cost one activity, and what is said meanwhile.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnyAnalysis, Goal, StemmaError } from '@stemma/core';
import {
  Exit,
  Hoard,
  HoardArrays,
  limits,
  Modest,
  Nothing,
  Once,
  Print,
  ReadAfter,
  Spin,
  SpinFree,
  Spoil,
  ThrowLater,
  Wait,
} from './modules/limits.ts';
import { openBench, pause, quickClock, temporaryFolder, type Bench } from './setting.ts';

const leftovers = (bench: Bench) =>
  existsSync(join(bench.store, 'work')) ? readdirSync(join(bench.store, 'work')) : [];

async function failure(bench: Bench, goal: AnyAnalysis | Goal<unknown>): Promise<StemmaError> {
  return bench.result(goal).then(
    () => assert.fail('it should have failed'),
    (error: StemmaError) => error,
  );
}

test('an endless loop is ended by its time limit, and the thread pool goes on', { timeout: 20_000 }, async (t) => {
  const bench = await openBench(t, { modules: [limits], jobs: 1 });
  const error = await failure(bench, Spin);
  assert.equal(error.code, 'timeout');
  assert.match(error.message, /limits\.Spin was over its time limit of 0\.3 s/);
  assert.equal((await failure(bench, Wait)).code, 'timeout');
  assert.equal((await bench.run(Modest)).data[5], 1.5);
  assert.equal((await bench.activities(Spin))[0]!.status, 'failed');
});

test('memory limits hold for objects and for typed arrays', { timeout: 60_000 }, async (t) => {
  const bench = await openBench(t, { modules: [limits], jobs: 1 });
  const arrays = await failure(bench, HoardArrays);
  assert.equal(arrays.code, 'analysis_failed');
  assert.match(arrays.message, /limits\.HoardArrays used \d+ MB, over its memory limit of 150 MB/);
  const objects = await failure(bench, Hoard);
  assert.match(objects.message, /over its memory limit of 120 MB|ran out of memory/);
  assert.equal((await bench.run(Modest)).data[5], 1.5, 'below the limit nothing happens');
  assert.ok((await bench.activities(HoardArrays))[0]!.peakMemoryBytes! > 150 * 2 ** 20, 'the peak is on record');
});

test('an analysis that ends its thread or throws behind our back costs itself only', { timeout: 20_000 }, async (t) => {
  const bench = await openBench(t, { modules: [limits], jobs: 2 });
  const [exit, later, good] = await Promise.allSettled([bench.run(Exit), bench.run(ThrowLater), bench.run(Modest)]);
  assert.match((exit as PromiseRejectedResult).reason.message, /ended its thread \(exit code 3\)/);
  assert.match((later as PromiseRejectedResult).reason.message, /thrown by a timer/);
  assert.equal(good.status, 'fulfilled');
});

test('expected and transient failures cross the border of threads', { timeout: 20_000 }, async (t) => {
  const bench = await openBench(t, { modules: [limits], clock: quickClock([]) });
  const { failure: nothing } = await bench.result(Nothing);
  assert.deepEqual([nothing!.reason, nothing!.message, nothing!.detail], ['no_data', 'nothing here', { n: 1 }]);
  assert.deepEqual(await bench.run(Once({ mark: join(temporaryFolder(t), 'mark') })), { x: 1 });
});

test(
  'what a thread prints is the log of its activity, line by line, live and on record',
  { timeout: 20_000 },
  async (t) => {
    const bench = await openBench(t, { modules: [limits], jobs: 2 });
    const [events, others] = await Promise.all([
      bench.events(Print({ word: 'one' })),
      bench.events(Print({ word: 'two' })),
    ]);
    for (const [word, list] of [
      ['one', events],
      ['two', others],
    ] as const) {
      const wanted = [
        `log ${word}`,
        `error ${word}`,
        `no newline ${word} continued`,
        'next line',
        `activity ${word}`,
        'rest',
      ];
      const live = list.flatMap((event) => (event.type === 'log' ? [event.line.text] : []));
      assert.deepEqual(live, wanted);
      const [activity] = await bench.activities(Print({ word }));
      assert.deepEqual(
        activity!.log.map(({ text }) => text),
        wanted,
      );
      assert.deepEqual(
        activity!.log.map(({ level }) => level),
        ['info', 'warning', 'info', 'info', 'warning', 'info'],
      );
      const progress = list.flatMap((event) => (event.type === 'progress' ? [[event.fraction, event.text]] : []));
      assert.deepEqual(progress, [[0.5, 'half']]);
    }
  },
);

test('a thread gets copies: what it does to an input harms nobody', { timeout: 20_000 }, async (t) => {
  const bench = await openBench(t, { modules: [limits], jobs: 1 });
  assert.deepEqual(await bench.run(ReadAfter), { x: 1.5 });
  assert.deepEqual(await bench.run(Spoil), { x: 2 ** 17 });
  assert.equal((await bench.run(Modest)).data[0], 1.5);
});

test(
  'cancelling ends a loop that never gives way, keeps what is finished and leaves a clean store',
  { timeout: 20_000 },
  async (t) => {
    const mark = join(temporaryFolder(t), 'mark');
    const bench = await openBench(t, { modules: [limits], jobs: 1 });
    await bench.run(Modest);
    const resolution = bench.engine.resolve(SpinFree({ mark }));
    while (!existsSync(mark)) await pause(5);
    resolution.cancel();
    await assert.rejects(resolution.result, { code: 'cancelled', exitCode: 9 });
    assert.deepEqual(leftovers(bench), [], 'no working directory stays');
    const { id } = bench.engine.bind(SpinFree({ mark }));
    assert.equal((await bench.activities(SpinFree({ mark })))[0]!.status, 'cancelled');
    const other = await openBench(t, { store: bench.store, modules: [limits] });
    assert.equal((await other.parts.index.claim([id])).get(id)!.state, 'claimed', 'the claim was given back');
    assert.deepEqual(await other.parts.index.check(), []);
    assert.deepEqual(await other.origins(Modest), ['limits.Modest: store']);
  },
);

test('closing ends threads that compute for ever', { timeout: 20_000 }, async (t) => {
  const mark = join(temporaryFolder(t), 'mark');
  const bench = await openBench(t, { modules: [limits], jobs: 1 });
  const resolution = bench.engine.resolve(SpinFree({ mark }));
  while (!existsSync(mark)) await pause(5);
  resolution.cancel();
  await resolution.result.catch(() => {});
  await bench.parts.close();
});
