// Retraction as whoever asks for results meets it: what runs again, what is refused, what is said, and that neither a
// race nor a kill -9 lets anything retracted pass for an answer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analysis, impactOf, number, source, type RetractionTarget } from '@stemma/core';
import { openBench, temporaryFolder, type Bench } from './setting.ts';

// What the instrument gives: turned by tests, so that making something again can come out otherwise.
let gain = 2;
let whileBinning: () => Promise<void> = async () => {};

const Calibration = analysis({
  name: 'test.Calibration',
  version: '1',
  outputs: { gain: number() },
  run: () => ({ gain }),
});
const Scratch = analysis({
  name: 'test.Scratch',
  version: '1',
  stored: false,
  inputs: { calibration: Calibration },
  outputs: { x: number() },
  run: ({ calibration }) => ({ x: calibration.gain * 7 }),
});
const Sign = analysis({
  name: 'test.Sign',
  version: '1',
  inputs: { scratch: Scratch },
  outputs: { x: number() },
  run: ({ scratch }) => ({ x: Math.sign(scratch.x) }),
});
const Binned = analysis({
  name: 'test.Binned',
  version: '1',
  inputs: { sign: Sign, calibration: Calibration },
  outputs: { x: number() },
  run: async ({ sign, calibration }) => {
    await whileBinning();
    return { x: sign.x + calibration.gain };
  },
});

const said = { reason: 'broken disk', by: 'observer' };
const retract = ({ parts }: Bench, target: RetractionTarget, more = {}) =>
  parts.index.retract({ target, ...said, ...more });
const resultOf = (bench: Bench, goal: Parameters<Bench['engine']['bind']>[0]) =>
  ({ kind: 'result', id: bench.engine.bind(goal).id }) as const;

test('a retracted result is made again; with equal content nothing behind it runs, and all is sound', async (t) => {
  gain = 2;
  const bench = await openBench(t);
  await bench.run(Binned);
  await retract(bench, resultOf(bench, Calibration));
  await assert.rejects(bench.run(Binned, { onlyKnown: true }), { code: 'not_found' });
  const { known, missing, refused } = await bench.engine.plan(Binned);
  assert.deepEqual([known, refused], [false, []]);
  assert.equal(missing.find(({ name }) => name === 'test.Calibration')?.again, 'retracted: broken disk');
  assert.match(missing.at(-1)!.again!, /^suspect: made from test\.Calibration [0-9a-f]{12}, retracted: broken disk$/);
  assert.deepEqual(await bench.origins(Binned), [
    'Binned: cut-off',
    'Calibration: computed',
    'Scratch: computed',
    'Sign: cut-off',
  ]);
  assert.deepEqual(await bench.parts.index.activeRetractions(), []);
  const result = await bench.result(Binned);
  assert.equal(result.standing, undefined);
  assert.deepEqual(await bench.origins(Binned), ['Binned: store']);
});

test('another content takes the place of a retracted one, which stays readable', async (t) => {
  gain = 2;
  const bench = await openBench(t);
  const before = await bench.result(Binned);
  await retract(bench, resultOf(bench, Calibration));
  gain = 3;
  assert.deepEqual(await bench.run(Binned), { x: 4 });
  assert.deepEqual(await bench.origins(Binned), ['Binned: store']);
  const former = await bench.engine.formerResult(before.id, before.contentDigest);
  assert.deepEqual(await former.outputs(), { x: 3 });
  assert.equal(former.standing?.state, 'retracted');
  await assert.rejects(bench.engine.formerResult(before.id, before.id), { code: 'not_found' });
  // The sign came out as before: its own content was never replaced.
  assert.deepEqual(await bench.parts.index.formerResults(resultOf(bench, Sign).id), []);
});

test('doubt goes through what is never stored', async (t) => {
  gain = 2;
  const bench = await openBench(t);
  await bench.run(Sign);
  await retract(bench, resultOf(bench, Calibration));
  const standings = await bench.parts.index.standings([resultOf(bench, Sign).id]);
  assert.equal(standings.get(resultOf(bench, Sign).id)?.originName, 'test.Calibration');
});

test('what needs a retracted definition or code is refused before anything runs, until that is withdrawn', async (t) => {
  gain = 2;
  const bench = await openBench(t);
  await bench.run(Sign);
  const { code } = bench.engine.bind(Calibration).definition;
  for (const target of [
    { kind: 'definition', name: 'test.Calibration', version: '1' },
    { kind: 'code', digest: code },
  ] as const) {
    const event = await retract(bench, target, { replacedBy: 'version 2' });
    const events = await bench.events(Binned);
    assert.equal(events.filter(({ type }) => type === 'started').length, 0);
    await assert.rejects(bench.run(Binned), { code: 'retracted', message: /broken disk.*use version 2 instead/s });
    const { refused } = await bench.engine.plan(Binned);
    assert.match(refused.join(), /test\.Calibration cannot be used/);
    await bench.parts.index.withdraw(event.number, said);
  }
  assert.deepEqual(await bench.run(Binned), { x: 3 });
});

