// Values through the store: the same types and bits in another process, and nobody can change what another one reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysis, array, dtypes, image, json, number, table, typedArrayOf, type Dtype } from '@stemma/core';
import { openBench, otherProcess } from './setting.ts';
import { everything, Everything } from './modules/everything.ts';

test('arrays of every dtype, small ones and large ones, come back with dtype, length and bits', async (t) => {
  const make = (bytes: number) =>
    analysis({
      name: `test.Arrays${bytes}`,
      version: '1',
      outputs: Object.fromEntries(dtypes.map((dtype) => [dtype, array(dtype)])),
      run: () => Object.fromEntries(dtypes.map((dtype) => [dtype, pattern(dtype, bytes)])) as never,
    });
  for (const bytes of [0, 8, 64, 100_000]) {
    const Arrays = make(bytes);
    const first = await openBench(t);
    await first.run(Arrays);
    const again = await openBench(t, { store: first.store });
    const stored = (await again.run(Arrays)) as unknown as Record<Dtype, ArrayBufferView>;
    for (const dtype of dtypes) {
      assert.equal(stored[dtype].constructor, pattern(dtype, bytes).constructor);
      assert.deepEqual(bits(stored[dtype]), bits(pattern(dtype, bytes)), `${dtype} of ${bytes} bytes`);
    }
  }
});

test('a result of one process is read by another: arrays, tables, images, nested values, files', async (t) => {
  const bench = await openBench(t, { modules: [everything] });
  const here = await bench.result(Everything);
  const there = await otherProcess<{ id: string; contentDigest: string; seen: unknown; origins: string[] }>(
    'processes/read-everything.ts',
    bench.store,
  );
  assert.deepEqual(there.origins, ['store']);
  assert.equal(there.id, here.id);
  assert.equal(there.contentDigest, here.contentDigest);
  const { describeValue } = await import('./modules/everything.ts');
  assert.deepEqual(there.seen, JSON.parse(JSON.stringify(describeValue(await here.outputs()))));
});

test('images keep shape, pixels and coordinates; tables keep columns, order and dtypes', async (t) => {
  const Both = analysis({
    name: 'test.Both',
    version: '1',
    outputs: {
      cube: image('int16'),
      events: table({ timeS: 'float64', channel: 'uint16', name: 'string', good: 'boolean' }),
    },
    run: () => ({
      cube: {
        shape: [2, 3, 4],
        data: Int16Array.from({ length: 24 }, (_, i) => i - 12),
        wcs: { CTYPE1: 'RA---TAN', CRVAL1: 83.63 },
      },
      events: {
        timeS: new Float64Array([1, NaN]),
        channel: new Uint16Array([65_535, 0]),
        name: ['Crab', 'Ü'],
        good: [true, false],
      },
    }),
  });
  const first = await openBench(t);
  await first.run(Both);
  const again = await openBench(t, { store: first.store });
  const { cube, events } = await again.run(Both);
  assert.deepEqual(cube, {
    shape: [2, 3, 4],
    data: Int16Array.from({ length: 24 }, (_, i) => i - 12),
    wcs: { CTYPE1: 'RA---TAN', CRVAL1: 83.63 },
  });
  assert.deepEqual(Object.keys(events), ['timeS', 'channel', 'name', 'good']);
  assert.deepEqual(events, {
    timeS: new Float64Array([1, NaN]),
    channel: new Uint16Array([65_535, 0]),
    name: ['Crab', 'Ü'],
    good: [true, false],
  });
});

test('a value that equals a default, or is empty, false or zero, is stored like any other', async (t) => {
  const Zero = analysis({
    name: 'test.Zero',
    version: '1',
    outputs: { a: number({ default: 0 }), b: json(), c: json(), d: json() },
    run: () => ({ a: 0, b: false, c: '', d: undefined }),
  });
  const first = await openBench(t);
  await first.run(Zero);
  const again = await openBench(t, { store: first.store });
  assert.deepEqual(await again.run(Zero), { a: 0, b: false, c: '', d: undefined });
});

