// Growing graphs: fan-outs over lists that other results contain, nested, empty, failing, and large.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accepting,
  analysis,
  array,
  configure,
  each,
  file,
  following,
  json,
  listOf,
  noData,
  number,
  string,
  type AnyAnalysis,
} from '@stemma/core';
import { openBench } from './setting.ts';

let ran: string[] = [];
const say = <T>(name: string, value: T): T => (ran.push(name), value);
const fresh = () => (ran = []);
const outputs = { x: number() };

const Select = analysis({
  name: 'test.Select',
  version: '1',
  parameters: { n: number({ default: 3 }), first: number({ default: 0 }) },
  outputs: { scws: listOf(string()) },
  run: ({ n, first }) => say('Select', { scws: Array.from({ length: n }, (_, i) => `scw${first + i}`) }),
});
const Image = analysis({
  name: 'test.Image',
  version: '1',
  parameters: { scw: string(), minKeV: number({ default: 20 }) },
  outputs: { text: string() },
  resources: { light: true },
  run: ({ scw, minKeV }) => say(`Image ${scw}`, { text: `${scw}@${minKeV}` }),
});
const Mosaic = analysis({
  name: 'test.Mosaic',
  version: '1',
  inputs: { images: each(Select, 'scws', (scw) => Image({ scw })) },
  outputs: { texts: listOf(string()) },
  run: ({ images }) => say('Mosaic', { texts: images.map(({ text }) => text) }),
});

test('a graph grows by the list that a result contains, in its order', async (t) => {
  const bench = await openBench(t);
  fresh();
  assert.deepEqual(await bench.run(Mosaic), { texts: ['scw0@20', 'scw1@20', 'scw2@20'] });
  assert.deepEqual(ran.toSorted(), ['Image scw0', 'Image scw1', 'Image scw2', 'Mosaic', 'Select']);
  fresh();
  const again = await openBench(t, { store: bench.store });
  assert.deepEqual(await again.origins(Mosaic), ['Mosaic: store'], 'the whole is known before the list is');
  assert.deepEqual(ran, []);
});

test('a longer list runs only the new members', async (t) => {
  const bench = await openBench(t);
  await bench.run(Mosaic);
  fresh();
  const longer = Mosaic().assuming(configure(Select, { n: 5 }));
  assert.equal((await bench.run(longer)).texts.length, 5);
  assert.deepEqual(ran.toSorted(), ['Image scw3', 'Image scw4', 'Mosaic', 'Select']);
});

test('another selection with an equal list runs nothing behind it', async (t) => {
  const bench = await openBench(t);
  const Same = analysis({
    name: 'test.Same',
    version: '1',
    outputs: { scws: listOf(string()) },
    run: () => say('Same', { scws: ['scw0', 'scw1', 'scw2'] }),
  });
  const of = (select: AnyAnalysis) => Mosaic({ images: each(select, 'scws', (scw) => Image({ scw: scw as never })) });
  await bench.run(of(Select));
  fresh();
  assert.deepEqual(await bench.run(of(Same)), { texts: ['scw0@20', 'scw1@20', 'scw2@20'] });
  assert.deepEqual(ran, ['Same']);
});

test('members are the same derivations as those asked for directly, and share their results', async (t) => {
  const bench = await openBench(t);
  await bench.run(Image({ scw: 'scw1' }));
  fresh();
  await bench.run(Mosaic);
  assert.ok(!ran.includes('Image scw1'));
  assert.deepEqual(await bench.origins(Image({ scw: 'scw2' })), ['Image: store']);
});

test('assumptions hold inside of templates', async (t) => {
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Mosaic().assuming(configure(Image, { minKeV: 60 }))), {
    texts: ['scw0@60', 'scw1@60', 'scw2@60'],
  });
});

