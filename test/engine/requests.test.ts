// What can be asked for: values and injected objects as inputs, only what is known, again and compared, by id.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  analysis,
  array,
  configure,
  each,
  inject,
  json,
  listOf,
  literal,
  named,
  number,
  optional,
  pipelineModule,
  string,
  substitute,
  without,
  type AnyAnalysis,
} from '@stemma/core';
import { openBench, quickClock } from './setting.ts';

const outputs = { x: number() };
let ran: string[] = [];
const say = <T>(name: string, value: T): T => (ran.push(name), value);
const fresh = () => (ran = []);

test('literals of every kind reach run as they were given', async (t) => {
  const Show = analysis({
    name: 'test.Show',
    version: '1',
    inputs: { it: literal(0) as never },
    outputs: { it: json() },
    run: ({ it }) => ({ it }),
  });
  const bench = await openBench(t);
  for (const value of [
    1.5,
    -2n,
    'text',
    '{"looks":"like JSON"}',
    true,
    null,
    NaN,
    [1, 'a', null],
    { b: { c: [] } },
    new Float32Array([1, NaN]),
    new Map([['k', new Set([1])]]),
    new Date(5),
  ]) {
    assert.deepEqual((await bench.run(Show({ it: literal(value) } as never))).it, value);
  }
  assert.deepEqual((await bench.run(Show({ it: [1, { a: 'b' }] } as never))).it, [1, { a: 'b' }]);
});

const Catalogue = analysis({
  name: 'test.Catalogue',
  version: '1',
  outputs: { names: listOf(string()), raDeg: array('float64') },
});
const Count = analysis({
  name: 'test.Count',
  version: '1',
  inputs: { catalogue: Catalogue },
  outputs: { n: number(), ra: number() },
  run: ({ catalogue }) => ({ n: catalogue.names.length, ra: catalogue.raDeg[0]! }),
});

test("a user's own object stands in for an analysis, by its content", async (t) => {
  const bench = await openBench(t);
  const mine = (ra: number) =>
    Count().assuming(inject(Catalogue, { names: ['Crab', 'Vela'], raDeg: new Float64Array([ra, 128.8]) }));
  assert.throws(() => bench.engine.resolve(Count), { code: 'invalid_request', message: /test\.Catalogue is abstract/ });
  assert.deepEqual(await bench.run(mine(83.6)), { n: 2, ra: 83.6 });
  assert.deepEqual(await bench.run(mine(83.7)), { n: 2, ra: 83.7 });
  assert.deepEqual(await bench.origins(mine(83.6)), ['Count: store']);
});

test('an injected list can be fanned out over', async (t) => {
  const Source = analysis({
    name: 'test.Source',
    version: '1',
    parameters: { name: string() },
    outputs: { text: string() },
    run: ({ name }) => ({ text: `${name}!` }),
  });
  const All = analysis({
    name: 'test.All',
    version: '1',
    inputs: { sources: each(Catalogue, 'names', (name) => Source({ name })) },
    outputs: { texts: listOf(string()) },
    run: ({ sources }) => ({ texts: sources.map(({ text }) => text) }),
  });
  const bench = await openBench(t);
  const goal = All().assuming(inject(Catalogue, { names: ['Crab', 'Vela'], raDeg: new Float64Array(2) }));
  assert.deepEqual(await bench.run(goal), { texts: ['Crab!', 'Vela!'] });
});

test('only what is known: nothing runs, and what is unknown is not found', async (t) => {
  const A = analysis({ name: 'test.A', version: '1', outputs, run: () => say('A', { x: 1 }) });
  const B = analysis({ name: 'test.B', version: '1', inputs: { a: A }, outputs, run: () => say('B', { x: 2 }) });
  const bench = await openBench(t);
  fresh();
  await assert.rejects(bench.run(B, { onlyKnown: true }), {
    code: 'not_found',
    message: /test\.B is not known, and only known results were asked for/,
    exitCode: 4,
  });
  assert.deepEqual(ran, []);
  await bench.run(B);
  assert.deepEqual(await bench.run(B, { onlyKnown: true }), { x: 2 });
  assert.deepEqual(ran, ['A', 'B']);
});

