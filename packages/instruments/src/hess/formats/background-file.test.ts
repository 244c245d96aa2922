// Tests of the background model: averages over azimuth, interpolation, the real model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipIfNeeded, tableHdu, writeFits } from '@stemma/data/fits';
import { bytesOf, withoutFiles } from '../../../../../test/instruments/hess-files.ts';
import { firstCrabRun } from '../sources.ts';
import { rateAt, readRadialBackground } from './background-file.ts';

// A model of n by n cells of 1 deg and two energies of 1 and 2 TeV width, from a function of the distance.
function model(n: number, rate: (distanceDeg: number) => number): Uint8Array {
  const low = Float32Array.from({ length: n }, (_, i) => i - n / 2);
  const high = low.map((value) => value + 1);
  const plane = Array.from({ length: n * n }, (_, i) =>
    rate(Math.hypot(low[i % n]! + 0.5, low[Math.floor(i / n)]! + 0.5)),
  );
  const edges = {
    DETX_LO: low,
    DETX_HI: high,
    DETY_LO: low,
    DETY_HI: high,
    ENERG_LO: Float32Array.of(1, 2),
    ENERG_HI: Float32Array.of(2, 4),
  };
  const columns = Object.entries({ ...edges, BKG: Float32Array.from([...plane, ...plane.map((value) => value / 2)]) });
  return writeFits([
    tableHdu({ name: 'BKG', columns: columns.map(([name, values]) => ({ name, values, shape: [1, values.length] })) }),
  ]);
}

test('a flat model stays flat: rates are summed over energies with their widths in MeV', () => {
  const background = readRadialBackground(model(10, () => 3));
  assert.deepEqual([...background.offsetDeg], [0.5, 1.5, 2.5, 3.5, 4.5]);
  for (const distance of [0, 0.3, 2, 4.5]) assert.equal(rateAt(background, distance), 3 * 1e6 + 1.5 * 2e6);
  assert.equal(rateAt(background, 4.6), 0);
});

test('between rings rates are interpolated', () => {
  const background = { offsetDeg: Float64Array.of(0.5, 1.5, 2.5), ratePerSPerSr: Float64Array.of(10, 6, 1) };
  assert.deepEqual(
    [0.5, 1, 1.5, 2.25, 2.5].map((distance) => rateAt(background, distance)),
    [10, 8, 6, 2.25, 1],
  );
});

test('the real model falls from the centre on and reaches 2.5 deg', { skip: withoutFiles(firstCrabRun) }, async () => {
  const background = readRadialBackground(await gunzipIfNeeded(bytesOf(firstCrabRun)));
  const rates = [0, 1, 1.5, 2, 2.4].map((distance) => rateAt(background, distance));
  for (let i = 1; i < rates.length; i++) assert.ok(rates[i]! < rates[i - 1]!, rates.join(' '));
  assert.ok(rates[4]! < 0.35 * rates[0]! && rates[4]! > 0);
});