test('what needs a retracted data file is refused, also when it was retracted by its result', async (t) => {
  const bench = await openBench(t);
  const { digest, sizeBytes } = await bench.parts.blobs.put(new TextEncoder().encode('counts'));
  const entry = { name: 'a.txt', sha256: digest, sizeBytes, mediaType: 'text/plain', licence: 'CC0-1.0', urls: [] };
  const Reader = analysis({
    name: 'test.Reader',
    version: '1',
    inputs: { counts: source(entry) },
    outputs: { size: number() },
    run: ({ counts }) => ({ size: counts.bytes().length }),
  });
  assert.deepEqual(await bench.run(Reader), { size: 6 });
  const [leaf] = await bench.parts.index.derivationsMeant({ kind: 'file', digest });
  const event = await retract(bench, { kind: 'result', id: leaf! });
  assert.deepEqual(event.target, { kind: 'file', digest });
  await assert.rejects(bench.run(Reader), {
    code: 'retracted',
    message: /the data file a\.txt cannot be used.*another file/s,
  });
  assert.equal((await bench.engine.result(bench.engine.bind(Reader).id)).standing?.state, 'suspect');
});

test('a result that was retracted before its resolution ended says so', async (t) => {
  gain = 5;
  const bench = await openBench(t);
  whileBinning = async () => void (await retract(bench, resultOf(bench, Calibration)));
  await bench.run(Sign);
  const resolution = bench.engine.resolve(Binned);
  const events = await Array.fromAsync(resolution.events());
  whileBinning = async () => {};
  const { standing } = await resolution.result;
  assert.deepEqual([standing?.state, standing?.originName], ['suspect', 'test.Calibration']);
  assert.ok(events.some((event) => event.type === 'warning' && event.message.includes('broken disk')));
  assert.equal((await bench.parts.index.known([resolution.id])).size, 0, 'and it is no answer for others');
  const [binned] = (await bench.origins(Binned)).filter((origin) => origin.startsWith('Binned'));
  assert.equal(binned, 'Binned: cut-off');
});

test('a run that was overtaken by another process publishes what is suspect', async (t) => {
  gain = 5;
  const slow = await openBench(t);
  const fast = await openBench(t, { store: slow.store });
  await slow.run(Sign);
  whileBinning = async () => {
    whileBinning = async () => {};
    await retract(fast, resultOf(fast, Calibration));
    gain = 6;
    await fast.run(Calibration);
  };
  const result = await slow.result(Binned);
  assert.deepEqual(await result.outputs(), { x: 6 });
  assert.deepEqual([result.standing?.state, result.standing?.retraction], ['suspect', undefined]);
  assert.deepEqual(await fast.run(Binned), { x: 7 });
});

test('the impact is told by kinds, then what others rely on, then page by page', async (t) => {
  gain = 2;
  const bench = await openBench(t);
  const { index } = bench.parts;
  const { id } = await bench.result(Binned);
  const { definition } = bench.engine.bind(Calibration);
  const sign = resultOf(bench, Sign).id;
  await index.pin([id], true);
  await index.tag([sign], 'shown', { agent: 'observer' });
  await index.collect('paper', [id], { agent: 'observer' });
  for (const target of [
    resultOf(bench, Calibration),
    { kind: 'definition', name: 'test.Calibration', version: '1' },
    { kind: 'code', digest: definition.code },
  ] as const) {
    const report = await impactOf(target, index, { pageSize: 1 });
    const names = report.classes.filter(({ results }) => results > 0).map(({ name }) => name);
    assert.deepEqual(names.sort(), ['test.Binned', 'test.Sign'], target.kind);
    assert.deepEqual(report.kept.map((kept) => kept.id).sort(), [id, sign].sort());
    assert.deepEqual([report.results, report.newest.length], [2, 1]);
  }
  const target = resultOf(bench, Calibration);
  const first = await impactOf(target, index, { pageSize: 1 });
  const second = await impactOf(target, index, { pageSize: 1, cursor: first.next! });
  assert.deepEqual([...first.newest, ...second.newest].map((one) => one.id).sort(), [id, sign].sort());
  const none = await impactOf({ kind: 'file', digest: 'ab'.repeat(32) }, index);
  assert.deepEqual([none.meant, none.results, none.classes], [0, 0, []]);
});

test('retractions survive a kill -9 whole, and two processes number them without gaps', async (t) => {
  gain = 2;
  const store = temporaryFolder(t);
  const bench = await openBench(t, { store });
  await bench.run(Binned);
  const { id } = resultOf(bench, Calibration);
  const script = fileURLToPath(new URL('processes/retractor.ts', import.meta.url));
  const start = async () => {
    const child = spawn(process.execPath, ['--conditions=source', script, join(store, 'index.sqlite'), id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => void (text += String(piece)));
    await once(child.stdout, 'data');
    return { child, numbers: () => text.split('\n').slice(1, -1).map(Number) };
  };
  const retractors = await Promise.all([start(), start()]);
  while (retractors.some(({ numbers }) => numbers().length < 10)) await new Promise((done) => setTimeout(done, 5));
  for (const { child } of retractors) child.kill('SIGKILL');
  for (const { child } of retractors) if (child.signalCode === null) await once(child, 'exit');
  const events = await bench.parts.index.retractions(0, 1e6);
  assert.deepEqual(
    events.map((event) => event.number),
    events.map((_, i) => i + 1),
  );
  const kept = new Set(events.map((event) => event.number));
  for (const { numbers } of retractors) for (const said of numbers()) assert.ok(kept.has(said), `${said} was answered`);
  assert.deepEqual(await bench.parts.index.check(), []);
  assert.deepEqual(await bench.run(Binned), { x: 3 });
  assert.deepEqual(await bench.parts.index.activeRetractions(), [], 'one making confirms against all of them');
});