test('analyses that are not stored run again in each run, once, and are in the family tree', async (t) => {
  const Cheap = analysis({
    name: 'test.Cheap',
    version: '1',
    stored: false,
    outputs,
    run: () => say('Cheap', { x: 3 }),
  });
  const User = analysis({
    name: 'test.User',
    version: '1',
    parameters: { n: number() },
    inputs: { a: Cheap, b: Cheap() },
    outputs,
    run: ({ n, a, b }) => say('User', { x: a.x + b.x + n }),
  });
  const first = await openBench(t);
  fresh();
  assert.deepEqual(await first.run(User({ n: 1 })), { x: 7 });
  assert.deepEqual(ran, ['Cheap', 'User']);
  const again = await openBench(t, { store: first.store });
  fresh();
  assert.deepEqual(await again.run(User({ n: 1 })), { x: 7 }, 'known: nothing upstream is touched');
  assert.deepEqual(ran, []);
  assert.deepEqual(await again.run(User({ n: 2 })), { x: 8 });
  assert.deepEqual(ran, ['Cheap', 'User']);
  const { id } = again.engine.bind(Cheap);
  assert.equal((await again.parts.index.known([id])).size, 0);
  assert.equal((await again.parts.index.derivations([id])).get(id)!.definition.name, 'test.Cheap');
  assert.deepEqual(await again.run(Cheap), { x: 3 }, 'asked for by itself it runs too');
});

test('an analysis that is not stored cuts off what is behind it as well', async (t) => {
  const Source = analysis({
    name: 'test.Source',
    version: '1',
    parameters: { n: number() },
    outputs,
    run: ({ n }) => ({ x: Math.sign(n) }),
  });
  const Cheap = analysis({
    name: 'test.Cheap',
    version: '1',
    stored: false,
    inputs: { source: Source as AnyAnalysis },
    outputs,
    run: ({ source }) => say('Cheap', { x: source.x as number }),
  });
  const User = analysis({
    name: 'test.User',
    version: '1',
    inputs: { cheap: Cheap },
    outputs,
    run: ({ cheap }) => say('User', { x: cheap.x }),
  });
  const bench = await openBench(t);
  fresh();
  await bench.run(User({ cheap: Cheap({ source: Source({ n: 5 }) }) }));
  await bench.run(User({ cheap: Cheap({ source: Source({ n: 6 }) }) }));
  assert.deepEqual(ran, ['Cheap', 'User', 'Cheap']);
});

test('asked for by force, a known result is made again and compared', async (t) => {
  const Same = analysis({ name: 'test.Same', version: '1', outputs, run: () => say('Same', { x: 1 }) });
  const bench = await openBench(t);
  await bench.run(Same);
  fresh();
  assert.deepEqual(await bench.run(Same, { force: true }), { x: 1 });
  assert.deepEqual(ran, ['Same']);
  assert.equal((await bench.activities(Same)).length, 2, 'both executions are on record');
  assert.deepEqual(await bench.origins(Same), ['Same: store']);
});

test('an analysis that gives other bytes the second time is reported, and the stored result stays', async (t) => {
  let n = 0;
  const Random = analysis({ name: 'test.Random', version: '1', outputs, run: () => ({ x: ++n }) });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Random), { x: 1 });
  await assert.rejects(bench.run(Random, { force: true }), {
    code: 'conflict',
    message: /test\.Random gave another content.*it is not deterministic; the stored result stays/,
  });
  assert.deepEqual(await bench.run(Random), { x: 1 });
});

