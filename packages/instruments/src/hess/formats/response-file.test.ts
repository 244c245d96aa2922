// Tests of reading responses: the real file against numbers of astropy, the limits of its offsets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { bytesOf, withoutFiles } from '../../../../../test/instruments/hess-files.ts';
import { firstCrabRun } from '../sources.ts';
import { readPointResponse } from './response-file.ts';

const skip = withoutFiles(firstCrabRun);
const bytes = skip ? new Uint8Array() : await gunzipIfNeeded(bytesOf(firstCrabRun));
const at = (offsetDeg: number, radiusDeg = 0.11) => readPointResponse(bytes, offsetDeg, radiusDeg);

test('a region that holds the whole point-spread function has the area of the file', { skip }, () => {
  const { trueLowTeV, areaM2 } = at(0.5, 0.7);
  assert.equal(trueLowTeV.length, 96);
  // EFFAREA of the second offset (0.5 deg) at every twelfth energy from 1 TeV on, read with astropy.
  [240_681.69, 493_740.53, 646_428.6, 691_748.44].forEach((area, i) =>
    assert.ok(Math.abs(areaM2[48 + 12 * i]! / area - 1) < 1e-5),
  );
});

test('0.11 deg hold 63 to 82 per cent of the photons, more at high energies, less than 0.2 deg do', { skip }, () => {
  const [part, wider, whole] = [at(0.5).areaM2, at(0.5, 0.2).areaM2, at(0.5, 0.7).areaM2];
  for (const energy of [48, 60, 72, 84]) {
    const inside = part[energy]! / whole[energy]!;
    assert.ok(inside > 0.6 && inside < 0.85, `${inside}`);
    assert.ok(wider[energy]! / whole[energy]! > inside + 0.1);
  }
  assert.ok(part[84]! / whole[84]! > part[48]! / whole[48]! + 0.03);
});

test('between the offsets of the file responses are interpolated', { skip }, () => {
  const [near, between, far] = [at(0.5, 0.7), at(0.75, 0.7), at(1, 0.7)];
  const middle = (near.areaM2[60]! + far.areaM2[60]!) / 2;
  assert.ok(Math.abs(between.areaM2[60]! / middle - 1) < 1e-3);
});

test('energy dispersion is normalised and peaks near one', { skip }, () => {
  const { migraEdges, migraDensity } = at(0.5);
  const ratios = migraEdges.length - 1;
  const row = migraDensity.subarray(60 * ratios, 61 * ratios);
  const sum = row.reduce((total, density, m) => total + density * (migraEdges[m + 1]! - migraEdges[m]!), 0);
  assert.ok(Math.abs(sum - 1) < 1e-3, `${sum}`);
  const peak = migraEdges[row.indexOf(Math.max(...row))]!;
  assert.ok(Math.abs(peak - 1) < 0.15, `${peak}`);
});

test('the safe energy range is that of the run', { skip }, () => {
  assert.deepEqual([at(0.5).safeLowTeV.toFixed(3), at(0.5).safeHighTeV], ['0.871', 100]);
});

test('outside the offsets of the file there is no response', { skip }, () => {
  assert.throws(() => at(2.6), /responses reach 2.5 deg from the pointing, not 2.60/);
});
