/** Decoding against direct sums, and its noise: a significance map of background alone is a standard normal one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '@stemma/data/statistics';
import { backgroundShape } from './detector-background.ts';
import { type DetectorImage, balanceOf, decode } from './decode.ts';
import { drawShadowgram, expectedCounts } from './expected-shadowgram.ts';
import { fitSources } from './fit-sources.ts';
import {
  ACTIVE_WIDTH_MM,
  GRID_CELLS,
  GRID_HEIGHT,
  GRID_WIDTH,
  IMAGE_SIDE,
  codingMap,
  pixelCells,
  shiftOf,
} from './geometry.ts';
import { axisOverlap, projectMask, projectPlate } from './mask-projection.ts';
import { detectorImage } from './shadowgram.ts';

const random = randomFromDigest('d'.repeat(64));

/** Pixels with unequal efficiencies, one in ten of them dead. */
function unevenEfficiency(): Float64Array {
  return pixelCells().map((cell) => (cell === 0 || random.uniform() < 0.1 ? 0 : 0.6 + 0.4 * random.uniform()));
}

/** The formulas of Goldwurm et al. (2003) summed directly for one sky pixel. */
function decodedDirectly(image: DetectorImage, exposureS: number, x: number, y: number) {
  const shift = shiftOf({ x, y });
  const along = {
    y: axisOverlap(GRID_WIDTH, shift.y - 64.5, ACTIVE_WIDTH_MM),
    z: axisOverlap(GRID_HEIGHT, shift.z - 66.5, ACTIVE_WIDTH_MM),
  };
  const open = projectMask(along);
  const plate = projectPlate(along);
  const sum = (term: (i: number, plus: number, minus: number) => number): number => {
    let total = 0;
    for (let i = 0; i < GRID_CELLS; i++) total += term(i, open[i]!, plate[i]! - open[i]!);
    return total;
  };
  const { values, variances, weights: w } = image;
  const bal = sum((i, plus) => w[i]! * plus) / sum((i, _, minus) => w[i]! * minus);
  const norm = sum((i, plus, minus) => w[i]! * (plus * plus - bal * plus * minus));
  const scale = 8192 / exposureS / norm;
  return {
    intensity: sum((i, plus, minus) => values[i]! * w[i]! * (plus - bal * minus)) * scale,
    variance: sum((i, plus, minus) => variances[i]! * w[i]! ** 2 * (plus - bal * minus) ** 2) * scale ** 2,
  };
}

test('intensity and variance are those of direct sums over the detector, anywhere in the field', () => {
  const efficiency = unevenEfficiency();
  const values = efficiency.map((e) => (e > 0 ? random.normal() + 3 : 0));
  const image = { values, variances: efficiency.map((e) => (e > 0 ? 1 + random.uniform() : 0)), weights: efficiency };
  const sky = decode(image, 1500);
  for (const [x, y] of [
    [199, 200],
    [120, 305],
    [330, 66],
    [24, 210],
    [371, 371],
  ] as const) {
    const direct = decodedDirectly(image, 1500, x, y);
    const i = y * IMAGE_SIDE + x;
    assert.ok(Math.abs(sky.intensity[i]! - direct.intensity) < 1e-8 * Math.sqrt(direct.variance));
    assert.ok(Math.abs(sky.variance[i]! / direct.variance - 1) < 1e-8);
    assert.equal(sky.significance[i], sky.intensity[i]! / Math.sqrt(sky.variance[i]!));
  }
});

test('outside the field of view, and where only dead pixels are coded, there is no number', () => {
  const left = pixelCells().map((cell, i) => (i % GRID_WIDTH < 65 ? cell : 0));
  const sky = decode({ values: left, variances: left, weights: left }, 100);
  assert.ok(Number.isNaN(sky.intensity[0]!));
  assert.ok(Number.isNaN(sky.significance[200 * IMAGE_SIDE + 5]!));
  // The shadow of these directions falls on the half of the detector that is off.
  const [east, west] = [sky.variance[200 * IMAGE_SIDE + 60]!, sky.variance[200 * IMAGE_SIDE + 339]!];
  assert.notEqual(Number.isNaN(east), Number.isNaN(west));
});