test('force on what is not known is a plain run', async (t) => {
  const A = analysis({ name: 'test.A', version: '1', outputs, run: () => say('A', { x: 1 }) });
  const bench = await openBench(t);
  fresh();
  assert.deepEqual(await bench.run(A, { force: true }), { x: 1 });
  assert.deepEqual(ran, ['A']);
  assert.deepEqual(await bench.origins(A), ['A: store']);
});

test('a stored result is readable by its id without the code that made it', async (t) => {
  const Secret = analysis({
    name: 'secret.Secret',
    version: '7',
    parameters: { p: number({ default: 4 }) },
    outputs: { data: array('int16') },
    run: () => ({ data: new Int16Array([1, -2]) }),
  });
  const first = await openBench(t, { analyses: [Secret] });
  const { id } = await first.result(Secret);
  const stranger = await openBench(t, { store: first.store });
  const result = await stranger.engine.result(id);
  assert.equal(result.name, 'secret.Secret');
  assert.deepEqual(await result.outputs(), { data: new Int16Array([1, -2]) });
  assert.deepEqual((await stranger.parts.index.derivations([id])).get(id)!.parameters, { p: 4 });
  await assert.rejects(stranger.engine.result('f'.repeat(64)), { code: 'not_found' });
});

test('a stored result can be made again from its id alone, with assumptions, fan-outs and values in it', async (t) => {
  const Select = analysis({
    name: 'test.Select',
    version: '1',
    outputs: { scws: listOf(string()) },
    run: () => ({ scws: ['b', 'a'] }),
  });
  const Image = analysis({
    name: 'test.Image',
    version: '1',
    parameters: { scw: string(), p: number({ unit: 'keV', default: 20 }) },
    outputs: { text: string() },
    run: ({ scw, p }) => say('Image', { text: scw + p }),
  });
  const Mosaic = analysis({
    name: 'test.Mosaic',
    version: '1',
    inputs: {
      images: each(Select, 'scws', (scw) => Image({ scw })),
      tag: literal({ a: [1] }),
      gone: optional(Catalogue),
      named: { first: Image({ scw: 'z' }) },
    },
    outputs: { text: string() },
    run: ({ images, tag, named }) =>
      say('Mosaic', { text: images.map(({ text }) => text).join() + JSON.stringify(tag) + named.first.text }),
  });
  const analyses = [Select, Image, Mosaic, Catalogue];
  const first = await openBench(t, { analyses });
  const goal = Mosaic().assuming(configure(Image, { p: '0.03 MeV' }));
  const { id } = await first.result(goal);
  assert.deepEqual(await first.run(goal), { text: 'b30,a30{"a":[1]}z30' });
  const again = await openBench(t, { store: first.store, analyses });
  const derivation = await again.engine.rebuild(id);
  assert.equal(derivation.id, id);
  fresh();
  await again.run(derivation, { force: true });
  assert.deepEqual(ran, ['Mosaic'], 'only the goal itself');
  const elsewhere = await openBench(t, { analyses });
  await assert.rejects(elsewhere.engine.rebuild(id), { code: 'not_found' });
  fresh();
  assert.deepEqual(await elsewhere.run(derivation), { text: 'b30,a30{"a":[1]}z30' });
  assert.deepEqual(ran.toSorted(), ['Image', 'Image', 'Image', 'Mosaic']);
});

test('another version, other code or a missing analysis refuses to make a result again', async (t) => {
  const make = (version: string, run: () => { x: number }) => analysis({ name: 'test.A', version, outputs, run });
  const first = await openBench(t, { analyses: [make('1', () => ({ x: 1 }))] });
  const { id } = await first.result(named('test.A'));
  const edited = await openBench(t, { store: first.store, analyses: [make('1', () => ({ x: 1 + 0 }))] });
  await assert.rejects(edited.engine.rebuild(id), { code: 'conflict', message: /the code of test\.A changed/ });
  const newer = await openBench(t, { store: first.store, analyses: [make('2', () => ({ x: 1 }))] });
  await assert.rejects(newer.engine.rebuild(id), { code: 'conflict', message: /the version of test\.A changed/ });
  const empty = await openBench(t, { store: first.store });
  await assert.rejects(empty.engine.rebuild(id), { code: 'not_found' });
});

