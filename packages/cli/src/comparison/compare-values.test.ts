// Values of outputs: each kind of value gets its own comparison, and the words a person reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FileValue } from '@stemma/core';
import { imageHdu, tableHdu, writeFits } from '@stemma/data/fits';
import { comparisonWords } from './comparison-words.ts';
import { compareValues } from './compare-values.ts';
import { curveOf, tableOf } from './table-values.ts';

const words = async (before: unknown, after: unknown, schema = {}, keys: string[] = []) =>
  comparisonWords(await compareValues(before, after, schema, keys));
const fits = (name: string, pixels: readonly number[], extra: Parameters<typeof writeFits>[0] = []) =>
  new FileValue(name, 'application/fits', { bytes: writeFits([imageHdu({ header: [{ keyword: 'OBJECT', value: name }], data: Float64Array.from(pixels) }), ...extra]) }); // prettier-ignore

test('numbers are told with their unit, and with their error where they are measured', async () => {
  assert.deepEqual(await words(10, 15, { 'x-unit': 'keV' }), ['10 → 15 keV (Δ +5 keV, +50 %)']);
  assert.deepEqual(await words({ value: 10, error: 3 }, { value: 5, error: 4 }), ['10 → 5 (Δ -5, -50 %, -1 σ)']);
  assert.deepEqual(await words(NaN, NaN), ['no difference']);
  assert.deepEqual(await words(NaN, 1), ['NaN → 1']);
});

test('arrays and images are told by the sizes of their differences', async () => {
  assert.deepEqual(await words(Float64Array.of(1, 2), Float64Array.of(1, NaN)), ['1 changed; 1 became undefined']);
  assert.deepEqual(await words(Float64Array.of(1), Float64Array.of(1, 2)), ['1 → 2 values']);
  const image = (value: number) => ({ shape: [1, 3], data: Float32Array.of(0, 0, value) });
  assert.deepEqual(await words(image(1), image(3)), ['1 changed; max |Δ| 2, rms 1.155; largest at [0, 2]']);
  const flat = { shape: [2], data: Float32Array.of(0, 1) };
  assert.deepEqual(await words(image(1), flat), ['shape 1×3 → 2: not compared']);
});

test('tables are told by rows, then by columns with their units', async () => {
  const schema = { 'x-columns': { name: { dtype: 'string' }, flux: { dtype: 'float64', unit: 'mCrab' } } };
  const before = { name: ['a', 'b'], flux: Float64Array.of(1, 2) };
  const after = { name: ['b', 'a', 'c'], flux: Float64Array.of(2, 4, 5) };
  assert.deepEqual(await words(before, after, schema, ['name']), [
    '1 of 2 rows changed, matched by name; 2 → 3 rows: 1 added, 0 removed; rows in another order',
    'flux: 1 changed; max |Δ| 3 mCrab, rms 2.121 mCrab',
  ]);
});

test('spectra of other bins are compared on a common grid, counts as densities', async () => {
  const spectrum = (width: number) => {
    const lowKeV = Float64Array.from({ length: 12 / width }, (_, i) => i * width);
    return { lowKeV, highKeV: lowKeV.map((low) => low + width), counts: lowKeV.map(() => 10 * width), error: lowKeV.map(() => width) }; // prettier-ignore
  };
  const report = await compareValues(spectrum(2), spectrum(3), {});
  assert.ok(report.kind === 'table' && report.curve);
  assert.equal(report.curve.sameGrid, false);
  assert.ok(report.curve.difference.every((delta) => Math.abs(delta) < 1e-12));
  assert.match(comparisonWords(report)[1]!, /^as curves on a common grid of 4 bins; χ² 0/);
});

test('a table with gaps between its bins is no curve, nor one without contents', () => {
  const columns = { low: Float64Array.of(0, 2), high: Float64Array.of(1, 3), rate: Float64Array.of(1, 1) };
  assert.equal(curveOf(tableOf(columns, {})!), undefined);
  const touching = { ...columns, high: Float64Array.of(2, 3) };
  assert.deepEqual(Array.from(curveOf(tableOf(touching, {})!)!.edges), [0, 2, 3]);
  assert.equal(curveOf(tableOf({ low: touching.low, high: touching.high }, {})!), undefined);
});

test('what has columns of unlike lengths is no table', () => {
  assert.equal(tableOf({ a: [1], b: [1, 2] }, {}), undefined);
  assert.equal(tableOf({ a: [1], b: 2 }, {}), undefined);
  assert.equal(tableOf({}, {}), undefined);
  assert.equal(tableOf({ a: [1], b: [1, 2] }, { 'x-columns': { b: { width: 2 } } })!.rowCount, 1);
});

test('FITS files are told HDU by HDU', async () => {
  const table = tableHdu({ name: 'RATE', columns: [{ name: 'X', values: Int32Array.of(1) }] });
  assert.deepEqual(await words(fits('a', [1, 2, 3]), fits('b', [1, 4, 3], [table])), [
    'HDU 0: OBJECT "a" → "b"',
    'HDU 0: EXTEND added',
    'HDU 0: 1 changed; max |Δ| 2, rms 1.155; largest at [1]',
    'HDU 1 RATE: added',
  ]);
});

test('anything else is told place by place, the first few of many', async () => {
  assert.deepEqual(await words({ a: 1, b: 'x' }, { a: 1, b: 'y', c: null }), ['b: "x" → "y"', 'c: added']);
  const many = Array.from({ length: 50 }, (_, i) => String(i));
  const lines = await words({ many, x: true }, { many: many.map((text) => `${text}!`), x: true });
  assert.deepEqual([lines.length, lines[8]], [9, 'and 42 more']);
});

test('equal values never differ, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      assert.deepEqual(await words(value, structuredClone(value)), ['no difference']);
    }),
  );
});
