/** Putting sources back gives each its peak, at its height and place, and gives nothing to the rest of the field. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SkyImage, balanceOf } from './decode.ts';
import { fitGaussian } from './gaussian-fit.ts';
import { IMAGE_SIDE, pixelCells, skyPixelOf } from './geometry.ts';
import { restoredImage } from './restored-image.ts';

const balance = balanceOf(pixelCells());
const empty: SkyImage = {
  intensity: new Float64Array(IMAGE_SIDE * IMAGE_SIDE),
  variance: new Float64Array(IMAGE_SIDE * IMAGE_SIDE).fill(0.25),
  significance: new Float64Array(IMAGE_SIDE * IMAGE_SIDE),
};
const sources = [
  { shift: { y: 20.3, z: -31.8 }, rateCps: { value: 30 } },
  { shift: { y: -60.5, z: 44.5 }, rateCps: { value: 7 } },
];

test('each source has a peak of its own height and width at its place', () => {
  const image = restoredImage(empty, sources, 1500, balance);
  for (const { shift, rateCps } of sources) {
    const pixel = skyPixelOf(shift);
    const fit = fitGaussian({ width: IMAGE_SIDE, ...image }, pixel)!;
    assert.ok(Math.hypot(fit.x - pixel.x, fit.y - pixel.y) < 0.1);
    assert.ok(Math.abs(fit.amplitude.value / rateCps.value - 1) < 0.06, `${fit.amplitude.value}`);
    assert.ok(fit.fwhmArcmin > 12.5 && fit.fwhmArcmin < 14);
  }
});

test('nothing is added further than 3.5 pixels from a source: no ghosts', () => {
  const image = restoredImage(empty, sources, 1500, balance);
  image.intensity.forEach((value, i) => {
    const near = sources.some(({ shift }) => {
      const { x, y } = skyPixelOf(shift);
      return Math.abs((i % IMAGE_SIDE) - x) <= 3.5 && Math.abs(Math.floor(i / IMAGE_SIDE) - y) <= 3.5;
    });
    assert.equal(value !== 0, near);
  });
});

test('significance follows intensity and variance, and the residual itself is not changed', () => {
  const before = empty.intensity.slice();
  const image = restoredImage(empty, sources, 1500, balance);
  image.significance.forEach((value, i) => assert.equal(value, image.intensity[i]! / 0.5));
  assert.deepEqual(empty.intensity, before);
  assert.equal(image.variance, empty.variance);
});

test('a source beside the image adds nothing', () => {
  const outside = [{ shift: { y: 230, z: 0 }, rateCps: { value: 30 } }];
  assert.deepEqual(restoredImage(empty, outside, 1500, balance).intensity, empty.intensity);
});