test('a flat background decodes to zero exactly, with dead pixels and unequal efficiencies too', () => {
  const efficiency = unevenEfficiency();
  const flat = efficiency.map((e) => (e > 0 ? 20 : 0));
  const sky = decode({ values: flat, variances: flat, weights: efficiency }, 1000);
  const coding = codingMap();
  sky.significance.forEach((value, i) => {
    if (coding[i]! > 0.05) assert.ok(Math.abs(value) < 1e-6, `pixel ${i}: ${value}`);
  });
});

test('background alone gives significances of mean 0 and width 1 within 2 % down to a coding of 5 %', (t) => {
  const efficiency = unevenEfficiency();
  const background = backgroundShape();
  const coding = codingMap();
  const zones = [0.05, 0.2, 0.5, 0.999, 2];
  const sums = zones.slice(1).map(() => ({ n: 0, sum: 0, squares: 0 }));
  const rounds = 24;
  for (let round = 0; round < rounds; round++) {
    const model = { sources: [], backgroundCps: 400, background, efficiency, exposureS: 1800 };
    const shadowgram = drawShadowgram(model, random);
    const fit = fitSources(shadowgram, [], { background })!;
    const sky = decode(detectorImage(shadowgram, fit.model), 1800);
    for (let i = 0; i < coding.length; i++) {
      const zone = zones.findLastIndex((least) => coding[i]! >= least);
      if (zone < 0) continue;
      const { significance } = sky;
      sums[zone]!.n++;
      sums[zone]!.sum += significance[i]!;
      sums[zone]!.squares += significance[i]! ** 2;
    }
  }
  sums.forEach(({ n, sum, squares }, zone) => {
    const width = Math.sqrt(squares / n);
    // About n / 5.5 values per map are independent: the statistical error of the widest zone is 0.3 %.
    assert.ok(Math.abs(width - 1) < 0.02, `coding from ${zones[zone]}: width ${width.toFixed(4)}`);
    assert.ok(Math.abs(sum / n) < 0.02, `coding from ${zones[zone]}: mean ${(sum / n).toFixed(4)}`);
    t.diagnostic(`coding >= ${zones[zone]}: width ${width.toFixed(4)} mean ${(sum / n).toFixed(4)}`);
  });
});

test('the intensity is calibrated: a source without noise comes out at its rate, on pixel centres', () => {
  const efficiency = unevenEfficiency();
  const background = pixelCells();
  for (const [x, y] of [
    [199, 200],
    [260, 150],
    [90, 300],
  ] as const) {
    const counts = expectedCounts({
      sources: [{ shift: shiftOf({ x, y }), rateCps: 12 }],
      backgroundCps: 300,
      background,
      efficiency,
      exposureS: 1000,
    });
    const sky = decode(detectorImage({ counts, efficiency, exposureS: 1000 }), 1000);
    assert.ok(Math.abs(sky.intensity[y * IMAGE_SIDE + x]! - 12) < 0.02 * 12);
  }
});

test('the balance of the same weights can be shared between bands and changes nothing', () => {
  const efficiency = pixelCells();
  const image = { values: efficiency.map((e) => e * random.poisson(9)), variances: efficiency, weights: efficiency };
  assert.deepEqual(decode(image, 10, balanceOf(efficiency)).significance, decode(image, 10).significance);
});

test('arrays of another size and exposures that are not positive are refused', () => {
  const cells = pixelCells();
  assert.throws(() => decode({ values: cells, variances: cells, weights: cells.subarray(1) }, 10), RangeError);
  assert.throws(() => decode({ values: cells.subarray(1), variances: cells, weights: cells }, 10), RangeError);
  assert.throws(() => decode({ values: cells, variances: cells, weights: cells }, 0), RangeError);
  assert.throws(() => decode({ values: cells, variances: cells, weights: cells }, Number.NaN), RangeError);
});
