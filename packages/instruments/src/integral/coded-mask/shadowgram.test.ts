/** Events are counted once, in the right cell and band, and only where and when they count. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '@stemma/data/statistics';
import { GRID_CELLS, GRID_WIDTH, gridColumn, gridRow, pixelCells } from './geometry.ts';
import { type Events, binEvents, detectorImage } from './shadowgram.ts';

function eventsOf(rows: readonly (readonly [time: number, y: number, z: number, energy: number])[]): Events {
  return {
    timeS: Float64Array.from(rows, (row) => row[0]),
    y: Uint8Array.from(rows, (row) => row[1]),
    z: Uint8Array.from(rows, (row) => row[2]),
    energyKeV: Float32Array.from(rows, (row) => row[3]),
  };
}

const bands = [
  { minKeV: 20, maxKeV: 40 },
  { minKeV: 40, maxKeV: 60 },
  { minKeV: 80, maxKeV: 100 },
];
const total = (grid: Float64Array): number => grid.reduce((n, v) => n + v, 0);

test('an event lands in the cell of its pixel and in the band whose lower limit it reaches', () => {
  const grids = binEvents(
    eventsOf([
      [0, 70, 33, 20],
      [0, 70, 33, 40],
      [0, 0, 0, 99.9],
      [1, 127, 127, 39.99],
    ]),
    bands,
    pixelCells(),
  );
  assert.deepEqual(grids.map(total), [2, 1, 1]);
  assert.equal(grids[0]![gridRow(33) * GRID_WIDTH + gridColumn(70)], 1);
  assert.equal(grids[0]![133 * GRID_WIDTH + 129], 1);
  assert.equal(grids[2]![0], 1);
});

test('events between and beyond the bands, of dead pixels and outside the time are left out', () => {
  const efficiency = pixelCells();
  efficiency[0] = 0;
  const events = eventsOf([
    [5, 1, 1, 10],
    [5, 1, 1, 70],
    [5, 1, 1, 100],
    [5, 0, 0, 30],
    [4.9, 1, 1, 30],
    [5, 1, 1, 30],
    [9, 1, 1, 30],
    [6, 1, 1, Number.NaN],
  ]);
  assert.deepEqual(binEvents(events, bands, efficiency, { startS: 5, stopS: 9 }).map(total), [1, 0, 0]);
});

test('many events agree with a plain count', () => {
  const random = randomFromDigest('5a'.repeat(32));
  const rows = Array.from(
    { length: 5000 },
    () => [random.uniform(), random.integer(128), random.integer(128), 15 + 100 * random.uniform()] as const,
  );
  const grids = binEvents(eventsOf(rows), bands, pixelCells());
  bands.forEach(({ minKeV, maxKeV }, k) => {
    const inside = rows.filter(([, , , energy]) => Math.fround(energy) >= minKeV && Math.fround(energy) < maxKeV);
    assert.equal(total(grids[k]!), inside.length);
    const expected = new Float64Array(GRID_CELLS);
    for (const [, y, z] of inside) expected[gridRow(z) * GRID_WIDTH + gridColumn(y)]!++;
    assert.deepEqual(grids[k], expected);
  });
});

test('bands that are inverted, empty, overlapping or not numbers are refused', () => {
  const none = eventsOf([]);
  for (const wrong of [
    [{ minKeV: 40, maxKeV: 20 }],
    [{ minKeV: 20, maxKeV: 20 }],
    [{ minKeV: Number.NaN, maxKeV: 3 }],
    [bands[1]!, bands[0]!],
  ]) {
    assert.throws(() => binEvents(none, wrong, pixelCells()), RangeError);
  }
});

test('a detector image is counts less model per efficiency, with the variance of the counts', () => {
  const efficiency = pixelCells().map((cell) => cell / 2);
  const counts = efficiency.map((e) => (e > 0 ? 10 : 0));
  const image = detectorImage(
    { counts, efficiency, exposureS: 1 },
    efficiency.map((e) => 8 * e),
  );
  assert.deepEqual([image.values[0], image.variances[0], image.weights[0]], [12, 40, 0.5]);
  assert.deepEqual([image.values[64], image.variances[64]], [0, 0]);
});
