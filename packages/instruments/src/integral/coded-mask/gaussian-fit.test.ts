/** The fit finds what was put in, refuses what is no source, and does not mind edges and holes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitGaussian } from './gaussian-fit.ts';
import { PIXEL_DEG } from './geometry.ts';

const WIDTH = 40;

function picture(x0: number, y0: number, height: number, sigma: number): Float64Array {
  return Float64Array.from({ length: WIDTH * 30 }, (_, i) => {
    const [dx, dy] = [(i % WIDTH) - x0, Math.floor(i / WIDTH) - y0];
    return height * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
  });
}

const evenVariance = new Float64Array(WIDTH * 30).fill(0.25);

test('position, height and width of a noiseless source are recovered wherever it lies between the pixels', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 12, max: 25, noNaN: true }),
      fc.double({ min: 8, max: 20, noNaN: true }),
      fc.double({ min: 0.8, max: 1.8, noNaN: true }),
      (x, y, sigma) => {
        const image = { width: WIDTH, intensity: picture(x, y, 7, sigma), variance: evenVariance };
        const fit = fitGaussian(image, { x: Math.round(x), y: Math.round(y) })!;
        assert.ok(Math.hypot(fit.x - x, fit.y - y) < 1e-5);
        assert.ok(Math.abs(fit.amplitude.value - 7) < 1e-4);
        assert.ok(Math.abs(fit.fwhmArcmin - sigma * 2.3548200450309493 * PIXEL_DEG * 60) < 1e-3);
        assert.equal(fit.amplitude.error, 0.5);
        assert.ok(Math.abs(fit.significance - 14) < 1e-3);
        assert.ok(Math.abs(fit.pixelError - (1.25 * sigma) / 14) < 1e-4);
      },
    ),
  );
});

test('the error of the position falls as one over the significance', () => {
  const error = (height: number): number =>
    fitGaussian({ width: WIDTH, intensity: picture(20, 15, height, 1.15), variance: evenVariance }, { x: 20, y: 15 })!
      .pixelError;
  assert.ok(Math.abs(error(5) / error(50) - 10) < 1e-3);
});

test('a flat image, a hole and a valley are not fitted', () => {
  const peak = { x: 20, y: 15 };
  const fit = (intensity: Float64Array) => fitGaussian({ width: WIDTH, intensity, variance: evenVariance }, peak);
  assert.equal(fit(new Float64Array(WIDTH * 30)), undefined);
  assert.equal(fit(new Float64Array(WIDTH * 30).fill(3)), undefined);
  assert.equal(fit(new Float64Array(WIDTH * 30).fill(Number.NaN)), undefined);
  assert.equal(fit(picture(20, 15, -4, 1.2)), undefined);
});

test('pixels without variance or value are left out of the fit', () => {
  const intensity = picture(20.2, 14.9, 9, 1.15);
  const variance = evenVariance.slice();
  intensity[15 * WIDTH + 21] = Number.NaN;
  variance[14 * WIDTH + 20] = 0;
  intensity[14 * WIDTH + 20] = 1e9;
  const fit = fitGaussian({ width: WIDTH, intensity, variance }, { x: 20, y: 15 })!;
  assert.ok(Math.hypot(fit.x - 20.2, fit.y - 14.9) < 1e-5);
});

test('at the edge of the image the fit uses what there is, and beyond it there is nothing', () => {
  const intensity = picture(0.3, 12, 5, 1.15);
  const fit = fitGaussian({ width: WIDTH, intensity, variance: evenVariance }, { x: 0, y: 12 })!;
  assert.ok(Math.hypot(fit.x - 0.3, fit.y - 12) < 1e-5);
  assert.equal(fitGaussian({ width: WIDTH, intensity, variance: evenVariance }, { x: -9, y: 12 }), undefined);
});
