/** The detector grid, the sky pixels and the coding fraction against the instrument's published numbers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DETECTOR_AREA_CM2,
  GHOST_DISTANCE,
  GRID_CELLS,
  GRID_WIDTH,
  IMAGE_SIDE,
  MASK_DISTANCE_MM,
  PITCH_MM,
  PIXEL_DEG,
  codingFraction,
  codingMap,
  gridCellOfPixel,
  gridColumn,
  gridRow,
  moduleOf,
  pixelCells,
  shiftOf,
  skyPixelOf,
} from './geometry.ts';

test('the constants agree with one another: pixel angle, sensitive area, distance of ghosts', () => {
  assert.ok(Math.abs((Math.atan(PITCH_MM / MASK_DISTANCE_MM) * 180) / Math.PI - PIXEL_DEG) < 1e-7);
  assert.ok(Math.abs(DETECTOR_AREA_CM2 - 2621.4) < 0.1);
  assert.ok(Math.abs(GHOST_DISTANCE - 129.04) < 0.01);
});

test('modules occupy columns 0-63 and 66-129 and rows 0-31, 34-65, 68-99 and 102-133', () => {
  assert.deepEqual([0, 63, 64, 127].map(gridColumn), [0, 63, 66, 129]);
  assert.deepEqual([0, 31, 32, 63, 64, 95, 96, 127].map(gridRow), [0, 31, 34, 65, 68, 99, 102, 133]);
});

test('every pixel has its own cell and the rest of the grid are gaps', () => {
  const cells = gridCellOfPixel();
  assert.equal(new Set(cells).size, 16_384);
  const grid = pixelCells();
  assert.equal(
    grid.reduce((n, value) => n + value, 0),
    16_384,
  );
  assert.equal(grid.length, GRID_CELLS);
  for (let row = 0; row < 134; row++) {
    assert.equal(grid[row * GRID_WIDTH + 64], 0);
    assert.equal(grid[row * GRID_WIDTH + 65], 0);
  }
});

test('modules are numbered 0 to 3 downwards in Z where Y is at least 64, and 4 to 7 in the other half', () => {
  assert.deepEqual(
    [0, 32, 64, 96].map((z) => moduleOf(64, z)),
    [3, 2, 1, 0],
  );
  assert.deepEqual(
    [0, 32, 64, 96].map((z) => moduleOf(63, z)),
    [7, 6, 5, 4],
  );
});

test('shift and sky pixel are inverse to each other; the image runs towards -Y and +Z', () => {
  assert.deepEqual(skyPixelOf({ y: 0, z: 0 }), { x: 199.5, y: 199.5 });
  assert.deepEqual(skyPixelOf({ y: 10, z: 3 }), { x: 189.5, y: 202.5 });
  assert.deepEqual(shiftOf(skyPixelOf({ y: -31.25, z: 77.5 })), { y: -31.25, z: 77.5 });
});

test('the field is fully coded over 8.3 x 8.0 degrees, half coded at 18.9 and ends at 29.1 x 29.4', () => {
  /** Width in degrees over which the coding on one axis is at least the given fraction. */
  const widthDeg = (axis: 'y' | 'z', fraction: number): number => {
    let shift = 0;
    const at = (s: number): number => codingFraction(axis === 'y' ? { y: s, z: 0 } : { y: 0, z: s });
    while (at(shift) > fraction - 1e-9) shift += 0.01;
    return (2 * Math.atan((shift * PITCH_MM) / MASK_DISTANCE_MM) * 180) / Math.PI;
  };
  assert.ok(Math.abs(widthDeg('y', 1) - 8.32) < 0.02);
  assert.ok(Math.abs(widthDeg('z', 1) - 8.0) < 0.02);
  assert.ok(Math.abs(widthDeg('y', 0.5) - 18.9) < 0.1);
  assert.ok(Math.abs(widthDeg('y', 1e-6) - 29.1) < 0.1);
  assert.ok(Math.abs(widthDeg('z', 1e-6) - 29.4) < 0.1);
});

test('the map of coding fractions is the function at every pixel, inverted images of itself', () => {
  const map = codingMap();
  for (const [x, y] of [
    [0, 0],
    [199, 200],
    [40, 300],
    [377, 21],
  ] as const) {
    assert.equal(map[y * IMAGE_SIDE + x], codingFraction(shiftOf({ x, y })));
    assert.ok(Math.abs(map[y * IMAGE_SIDE + x]! - map[(399 - y) * IMAGE_SIDE + 399 - x]!) < 1e-15);
  }
  assert.equal(map[199 * IMAGE_SIDE + 199], 1);
  assert.equal(map[0], 0);
});
