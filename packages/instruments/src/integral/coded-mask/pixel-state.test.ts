/** Pixel states from real lists of revolution 100, which must agree with one another, and the efficiencies they give. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { imageHdu, readFits, writeFits } from '@stemma/data/fits';
import { GRID_WIDTH, gridColumn, gridRow, moduleOf } from './geometry.ts';
import {
  type PixelSwitch,
  allPixelsOn,
  bandEfficiency,
  hotPixels,
  noisyPixels,
  onFractionsFromSwitches,
  pixelOfNoiseBit,
  pixelStatesFromContext,
  readSwitchList,
  thresholdEfficiency,
  withoutModules,
} from './pixel-state.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../../shared/data', import.meta.url).pathname;
const open = (name: string) => readFits(readFileSync(`${mirror}/detector/isgri_${name}.fits`));
const skip = existsSync(`${mirror}/detector/isgri_context_20030808145151.fits`)
  ? false
  : 'the real detector files are not in the data mirror (STEMMA_DATA_MIRROR)';
const context = () => pixelStatesFromContext(open('context_20030808145151').image('ISGR-PXLP-CFG'));
const switches = () => readSwitchList(open('pxlswtch_20030810200317').table('ISGR-SWIT-STA'));
const noise = () => noisyPixels(open('prp_noise_20030810200317').table('ISGR-NOIS-CPR'));

test('the real context has 424 pixels off, exactly those with the highest threshold', { skip }, () => {
  const { onFraction, thresholdKeV } = context();
  const off = onFraction.reduce((n, on) => n + (on === 0 ? 1 : 0), 0);
  assert.equal(off, 424);
  onFraction.forEach((on, pixel) => assert.equal(on === 0, thresholdKeV[pixel] === 63));
});

test('every pixel off in the real context is in the real switch list: both number pixels alike', { skip }, () => {
  const { onFraction } = context();
  const listed = new Set(switches().map(({ y, z }) => z * 128 + y));
  assert.equal(listed.size, 478);
  onFraction.forEach((on, pixel) => on === 0 && assert.ok(listed.has(pixel)));
});

test('all 475 pixels of the real noise maps are in the switch list: the order of the bits is right', { skip }, () => {
  const noisy = noise();
  const listed = new Set(switches().map(({ y, z }) => z * 128 + y));
  assert.equal(
    noisy.reduce((n, v) => n + v, 0),
    475,
  );
  noisy.forEach((flag, pixel) => flag && assert.ok(listed.has(pixel), `pixel ${pixel}`));
});

test('the real switch list gives on-times between never and always', { skip }, () => {
  const list = switches();
  const obts = list.map(({ obt }) => obt).toSorted((a, b) => (a < b ? -1 : 1));
  const fractions = onFractionsFromSwitches(list, obts[0]!, obts.at(-1)!);
  const [never, partly] = [fractions.filter((f) => f === 0).length, fractions.filter((f) => f > 0 && f < 1).length];
  assert.ok(never > 424 && never < 478, `${never} never on`);
  assert.ok(partly > 20 && partly < 40, `${partly} partly on`);
  assert.equal(fractions.filter((f) => f === 1).length, 16_384 - never - partly);
});

test('bits and pixels correspond one to one, each in its own module', () => {
  const seen = new Set<number>();
  for (let module = 0; module < 8; module++) {
    for (let byte = 0; byte < 256; byte++) {
      for (let bit = 0; bit < 8; bit++) {
        const { y, z } = pixelOfNoiseBit(module, byte, bit);
        assert.equal(moduleOf(y, z), module);
        seen.add(z * 128 + y);
      }
    }
  }
  assert.equal(seen.size, 16_384);
});

const row = (kind: PixelSwitch['kind'], obt: number, y = 3, z = 7): PixelSwitch => ({ y, z, obt: BigInt(obt), kind });

test('the part of an interval a pixel was on follows from its switches, in any order', () => {
  const fraction = (...rows: PixelSwitch[]): number => onFractionsFromSwitches(rows, 100n, 200n)[7 * 128 + 3]!;
  assert.equal(fraction(row('off', 50)), 0);
  assert.equal(fraction(row('off', 150)), 0);
  assert.equal(fraction(row('turned off', 150)), 0.5);
  assert.equal(fraction(row('turned on', 160)), 0.4);
  assert.equal(fraction(row('turned on', 180), row('turned off', 120)), 0.4);
  assert.equal(fraction(row('dubious', 10), row('turned on', 20)), 1);
  assert.equal(fraction(row('turned off', 500)), 1);
  assert.equal(onFractionsFromSwitches([row('off', 50)], 100n, 200n)[0], 1);
  assert.throws(() => onFractionsFromSwitches([], 5n, 5n), RangeError);
});

test('efficiency is zero in gaps and for pixels that are off, and falls with the threshold near the band', () => {
  const states = allPixelsOn(13);
  states.onFraction[0] = 0;
  states.onFraction[1] = 0.5;
  states.thresholdKeV[2] = 22;
  states.thresholdKeV[3] = 60;
  const grid = bandEfficiency(states, { minKeV: 20, maxKeV: 30 });
  assert.equal(grid[0], 0);
  assert.ok(Math.abs(grid[1]! - 0.5) < 1e-3);
  assert.ok(grid[2]! > 0.5 && grid[2]! < 0.9);
  assert.equal(grid[3], 0);
  assert.equal(grid[64], 0);
  assert.ok(grid[4]! > 0.998 && grid[4]! <= 1);
  assert.ok(Math.abs(thresholdEfficiency(20, 20) - 0.5) < 1e-12);
});

test('hot pixels stand out, Poisson fluctuations do not', () => {
  const expected = new Float64Array(1000).fill(4);
  const counts = expected.map((_, i) => (i === 17 ? 30 : i % 9));
  const hot = hotPixels(counts, expected);
  assert.deepEqual(
    [...hot.keys()].filter((i) => hot[i] === 1),
    [17],
  );
});

test('a module that is off has no live pixel, the others keep theirs', () => {
  const grid = bandEfficiency(withoutModules(allPixelsOn(), [0]), { minKeV: 30, maxKeV: 60 });
  assert.equal(grid[gridRow(127) * GRID_WIDTH + gridColumn(127)], 0);
  assert.ok(grid[gridRow(95) * GRID_WIDTH + gridColumn(127)]! > 0.9);
  assert.ok(grid[gridRow(127) * GRID_WIDTH + gridColumn(63)]! > 0.9);
});

test('contexts of another shape and unknown flags are refused', () => {
  const wrong = readFits(
    writeFits([imageHdu({ data: new Uint8Array(16), shape: [4, 4] } as Parameters<typeof imageHdu>[0])]),
  );
  assert.throws(
    () => pixelStatesFromContext(wrong.hdus[0] as Parameters<typeof pixelStatesFromContext>[0]),
    RangeError,
  );
});
