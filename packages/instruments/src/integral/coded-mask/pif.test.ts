/** The illumination of the detector traced with rays from the sky, so that no convention of ours can hide an error. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Vector3, directionOf } from '@stemma/data/coordinates';
import { GRID_WIDTH, codingFraction, gridColumn, gridRow } from './geometry.ts';
import { maskPattern } from './mura.ts';
import { illuminationGradient, pixelIllumination } from './pif.ts';
import { pointingOf, shiftOfDirection } from './pointing.ts';

const frame = pointingOf({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 90 });

/** Fraction of rays towards `source` that leave pixel (y, z) and pass an open element 3202.97 mm ahead. */
function traced(source: Vector3, y: number, z: number): number {
  const mask = maskPattern();
  const n = 40;
  let open = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const fromY = (gridColumn(y) - 64.5) * 4.6 + ((a + 0.5) / n - 0.5) * 4;
      const fromZ = (gridRow(z) - 66.5) * 4.6 + ((b + 0.5) / n - 0.5) * 4;
      const length = 3202.97 / source[0];
      const i = Math.floor((fromZ + length * source[2]) / 11.2 + 47.5);
      const j = Math.floor((fromY + length * source[1]) / 11.2 + 47.5);
      if (i >= 0 && i < 95 && j >= 0 && j < 95) open += mask[i * 95 + j]!;
    }
  }
  return open / (n * n);
}

test('pixels are lit as rays from the sky through the mask say, at three directions off axis', () => {
  for (const source of [
    [0.99, 0.02, -0.01],
    [0.98, -0.16, 0.07],
    [0.97, 0.1, 0.19],
  ] as Vector3[]) {
    const pif = pixelIllumination(shiftOfDirection(frame, directionOf(source))!);
    for (let k = 0; k < 200; k++) {
      const [y, z] = [(k * 37) % 128, (k * 53) % 128];
      const got = pif[gridRow(z) * GRID_WIDTH + gridColumn(y)]!;
      assert.ok(Math.abs(got - traced(source, y, z)) < 0.04, `pixel ${y}, ${z}: ${got}`);
    }
  }
});

test('a source lights half of the coded part of the detector, and nothing in the gaps', () => {
  for (const shift of [
    { y: 0, z: 0 },
    { y: 110.3, z: -40 },
    { y: -60, z: 130.2 },
  ]) {
    const pif = pixelIllumination(shift);
    const open = pif.reduce((n, value) => n + value, 0) / 16_384;
    const coded = codingFraction(shift);
    assert.ok(Math.abs(open / (0.5 * coded) - 1) < 0.06, `${open} of ${coded}`);
    for (let row = 0; row < 134; row++) assert.equal(pif[row * GRID_WIDTH + 64], 0);
    for (let column = 0; column < 130; column++) assert.equal(pif[33 * GRID_WIDTH + column], 0);
  }
});

test('a source outside the field of view lights nothing', () => {
  for (const shift of [
    { y: 185, z: 0 },
    { y: 0, z: -187 },
    { y: 1e4, z: 1e4 },
  ]) {
    assert.ok(pixelIllumination(shift).every((value) => value === 0));
  }
});

test('directions 53 elements apart light the detector alike where both are coded: the reason for ghosts', () => {
  const period = (53 * 11.2) / 4.6;
  const [a, b] = [pixelIllumination({ y: 20, z: 5 }), pixelIllumination({ y: 20 - period, z: 5 })];
  let [same, both] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    // Column of the cell in front of which both directions meet the mask.
    const y = ((i % GRID_WIDTH) - 64.5 + 20 - period) * 4.6;
    if (y < -520) continue;
    both++;
    if (Math.abs(a[i]! - b[i]!) < 1e-9) same++;
  }
  assert.equal(same, both);
  assert.ok(both > 5000);
});

test('the gradient predicts the illumination of a direction a quarter of a pixel away', () => {
  const shift = { y: 31.2, z: -17.9 };
  const { pif, alongY, alongZ } = illuminationGradient(shift);
  const moved = pixelIllumination({ y: shift.y + 0.25, z: shift.z - 0.25 });
  let [before, after] = [0, 0];
  for (let i = 0; i < pif.length; i++) {
    before += (moved[i]! - pif[i]!) ** 2;
    after += (moved[i]! - pif[i]! - 0.25 * alongY[i]! + 0.25 * alongZ[i]!) ** 2;
  }
  assert.ok(after < 0.6 * before, `${after} of ${before}`);
});