test('modules substitute in the order in which they are loaded, end to end', async (t) => {
  const Base = analysis({ name: 'test.Base', version: '1', outputs, run: () => ({ x: 1 }) });
  const Refined = analysis({
    name: 'later.Refined',
    version: '1',
    inputs: { original: Base },
    outputs,
    run: ({ original }) => ({ x: original.x * 10 }),
  });
  const User = analysis({
    name: 'test.User',
    version: '1',
    inputs: { base: named('test.Base') },
    outputs,
    run: ({ base }) => ({ x: (base.x as number) + 1 }),
  });
  const base = pipelineModule({ name: 'base', version: '1', analyses: [Base, User] });
  const later = pipelineModule({
    name: 'later',
    version: '1',
    analyses: [Refined],
    substitutions: [substitute(Base, Refined)],
  });
  const plain = await openBench(t, { modules: [base] });
  const stacked = await openBench(t, { store: plain.store, modules: [base, later] });
  assert.deepEqual([await plain.run(User), await stacked.run(User)], [{ x: 2 }, { x: 11 }]);
  assert.deepEqual(await plain.run(User), { x: 2 });
  assert.deepEqual(await stacked.run(named('User')), { x: 11 });
});

test('an input that is switched off is absent for run', async (t) => {
  const Base = analysis({ name: 'test.Base', version: '1', outputs, run: () => ({ x: 1 }) });
  const User = analysis({
    name: 'test.User',
    version: '1',
    inputs: { base: optional(Base) },
    outputs,
    run: ({ base }) => ({ x: base?.x ?? -1 }),
  });
  const bench = await openBench(t);
  assert.deepEqual([await bench.run(User), await bench.run(User().assuming(without(Base)))], [{ x: 1 }, { x: -1 }]);
});

test('a parameter always counts: another value never gives the result of the first', async (t) => {
  const P = analysis({
    name: 'test.P',
    version: '1',
    parameters: { p: number({ unit: 's', default: 1 }) },
    outputs,
    run: ({ p }) => say('P', { x: p }),
  });
  const bench = await openBench(t);
  fresh();
  assert.deepEqual(
    [await bench.run(P), await bench.run(P({ p: 2 })), await bench.run(P({ p: '1000 ms' }))],
    [{ x: 1 }, { x: 2 }, { x: 1 }],
  );
  assert.deepEqual(ran, ['P', 'P'], 'and another unit of the same value is the same');
});

test('the plan says what is known, what would run, and how long that took', async (t) => {
  const A = analysis({ name: 'test.A', version: '1', outputs, run: () => ({ x: 1 }) });
  const B = analysis({
    name: 'test.B',
    version: '1',
    parameters: { p: number({ default: 0 }) },
    inputs: { a: A },
    outputs,
    run: () => ({ x: 2 }),
  });
  const bench = await openBench(t, { clock: quickClock([]) });
  fresh();
  const before = await bench.engine.plan(B);
  assert.deepEqual(
    [before.known, before.reused, before.missing.map(({ name }) => name), before.unestimated],
    [false, 0, ['test.A', 'test.B'], ['test.A', 'test.B']],
  );
  await bench.run(B);
  const after = await bench.engine.plan(B);
  assert.deepEqual([after.known, after.missing], [true, []]);
  const next = await bench.engine.plan(B({ p: 1 }));
  assert.deepEqual(
    [next.reused, next.missing.map(({ name, parameters }) => [name, parameters])],
    [1, [['test.B', { p: 1 }]]],
  );
  assert.ok(next.missing[0]!.estimateS! >= 0 && next.unestimated.length === 0);
});
