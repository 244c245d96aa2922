/** Tests of Kepler motion: properties, and the elements of textbook and real states. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { norm } from '../coordinates/vector3.ts';
import { addSeconds, instantFromTtNs } from '../time/instant.ts';
import {
  type OrbitalElements,
  EARTH_MU_KM3_S2,
  eccentricAnomaly,
  elementsFromState,
  meanAnomalyDegAt,
  orbitalPeriodS,
  orbitalPhase,
  stateFromElements,
} from './kepler.ts';

const epoch = instantFromTtNs(0n);
const angle = fc.double({ min: 0, max: 359.9, noNaN: true });
const orbit: fc.Arbitrary<OrbitalElements> = fc.record({
  epoch: fc.constant(epoch),
  semiMajorAxisKm: fc.double({ min: 7000, max: 200_000, noNaN: true }),
  eccentricity: fc.double({ min: 0.01, max: 0.95, noNaN: true }),
  inclinationDeg: fc.double({ min: 1, max: 179, noNaN: true }),
  raanDeg: angle,
  argumentOfPerigeeDeg: angle,
  meanAnomalyDeg: angle,
});

test("Kepler's equation holds at any eccentricity and over many turns", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      (m, e) => {
        const anomaly = eccentricAnomaly(m, e);
        assert.ok(Math.abs(anomaly - e * Math.sin(anomaly) - m) < 1e-13 * (1 + Math.abs(m)));
      },
    ),
  );
  assert.throws(() => eccentricAnomaly(1, 1), /ellipse/);
});

test('elements come back from the state they give', () => {
  fc.assert(
    fc.property(orbit, (elements) => {
      const back = elementsFromState(stateFromElements(elements, epoch), epoch);
      assert.ok(Math.abs(back.semiMajorAxisKm / elements.semiMajorAxisKm - 1) < 1e-11);
      assert.ok(Math.abs(back.eccentricity - elements.eccentricity) < 1e-11);
      for (const key of ['inclinationDeg', 'raanDeg', 'argumentOfPerigeeDeg', 'meanAnomalyDeg'] as const) {
        const difference = Math.abs(((back[key] - elements[key] + 540) % 360) - 180);
        assert.ok(difference < 1e-7, `${key} ${back[key]} ${elements[key]}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('the elements of a worked example are found', () => {
  // Vallado, Fundamentals of Astrodynamics, example 2-5 (rv2coe).
  const state = { positionKm: [6524.834, 6862.875, 6448.296], velocityKmS: [4.901327, 5.533756, -1.976341] } as const;
  const elements = elementsFromState(state, epoch);
  assert.ok(Math.abs(elements.semiMajorAxisKm - 36_127.343) < 0.1);
  assert.ok(Math.abs(elements.eccentricity - 0.832853) < 1e-6);
  assert.ok(Math.abs(elements.inclinationDeg - 87.87) < 1e-3);
  assert.ok(Math.abs(elements.raanDeg - 227.898) < 1e-3);
  assert.ok(Math.abs(elements.argumentOfPerigeeDeg - 53.38) < 1e-2);
});

test('velocity is the derivative of position, and energy stays', () => {
  fc.assert(
    fc.property(orbit, fc.double({ min: 0, max: 3e5, noNaN: true }), (elements, after) => {
      const at = (seconds: number) => stateFromElements(elements, addSeconds(epoch, seconds));
      const { positionKm, velocityKmS } = at(after);
      const energy = norm(velocityKmS) ** 2 / 2 - EARTH_MU_KM3_S2 / norm(positionKm);
      assert.ok(Math.abs((energy * -2 * elements.semiMajorAxisKm) / EARTH_MU_KM3_S2 - 1) < 1e-9);
      const [a, b] = [at(after - 0.05).positionKm, at(after + 0.05).positionKm];
      velocityKmS.forEach((v, k) => assert.ok(Math.abs((b[k]! - a[k]!) / 0.1 - v) < 1e-5 * (1 + norm(velocityKmS))));
    }),
  );
});

test('an orbit of INTEGRAL before 2015 lasts 2.992 days, after it 2.661', () => {
  assert.ok(Math.abs(orbitalPeriodS(87_711.6) / 86_400 - 2.992_15) < 1e-4);
  assert.ok(Math.abs(orbitalPeriodS(81_116) / 86_400 - 2.661) < 1e-3);
});

test('phase runs from 0 at perigee and returns after one period', () => {
  const elements = elementsFromState({ positionKm: [10_000, 0, 0], velocityKmS: [0, 8, 1] }, epoch);
  assert.ok(orbitalPhase(elements, epoch) < 1e-9 || orbitalPhase(elements, epoch) > 1 - 1e-9);
  const period = orbitalPeriodS(elements.semiMajorAxisKm);
  assert.ok(Math.abs(orbitalPhase(elements, addSeconds(epoch, period / 4)) - 0.25) < 1e-9);
  assert.ok(Math.abs(meanAnomalyDegAt(elements, addSeconds(epoch, -period / 4)) - 270) < 1e-6);
});

test('a state that escapes has no elements', () => {
  assert.throws(
    () => elementsFromState({ positionKm: [10_000, 0, 0], velocityKmS: [0, 12, 0] }, epoch),
    /not on an elliptic/,
  );
});
