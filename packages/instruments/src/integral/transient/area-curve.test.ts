// Tests of the curves of effective area.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AreaKnots, areaAt } from './area-curve.ts';
import { detectors } from './detectors.ts';

const knots: AreaKnots = [[10, 100], [100, 1000], [1000, 10]]; // prettier-ignore

test('knots are met exactly, and between them logarithms are straight', () => {
  for (const [energy, area] of knots) assert.ok(Math.abs(areaAt(knots, energy) - area) < 1e-9);
  assert.ok(Math.abs(areaAt(knots, Math.sqrt(1000)) - Math.sqrt(100 * 1000)) < 1e-9);
  assert.ok(Math.abs(areaAt(knots, Math.sqrt(1e5)) - 100) < 1e-9);
});

test('outside of the knots nothing is counted', () => {
  for (const energy of [0, 9.99, 1000.1, NaN]) assert.equal(areaAt(knots, energy), 0);
});

test('all curves of the model ascend in energy and are positive', () => {
  for (const { components } of Object.values(detectors)) {
    for (const component of components) {
      component.knots.forEach(([energy, area], i) => {
        assert.ok(area > 0 && energy > (component.knots[i - 1]?.[0] ?? 0));
      });
    }
  }
});