test('a consumer that writes into its input cannot harm the next one, nor the store', async (t) => {
  const Source = analysis({
    name: 'test.Source',
    version: '1',
    outputs: { data: array('float64'), list: json<readonly number[]>(), map: json<Map<string, number>>() },
    run: () => ({ data: new Float64Array([1, 2, 3]), list: [1, 2, 3], map: new Map([['a', 1]]) }),
  });
  const Vandal = analysis({
    name: 'test.Vandal',
    version: '1',
    inputs: { source: Source },
    outputs: { refused: number() },
    run: ({ source }) => {
      source.data.fill(-1);
      source.map.set('a', -1);
      let refused = 0;
      for (const attempt of [
        () => (source.list as number[]).push(4),
        () => Object.assign(source, { data: 0 }),
        () => Object.assign(source.list, { 0: 9 }),
        () => delete (source as { data?: unknown }).data,
      ]) {
        try {
          attempt();
        } catch {
          refused++;
        }
      }
      return { refused };
    },
  });
  const Reader = analysis({
    name: 'test.Reader',
    version: '1',
    inputs: { vandal: Vandal, source: Source },
    outputs: { sum: number(), length: number(), a: number() },
    run: ({ source }) => ({
      sum: source.data.reduce((a, b) => a + b, 0),
      length: source.list.length,
      a: source.map.get('a')!,
    }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Reader), { sum: 6, length: 3, a: 1 });
  assert.deepEqual(await bench.run(Vandal), { refused: 4 });
  const again = await openBench(t, { store: bench.store });
  assert.deepEqual((await again.run(Source)).data, new Float64Array([1, 2, 3]));
});

test('what an analysis does to its parameters harms no other call', async (t) => {
  const Vandal = analysis({
    name: 'test.Vandal',
    version: '1',
    parameters: { list: json<number[]>({ default: [1, 2] }), tag: number({ default: 0 }) },
    outputs: { length: number() },
    run: ({ list }) => ({ length: list.push(3) }),
  });
  const bench = await openBench(t);
  assert.deepEqual(await bench.run(Vandal), { length: 3 });
  assert.deepEqual(await bench.run(Vandal({ tag: 1 })), { length: 3 });
});

test('the arrays that the asker gets are their own', async (t) => {
  const Source = analysis({
    name: 'test.Source',
    version: '1',
    outputs: { data: array('float64') },
    run: () => ({ data: new Float64Array([1]) }),
  });
  const bench = await openBench(t);
  const result = await bench.result(Source);
  (await result.outputs()).data[0] = 99;
  assert.deepEqual((await result.outputs()).data, new Float64Array([1]));
  assert.deepEqual((await bench.run(Source)).data, new Float64Array([1]));
});

test('what an analysis changes after it has returned is not stored', async (t) => {
  const kept: Float64Array[] = [];
  const Late = analysis({
    name: 'test.Late',
    version: '1',
    outputs: { data: array('float64') },
    run: () => {
      const data = new Float64Array([1, 2]);
      kept.push(data);
      return { data };
    },
  });
  const bench = await openBench(t);
  const result = await bench.result(Late);
  kept[0]!.fill(0);
  assert.deepEqual((await result.outputs()).data, new Float64Array([1, 2]));
});

test('a value that cannot be stored is the failure of its analysis, with the place', async (t) => {
  const cases: [unknown, RegExp][] = [
    [{ fit: { f: () => 1 } }, /output test\.Odd\.x\.fit\.f is a function/],
    [new WeakMap(), /output test\.Odd\.x is an instance of WeakMap/],
  ];
  for (const [value, message] of cases) {
    const Odd = analysis({ name: 'test.Odd', version: '1', outputs: { x: json() }, run: () => ({ x: value }) });
    const bench = await openBench(t);
    await assert.rejects(bench.run(Odd), { code: 'analysis_failed', message });
  }
});

test('damaged bytes in the store are never taken for a value', async (t) => {
  const Big = analysis({
    name: 'test.Big',
    version: '1',
    outputs: { data: array('float64') },
    run: () => ({ data: new Float64Array(5000).fill(1) }),
  });
  const first = await openBench(t);
  const { id, entries } = await first.result(Big);
  await damageBlob(first.store, entries.data!.digest);
  const again = await openBench(t, { store: first.store });
  await assert.rejects((await again.engine.result(id)).outputs(), { code: 'corrupt' });
  await assert.rejects(again.run(Big, { onlyKnown: true }), { code: 'corrupt' });
});

test('outputs and named inputs come in one order, fresh or from the store, however they were declared', async (t) => {
  const Pair = analysis({
    name: 'test.Pair',
    version: '1',
    outputs: { b: number(), a: number(), C: number() },
    run: () => ({ b: 1, a: 2, C: 3 }),
  });
  const Keys = analysis({
    name: 'test.Keys',
    version: '1',
    inputs: { pair: Pair, map: { z: Pair, y: Pair } },
    outputs: { keys: json<readonly string[]>() },
    run: ({ pair, map }) => ({ keys: [...Object.keys(pair), ...Object.keys(map)] }),
  });
  const first = await openBench(t);
  const fresh = await first.result(Pair);
  const again = await openBench(t, { store: first.store });
  assert.deepEqual(Object.keys(fresh.entries), Object.keys((await again.result(Pair)).entries));
  assert.deepEqual(await again.run(Keys), { keys: ['C', 'a', 'b', 'y', 'z'] });
});

async function damageBlob(store: string, digest: string): Promise<void> {
  const { chmodSync, readFileSync, writeFileSync } = await import('node:fs');
  const path = `${store}/blobs/${digest.slice(0, 2)}/${digest.slice(2)}`;
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}

function pattern(dtype: Dtype, bytes: number): ArrayBufferView {
  return typedArrayOf(
    dtype,
    Uint8Array.from({ length: bytes }, (_, i) => (i * 37 + 251) % 256),
  );
}

function bits(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