test('an empty list gives an empty list', async (t) => {
  const bench = await openBench(t);
  fresh();
  assert.deepEqual(await bench.run(Mosaic().assuming(configure(Select, { n: 0 }))), { texts: [] });
  assert.deepEqual(ran, ['Select', 'Mosaic']);
});

test('an element that comes twice is one derivation and stands twice in the list', async (t) => {
  const Twice = analysis({
    name: 'test.Twice',
    version: '1',
    outputs: { scws: listOf(string()) },
    run: () => ({ scws: ['a', 'b', 'a'] }),
  });
  const bench = await openBench(t);
  fresh();
  const goal = Mosaic({ images: each(Twice, 'scws', (scw) => Image({ scw })) });
  assert.deepEqual(await bench.run(goal), { texts: ['a@20', 'b@20', 'a@20'] });
  assert.deepEqual(ran.toSorted(), ['Image a', 'Image b', 'Mosaic']);
});

test('a fan-out over an expected failure inherits the failure', async (t) => {
  const Nothing = analysis({
    name: 'test.Nothing',
    version: '1',
    outputs: { scws: listOf(string()) },
    run: () => {
      throw noData('no pointing in this field');
    },
  });
  const bench = await openBench(t);
  fresh();
  const result = await bench.result(Mosaic({ images: each(Nothing, 'scws', (scw) => Image({ scw })) }));
  assert.equal(result.failure!.message, 'no pointing in this field');
  assert.deepEqual(ran, []);
});

test('a member that fails as expected is inherited, or accepted where the consumer says so', async (t) => {
  const Picky = analysis({
    name: 'test.Picky',
    version: '1',
    parameters: { scw: string() },
    outputs,
    run: ({ scw }) => {
      if (scw === 'scw1') throw noData(`nothing in ${scw}`);
      return { x: 1 };
    },
  });
  const Strict = analysis({
    name: 'test.Strict',
    version: '1',
    inputs: { all: each(Select, 'scws', (scw) => Picky({ scw })) },
    outputs,
    run: ({ all }) => ({ x: all.length }),
  });
  const Lenient = analysis({
    name: 'test.Lenient',
    version: '1',
    inputs: { all: each(Select, 'scws', (scw) => accepting(Picky({ scw }))) },
    outputs,
    run: ({ all }) => ({ x: all.filter(({ ok }) => ok).length }),
  });
  const bench = await openBench(t);
  assert.equal((await bench.result(Strict)).failure!.message, 'nothing in scw1');
  assert.deepEqual(await bench.run(Lenient), { x: 2 });
});

test('a member that fails unexpectedly fails the whole, and the other members are kept', async (t) => {
  let broken = true;
  const Fragile = analysis({
    name: 'test.Fragile',
    version: '1',
    parameters: { scw: string() },
    outputs,
    run: ({ scw }) => {
      if (broken && scw === 'scw1') throw new Error('bad window');
      return say(`Fragile ${scw}`, { x: 1 });
    },
  });
  const Sum = analysis({
    name: 'test.Sum',
    version: '1',
    inputs: { all: each(Select, 'scws', (scw) => Fragile({ scw })) },
    outputs,
    run: ({ all }) => ({ x: all.length }),
  });
  const bench = await openBench(t);
  await assert.rejects(bench.run(Sum), { code: 'analysis_failed', message: /test\.Fragile failed: bad window/ });
  broken = false;
  fresh();
  assert.deepEqual(await bench.run(Sum), { x: 3 });
  assert.deepEqual(ran, ['Fragile scw1']);
});

