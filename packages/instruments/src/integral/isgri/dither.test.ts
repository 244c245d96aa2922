/** The dither pattern: 25 places of a square grid, each once, and axes that an instrument can have. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, sunPosition } from '@stemma/data/coordinates';
import { parseTime } from '@stemma/data/time';
import { attitudeTowards, DITHER_STEP_DEG, ditherAttitude, ditherSteps } from './dither.ts';

const crab = { raDeg: 83.6331, decDeg: 22.0145 };
const at = parseTime('2008-03-25T06:00:00', 'utc');

test('the pattern begins in the middle and visits each of 5 x 5 places once, step by step', () => {
  const steps = ditherSteps();
  assert.deepEqual(steps[0], { y: 0, z: 0 });
  assert.equal(new Set(steps.map(({ y, z }) => `${y} ${z}`)).size, 25);
  steps.forEach(({ y, z }, k) => {
    assert.ok(Math.abs(y) <= 2 && Math.abs(z) <= 2);
    const before = steps[k - 1] ?? { y: 0, z: 1 };
    assert.equal(Math.abs(y - before.y) + Math.abs(z - before.z), 1);
  });
});

test('pointings are 2.17 degrees from their neighbours, the first on the target', () => {
  const places = Array.from({ length: 25 }, (_, k) => ditherAttitude(crab, at, k).x);
  assert.ok(angularSeparationDeg(places[0]!, crab) < 1e-9);
  for (let k = 1; k < 25; k++) {
    const step = angularSeparationDeg(places[k - 1]!, places[k]!);
    assert.ok(Math.abs(step - DITHER_STEP_DEG) < 0.02, `${step}`);
  }
  assert.deepEqual(ditherAttitude(crab, at, 28), ditherAttitude(crab, at, 3));
});

test('Z stands at a right angle to X, on the side of the Sun', () => {
  const sun = sunPosition(at);
  for (let k = 0; k < 25; k++) {
    const { x, z } = ditherAttitude(crab, at, k);
    assert.ok(Math.abs(angularSeparationDeg(x, z) - 90) < 1e-9);
    assert.ok(angularSeparationDeg(z, sun) < 90);
  }
});

test('a target in front of the Sun has no attitude', () => {
  assert.throws(() => attitudeTowards(sunPosition(at), sunPosition(at)), /no roll angle/);
});
