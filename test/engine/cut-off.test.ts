// Early cut-off: when a changed input gives equal bytes, nothing behind it runs; and a known goal costs one question.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysis, array, file, number, substitute, type AnyAnalysis } from '@stemma/core';
import { openBench, recordingCalls } from './setting.ts';

const ran: string[] = [];
const say = <T>(name: string, value: T): T => (ran.push(name), value);
const ranSince = () => ran.splice(0).sort();

const Calibration = analysis({
  name: 'test.Calibration',
  version: '1',
  outputs: { gain: array('float64') },
  run: () => say('Calibration', { gain: new Float64Array([2]) }),
});
const Calibration2 = analysis({
  name: 'test.Calibration2',
  version: '1',
  outputs: { gain: array('float64') },
  run: () => say('Calibration2', { gain: new Float64Array([4 / 2]) }),
});
const Calibration3 = analysis({
  name: 'test.Calibration3',
  version: '1',
  outputs: { gain: array('float64') },
  run: () => say('Calibration3', { gain: new Float64Array([3]) }),
});
const Raw = analysis({ name: 'test.Raw', version: '1', outputs: { x: number() }, run: () => say('Raw', { x: 7 }) });
const Calibrated = analysis({
  name: 'test.Calibrated',
  version: '1',
  inputs: { raw: Raw, calibration: Calibration },
  outputs: { x: number() },
  run: ({ raw, calibration }) => say('Calibrated', { x: raw.x * calibration.gain[0]! }),
});
const Binned = analysis({
  name: 'test.Binned',
  version: '1',
  inputs: { events: Calibrated },
  outputs: { x: number() },
  run: ({ events }) => say('Binned', { x: events.x + 1 }),
});

test('a changed calibration that gives equal bytes runs nothing behind it', async (t) => {
  const bench = await openBench(t);
  ranSince();
  assert.deepEqual(await bench.run(Binned), { x: 15 });
  assert.deepEqual(ranSince(), ['Binned', 'Calibrated', 'Calibration', 'Raw']);
  const changed = Binned().assuming(substitute(Calibration, Calibration2));
  assert.notEqual(bench.engine.bind(changed).id, bench.engine.bind(Binned).id);
  assert.deepEqual(await bench.origins(changed), [
    'Binned: cut-off',
    'Calibrated: cut-off',
    'Calibration2: computed',
    'Raw: store',
  ]);
  assert.deepEqual(ranSince(), ['Calibration2']);
  assert.deepEqual(await bench.run(changed), { x: 15 });
  assert.deepEqual(ranSince(), []);
});

test('a changed calibration that gives other bytes runs what is behind it', async (t) => {
  const bench = await openBench(t);
  await bench.run(Binned);
  ranSince();
  assert.deepEqual(await bench.run(Binned().assuming(substitute(Calibration, Calibration3))), { x: 22 });
  assert.deepEqual(ranSince(), ['Binned', 'Calibrated', 'Calibration3']);
});

test('the chain that was cut off is known to another engine, with its own family tree', async (t) => {
  const first = await openBench(t);
  await first.run(Binned);
  const changed = Binned().assuming(substitute(Calibration, Calibration2));
  await first.run(changed);
  const second = await openBench(t, { store: first.store });
  ranSince();
  assert.deepEqual(await second.origins(changed), ['Binned: store']);
  const { id } = second.engine.bind(changed);
  const stored = (await second.parts.index.results([id])).get(id)!;
  assert.equal(stored.producedBy, second.engine.bind(Binned).id, 'whose activity made the content');
  const used = (await second.parts.index.used([id])).get(id)!;
  assert.deepEqual(
    used.map((use) => use.id),
    [second.engine.bind(Calibrated().assuming(substitute(Calibration, Calibration2))).id],
  );
});

test('two analyses with equal bodies are two results: the name counts in the action', async (t) => {
  const make = (name: string) =>
    analysis({
      name,
      version: '1',
      inputs: { raw: Raw },
      outputs: { x: number() },
      run: ({ raw }) => say('twin', { x: raw.x }),
    });
  const bench = await openBench(t);
  await bench.run(make('test.One'));
  ranSince();
  await bench.run(make('test.Two'));
  assert.deepEqual(ranSince(), ['twin']);
});

test('files that come out equal cut off too', async (t) => {
  const make = (name: string, version: string) =>
    analysis({
      name,
      version,
      outputs: { report: file() },
      run: (_, activity) => say(name, { report: activity.file('a/report.txt', 'equal') }),
    });
  const [One, Two] = [make('test.FileOne', '1'), make('test.FileTwo', '1')];
  const Reader = analysis({
    name: 'test.Reader',
    version: '1',
    inputs: { it: One as AnyAnalysis },
    outputs: { x: number() },
    run: ({ it }) => say('Reader', { x: it.report.text().length }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Reader), { x: 5 });
  ranSince();
  assert.deepEqual(await bench.run(Reader({ it: Two })), { x: 5 });
  assert.deepEqual(ranSince(), ['test.FileTwo']);
});

test('a known goal is one question to the index, whatever lies upstream', async (t) => {
  const first = await openBench(t);
  let goal = Binned as AnyAnalysis;
  for (let i = 0; i < 30; i++) {
    const [left, right] = [goal, goal()];
    goal = analysis({
      name: `test.Layer${i}`,
      version: '1',
      inputs: { left, right: right as never },
      outputs: { x: number() },
      run: ({ left }) => ({ x: (left as { x: number }).x }),
    });
  }
  await first.run(goal);
  const calls: { method: string; argument: unknown }[] = [];
  const second = await openBench(t, { store: first.store, wrap: recordingCalls(calls) });
  ranSince();
  const { id } = second.engine.bind(goal);
  await second.result(goal);
  const questions = calls.filter(({ method }) => method === 'known');
  assert.deepEqual(questions, [{ method: 'known', argument: [id] }]);
  const asked = new Set(
    calls
      .filter(({ method }) => method !== 'payloads')
      .flatMap(({ argument }) => (Array.isArray(argument) ? argument : [])),
  );
  assert.deepEqual([...asked], [id], 'nothing upstream is ever asked for');
  assert.ok(
    // Whether anything was retracted is asked too, in constant time.
    calls.every(({ method }) =>
      ['known', 'results', 'derivations', 'payloads', 'lastRetraction', 'standings'].includes(method),
    ),
    JSON.stringify(calls.map(({ method }) => method)),
  );
  assert.deepEqual(ranSince(), []);
});

test('an unknown chain is looked up in a few questions, not one for each link', async (t) => {
  const Link = analysis({
    name: 'test.Link',
    version: '1',
    inputs: { before: Raw as AnyAnalysis },
    outputs: { x: number() },
    resources: { light: true },
    run: () => ({ x: 1 }),
  });
  const chain = (n: number) => {
    let goal: AnyAnalysis = Raw;
    for (let i = 0; i < n; i++) goal = Link({ before: goal }) as never;
    return goal;
  };
  const calls: { method: string; argument: unknown }[] = [];
  const bench = await openBench(t, { wrap: recordingCalls(calls) });
  await bench.engine.plan(chain(1000));
  const questions = calls.filter(({ method }) => method === 'known').length;
  assert.ok(questions <= 12, `${questions} questions for a chain of 1,000`);
});
