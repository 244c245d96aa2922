/** Tests of Li & Ma's significance: published numbers, limits, symmetries. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { liMaSignificance, onOffExcess, onOffExcessError } from './li-ma.ts';
import { poissonExcessProbability } from './poisson.ts';
import { normalIsf } from './normal.ts';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

test('published pairs of counts have the published significance', () => {
  // Cousins, Linnemann & Tucker (2008), doi:10.1016/j.nima.2008.07.086, table 1: tau = 1/alpha, Z_PL.
  const published = [
    [4, 5, 5, 1.95],
    [6, 18.78, 14.44, 2.81],
    [50, 55, 2, 3.02],
    [67, 15, 0.5, 3.04],
    [200, 10, 0.1, 2.38],
    [498_426, 493_434, 1, 5.01],
  ] as const;
  for (const [on, off, tau, sigma] of published) close(liMaSignificance({ on, off, alpha: 1 / tau }), sigma, 0.006);
});

test('the excess and its error follow from the counts', () => {
  assert.equal(onOffExcess({ on: 698, off: 120, alpha: 0.5 }), 638);
  assert.equal(onOffExcessError({ on: 9, off: 64, alpha: 0.25 }), Math.sqrt(13));
});

test('a measurement without OFF or ON counts has the significance of the remaining term', () => {
  close(liMaSignificance({ on: 10, off: 0, alpha: 0.5 }), Math.sqrt(20 * Math.log(3)), 1e-12);
  close(liMaSignificance({ on: 0, off: 10, alpha: 0.5 }), -Math.sqrt(20 * Math.log(1.5)), 1e-12);
  assert.equal(liMaSignificance({ on: 0, off: 0, alpha: 0.5 }), 0);
});

test('a perfectly known background gives the Poisson probability', () => {
  // With a millionfold OFF exposure the background is 100 counts without error.
  const sigma = liMaSignificance({ on: 150, off: 100e6, alpha: 1e-6 });
  close(sigma, normalIsf(poissonExcessProbability(150, 100)), 0.06);
});

test('exchanging ON and OFF changes the sign only; equal rates mean zero', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.double({ min: 0.01, max: 10, noNaN: true }),
      (on, off, alpha) => {
        const there = liMaSignificance({ on, off, alpha });
        close(there, -liMaSignificance({ on: off, off: on, alpha: 1 / alpha }), 1e-4 * (1 + Math.abs(there)));
        assert.ok(liMaSignificance({ on: on + 1, off, alpha }) > there - 1e-6);
      },
    ),
  );
  close(liMaSignificance({ on: 50, off: 500, alpha: 0.1 }), 0, 1e-5);
});

test('impossible counts are refused', () => {
  assert.throws(() => liMaSignificance({ on: -1, off: 1, alpha: 1 }), RangeError);
  assert.throws(() => liMaSignificance({ on: 1, off: 1, alpha: 0 }), RangeError);
  assert.throws(() => liMaSignificance({ on: NaN, off: 1, alpha: 1 }), RangeError);
});
