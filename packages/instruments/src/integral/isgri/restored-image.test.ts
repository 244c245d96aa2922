/** The restored image: the residual, and on it the sources with their fitted rates. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitGaussian } from '../coded-mask/gaussian-fit.ts';
import { IMAGE_SIDE } from '../coded-mask/geometry.ts';
import { restoredImage } from './restored-image.ts';

/** A cleaned pointing without noise. */
function cleaned(sources: { pixel: { x: number; y: number }; rateCps: { value: number; error: number } }[]) {
  const intensity = new Float64Array(IMAGE_SIDE * IMAGE_SIDE);
  intensity[0] = Number.NaN;
  return { residual: { intensity }, sources } as never;
}

test('a source comes back at its place with its rate and the width of the instrument', () => {
  const image = restoredImage(cleaned([{ pixel: { x: 210.3, y: 150.8 }, rateCps: { value: 42, error: 1 } }]));
  const variance = new Float64Array(image.length).fill(1);
  const fit = fitGaussian({ width: IMAGE_SIDE, intensity: image, variance }, { x: 210, y: 151 })!;
  assert.ok(Math.hypot(fit.x - 210.3, fit.y - 150.8) < 1e-3);
  assert.ok(Math.abs(fit.amplitude.value - 42) < 0.01 && Math.abs(fit.fwhmArcmin - 13.2) < 0.01);
  assert.ok(Number.isNaN(image[0]));
});

test('sources near one another add up, sources at the edge lose what lies outside', () => {
  const one = { pixel: { x: 100, y: 100 }, rateCps: { value: 10, error: 1 } };
  const image = restoredImage(cleaned([one, one, { pixel: { x: 399, y: 399 }, rateCps: { value: 5, error: 1 } }]));
  assert.equal(image[100 * IMAGE_SIDE + 100], 20);
  assert.equal(image.at(-1), 5);
});