test('nested fan-outs keep their structure, and inner templates see outer elements', async (t) => {
  const Energies = analysis({
    name: 'test.Energies',
    version: '1',
    parameters: { scw: string() },
    outputs: { bands: array('float64') },
    run: ({ scw }) => ({ bands: scw === 'scw0' ? new Float64Array([20, 40]) : new Float64Array([30]) }),
  });
  const Nested = analysis({
    name: 'test.Nested',
    version: '1',
    inputs: {
      images: each(Select, 'scws', (scw) => each(Energies({ scw }), 'bands', (minKeV) => Image({ scw, minKeV }))),
    },
    outputs: { all: json() },
    run: ({ images }) => ({ all: images.map((row) => row.map(({ text }) => text)) }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Nested().assuming(configure(Select, { n: 2 }))), {
    all: [['scw0@20', 'scw0@40'], ['scw1@30']],
  });
  assert.deepEqual(await bench.run(Nested().assuming(configure(Select, { n: 0 }))), { all: [] });
});

test('fan-outs stand inside of maps and lists, two of them side by side', async (t) => {
  const Both = analysis({
    name: 'test.Both',
    version: '1',
    inputs: {
      sets: {
        low: each(Select({ n: 1 }), 'scws', (scw) => Image({ scw })),
        high: [each(Select({ n: 2 }), 'scws', (scw) => Image({ scw, minKeV: 60 })), Image({ scw: 'x' })],
      },
    },
    outputs: { low: number(), high: number(), single: string() },
    run: ({ sets }) => ({ low: sets.low.length, high: sets.high[0]!.length, single: sets.high[1]!.text }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Both), { low: 1, high: 2, single: 'x@20' });
});

test('a fan-out over the members of a fan-out, through a consumer between them', async (t) => {
  const Second = analysis({
    name: 'test.Second',
    version: '1',
    inputs: { texts: each(Mosaic, 'texts', (scw) => Image({ scw, minKeV: 1 })) },
    outputs: { texts: listOf(string()) },
    run: ({ texts }) => ({ texts: texts.map(({ text }) => text) }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Second), { texts: ['scw0@20@1', 'scw1@20@1', 'scw2@20@1'] });
});

test('one follow-up from one value', async (t) => {
  const Best = analysis({
    name: 'test.Best',
    version: '1',
    outputs: { best: json<{ id: string; e: number }>() },
    run: () => ({ best: { id: 'b', e: 7 } }),
  });
  const Follow = analysis({
    name: 'test.Follow',
    version: '1',
    inputs: { image: following(Best, 'best', (best) => Image({ scw: best.id, minKeV: best.e })) },
    outputs: { text: string() },
    run: ({ image }) => ({ text: image.text }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Follow), { text: 'b@7' });
});

test('what cannot be fanned out over is the failure of the consumer, in one sentence', async (t) => {
  const Odd = analysis({
    name: 'test.Odd',
    version: '1',
    outputs: { text: string(), scws: json(), one: file() },
    run: (_, activity) => ({ text: 'abc', scws: [5], one: activity.file('a', '') }),
  });
  const bench = await openBench(t);
  const of = (output: string) => Mosaic({ images: each(Odd, output as never, (scw) => Image({ scw })) as never });
  await assert.rejects(bench.run(of('text')), { code: 'invalid_request', message: /test\.Odd\.text is no list/ });
  await assert.rejects(bench.run(of('scws')), {
    code: 'invalid_request',
    message: /test\.Image\.scw must be text, got 5/,
  });
  await assert.rejects(bench.run(of('missing')), {
    code: 'invalid_request',
    message: /test\.Odd has no output "missing"/,
  });
  await assert.rejects(bench.run(of('one')), {
    code: 'invalid_request',
    message: /fan-out over files is not possible/,
  });
});

test('three thousand members run once each, and are known together afterwards', async (t) => {
  const bench = await openBench(t);
  const goal = Mosaic().assuming(configure(Select, { n: 3000 }));
  fresh();
  assert.equal((await bench.run(goal)).texts.length, 3000);
  assert.equal(ran.length, 3002);
  const again = await openBench(t, { store: bench.store });
  fresh();
  assert.equal((await again.run(goal)).texts.at(-1), 'scw2999@20');
  assert.deepEqual(ran, []);
  const { id } = again.engine.bind(goal);
  const roles = Map.groupBy((await again.parts.index.used([id])).get(id)!, ({ role }) => role);
  assert.equal(roles.get('images')!.length, 3000, 'the family tree names every member');
  assert.equal(roles.get('images over')!.length, 1, 'and the list that they come from');
});

test('the plan of a growing graph says that more will follow', async (t) => {
  const bench = await openBench(t);
  const plan = await bench.engine.plan(Mosaic);
  assert.deepEqual(
    plan.missing.map(({ name, growing }) => [name, growing]),
    [
      ['test.Select', false],
      ['test.Mosaic', true],
    ],
  );
});

test('a graph that grew in one process is finished by another', async (t) => {
  let broken = true;
  const Late = analysis({
    name: 'test.Late',
    version: '1',
    inputs: { images: each(Select, 'scws', (scw) => Image({ scw })) },
    outputs,
    run: ({ images }) => {
      if (broken) throw new Error('not yet');
      return { x: images.length };
    },
  });
  const first = await openBench(t);
  await assert.rejects(first.run(Late));
  broken = false;
  fresh();
  const second = await openBench(t, { store: first.store });
  assert.deepEqual(await second.run(Late), { x: 3 });
  assert.deepEqual(ran, []);
});

test('members may use what was finished long before they were known', async (t) => {
  const Shared = analysis({
    name: 'test.Shared',
    version: '1',
    outputs: { scws: listOf(string()), data: array('float64') },
    run: () => say('Shared', { scws: ['a', 'b'], data: new Float64Array(5000).fill(3) }),
  });
  const Pick = analysis({
    name: 'test.Pick',
    version: '1',
    inputs: { shared: Shared },
    outputs: { scws: listOf(string()) },
    run: ({ shared }) => say('Pick', { scws: shared.scws }),
  });
  const Use = analysis({
    name: 'test.Use',
    version: '1',
    parameters: { scw: string() },
    inputs: { shared: Shared, pick: Pick },
    outputs,
    run: ({ scw, shared, pick }) => say(`Use ${scw}`, { x: shared.data[9]! + pick.scws.length }),
  });
  const All = analysis({
    name: 'test.All',
    version: '1',
    inputs: { first: each(Pick, 'scws', (scw) => Use({ scw })), second: each(Shared, 'scws', (scw) => Use({ scw })) },
    outputs,
    run: ({ first, second }) => ({ x: [...first, ...second].reduce((sum, { x }) => sum + x, 0) }),
  });
  for (const store of ['files', 'memory']) {
    const bench = await openBench(t, store === 'memory' ? { store } : {});
    fresh();
    assert.deepEqual(await bench.run(All), { x: 20 });
    assert.deepEqual(ran.toSorted(), ['Pick', 'Shared', 'Use a', 'Use b']);
  }
});

test('fan-outs over what is never stored work, also when their consumer runs long afterwards', async (t) => {
  const Cheap = analysis({
    name: 'test.Cheap',
    version: '1',
    stored: false,
    outputs: { scws: listOf(string()) },
    run: () => say('Cheap', { scws: ['a', 'b'] }),
  });
  const Member = analysis({
    name: 'test.Member',
    version: '1',
    stored: false,
    parameters: { scw: string() },
    inputs: { cheap: Cheap },
    outputs: { text: string() },
    run: ({ scw, cheap }) => say(`Member ${scw}`, { text: scw + cheap.scws.length }),
  });
  const All = analysis({
    name: 'test.All',
    version: '1',
    inputs: { all: each(Cheap, 'scws', (scw) => Member({ scw })) },
    outputs: { texts: listOf(string()) },
    run: ({ all }) => ({ texts: all.map(({ text }) => text) }),
  });
  const bench = await openBench(t);
  fresh();
  assert.deepEqual(await bench.run(All), { texts: ['a2', 'b2'] });
  assert.deepEqual(ran.toSorted(), ['Cheap', 'Member a', 'Member b']);
});
