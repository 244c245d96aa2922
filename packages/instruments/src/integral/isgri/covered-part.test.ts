/** What is cut away is empty, and every pixel keeps its direction. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { simpleWcsKeywords, Wcs } from '@stemma/data/wcs';
import { coveredPart } from './covered-part.ts';

const [width, height] = [9, 7];
const keywords = simpleWcsKeywords({ centreDeg: [80, 20], shape: [height, width], pixelScaleDeg: 0.1 });

/** Planes covered in the given pixels, their intensity the pixel's number. */
function planesOf(covered: readonly number[]) {
  const filled = (value: (i: number) => number, empty: number) =>
    Float64Array.from({ length: width * height }, (_, i) => (covered.includes(i) ? value(i) : empty));
  return {
    width,
    height,
    intensity: filled((i) => i, Number.NaN),
    variance: filled(() => 1, Number.NaN),
    significance: filled((i) => i, Number.NaN),
    exposure: filled(() => 10, 0),
  };
}

test('the rectangle around all covered pixels of all bands is kept, with their values and directions', () => {
  const [a, b] = [2 + 1 * width, 6 + 4 * width];
  const cut = coveredPart({ planes: [planesOf([a]), planesOf([b])], keywords });
  const [first, second] = cut.planes;
  assert.deepEqual([first!.width, first!.height], [5, 4]);
  assert.equal(first!.intensity[0], a);
  assert.equal(second!.intensity.at(-1), b);
  assert.equal(
    second!.exposure.reduce((sum, value) => sum + value, 0),
    10,
  );
  const [before, after] = [new Wcs(keywords), new Wcs(cut.keywords)];
  assert.ok(angularSeparationDeg(before.pixelToIcrs(2, 1), after.pixelToIcrs(0, 0)) < 1e-12);
  assert.ok(angularSeparationDeg(before.pixelToIcrs(6, 4), after.pixelToIcrs(4, 3)) < 1e-12);
});

test('planes that nothing covers stay as they are', () => {
  const given = { planes: [planesOf([])], keywords };
  assert.equal(coveredPart(given).planes, given.planes);
});
