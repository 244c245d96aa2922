/** Overlap of cells and mask elements: conserved area, agreement with rays, closed beyond the mask. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { axisOverlap, projectMask, projectPlate } from './mask-projection.ts';
import { MASK_ELEMENTS, maskPattern } from './mura.ts';

/** Open fraction by a fine grid of rays through one cell. */
function byRays(centreY: number, centreZ: number, widthMm: number, plate: boolean): number {
  const mask = maskPattern();
  const n = 60;
  let open = 0;
  const element = (mm: number): number => Math.floor(mm / 11.2 + MASK_ELEMENTS / 2);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const i = element(centreZ * 4.6 + ((a + 0.5) / n - 0.5) * widthMm);
      const j = element(centreY * 4.6 + ((b + 0.5) / n - 0.5) * widthMm);
      if (i < 0 || j < 0 || i >= MASK_ELEMENTS || j >= MASK_ELEMENTS) continue;
      open += plate ? 1 : mask[i * MASK_ELEMENTS + j]!;
    }
  }
  return open / (n * n);
}

test('each cell is covered by its two elements completely, wherever it lies', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -400, max: 400, noNaN: true }),
      fc.double({ min: 0.5, max: 11.2, noNaN: true }),
      (at, width) => {
        const { first, weightFirst, weightSecond } = axisOverlap(130, at, width);
        for (let k = 0; k < 130; k++) {
          assert.ok(first[k]! >= 0 && first[k]! <= MASK_ELEMENTS + 2);
          assert.ok(weightFirst[k]! >= 0 && weightSecond[k]! >= 0);
          assert.ok(Math.abs(weightFirst[k]! + weightSecond[k]! - 1) < 1e-12);
        }
      },
    ),
  );
});

test('projections agree with rays through the mask, at its centre, at its edge and beyond', () => {
  for (const [y, z] of [
    [0.3, -0.7],
    [-114.9, 60.2],
    [115.6, 115.6],
    [115.4, -20.1],
    [140, 3],
  ] as const) {
    for (const width of [4, 4.6]) {
      const along = { y: axisOverlap(1, y, width), z: axisOverlap(1, z, width) };
      assert.ok(Math.abs(projectMask(along)[0]! - byRays(y, z, width, false)) < 0.03, `mask at ${y}, ${z}`);
      assert.ok(Math.abs(projectPlate(along)[0]! - byRays(y, z, width, true)) < 0.03, `plate at ${y}, ${z}`);
    }
  }
});

test('rows run along Z and columns along Y', () => {
  const whole = projectMask({ y: axisOverlap(7, -20, 4), z: axisOverlap(5, 11, 4) });
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 7; column++) {
      const one = projectMask({ y: axisOverlap(1, -20 + column, 4), z: axisOverlap(1, 11 + row, 4) })[0]!;
      assert.ok(Math.abs(whole[row * 7 + column]! - one) < 1e-12);
    }
  }
});

test('the projected mask has the open area of the mask', () => {
  const along = { y: axisOverlap(240, -119.5, 4.6), z: axisOverlap(240, -119.5, 4.6) };
  const area = (grid: Float64Array): number => grid.reduce((total, value) => total + value * 4.6 ** 2, 0);
  assert.ok(Math.abs(area(projectMask(along)) / (4514 * 11.2 ** 2) - 1) < 1e-12);
  assert.ok(Math.abs(area(projectPlate(along)) / (9025 * 11.2 ** 2) - 1) < 1e-12);
});

test('cells wider than a mask element are refused', () => {
  assert.throws(() => axisOverlap(3, 0, 12), RangeError);
  assert.throws(() => axisOverlap(3, 0, Number.NaN), RangeError);
});
