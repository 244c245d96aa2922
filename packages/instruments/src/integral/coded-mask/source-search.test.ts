/** Peaks in significance maps: order, thresholds, exclusion, and pixels that are not numbers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excludeDisc, highestPeak, searchImage } from './source-search.ts';

const WIDTH = 60;
const HEIGHT = 50;

function sky(sources: readonly (readonly [x: number, y: number, height: number])[]) {
  const intensity = new Float64Array(WIDTH * HEIGHT);
  for (const [x, y, height] of sources) {
    for (let i = 0; i < intensity.length; i++) {
      const square = ((i % WIDTH) - x) ** 2 + (Math.floor(i / WIDTH) - y) ** 2;
      intensity[i]! += height * Math.exp(-square / (2 * 1.15 ** 2));
    }
  }
  return { width: WIDTH, intensity, variance: new Float64Array(intensity.length).fill(1), significance: intensity };
}

test('sources come strongest first with their positions, down to the threshold', () => {
  const found = searchImage(
    sky([
      [10.2, 40.4, 9],
      [30, 25.3, 40],
      [50.4, 9.8, 15],
      [20, 10, 5],
    ]),
    { threshold: 6 },
  );
  assert.deepEqual(
    found.map(({ x, y }) => [Math.round(10 * x) / 10, Math.round(10 * y) / 10]),
    [
      [30, 25.3],
      [50.4, 9.8],
      [10.2, 40.4],
    ],
  );
  assert.ok(found[0]!.peakSignificance > found[1]!.peakSignificance);
});

test('a source is found once, two of them 12 pixels apart are two, and the search ends at its maximum', () => {
  const image = sky([
    [20, 20, 30],
    [32, 20.5, 25],
  ]);
  assert.equal(searchImage(image, { threshold: 7 }).length, 2);
  assert.equal(searchImage(image, { threshold: 7, maximum: 1 }).length, 1);
});

test('pixels without a number are no peaks', () => {
  const image = sky([[20, 20, 30]]);
  image.significance[5] = Number.NaN;
  image.significance[6] = Infinity;
  image.variance[6] = 0;
  const found = searchImage(image, { threshold: 7 });
  assert.equal(found.length, 1);
  assert.ok(Math.abs(found[0]!.x - 20) < 1e-6);
});

test('the highest peak respects a threshold per pixel and the exclusion map', () => {
  const map = Float64Array.of(1, 5, 3, 4, Number.NaN, 2);
  const open = new Uint8Array(6);
  assert.deepEqual(highestPeak(map, 3, 2, open), { x: 1, y: 0, value: 5 });
  assert.deepEqual(highestPeak(map, 3, Float64Array.of(0, 6, 0, 0, 0, 0), open), { x: 0, y: 1, value: 4 });
  assert.deepEqual(highestPeak(map, 3, 2, Uint8Array.of(0, 1, 0, 1, 0, 0)), { x: 2, y: 0, value: 3 });
  assert.equal(highestPeak(map, 3, 9, open), undefined);
});

test('a disc is excluded as far as the image goes', () => {
  const map = new Uint8Array(20 * 10);
  excludeDisc(map, 20, { x: 0.4, y: 5 }, 2);
  const marked = [...map.keys()].filter((i) => map[i] === 1);
  assert.ok(marked.every((i) => Math.hypot((i % 20) - 0.4, Math.floor(i / 20) - 5) <= 2));
  assert.equal(
    marked.length,
    [...map.keys()].filter((i) => Math.hypot((i % 20) - 0.4, Math.floor(i / 20) - 5) <= 2).length,
  );
  excludeDisc(map, 20, { x: -50, y: 50 }, 3);
  assert.equal(
    map.reduce((n, v) => n + v, 0),
    marked.length,
  );
});
