/** Tests of histogram lines: steps, gaps, and an envelope that keeps every peak with few segments. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linearScale } from './scale.ts';
import { fixed, stepPath, type Frame, type Steps } from './step-path.ts';

const frame: Frame = { left: 100, top: 50, width: 400, height: 200 };
const x = linearScale(0, 4);
const y = linearScale(0, 10);

function stepsOf(value: readonly number[] | Float64Array, binS = 1): Steps {
  return {
    start: Float64Array.from({ length: value.length }, (_, i) => i * binS),
    width: new Float64Array(value.length).fill(binS),
    value,
  };
}

const commands = (path: string) => path.match(/[MHV]/g)?.length ?? 0;

/** All ordinates that a path reaches, in pixels from the top. */
function heights(path: string): number[] {
  return [...path.matchAll(/V(-?[\d.]+)|M-?[\d.]+ (-?[\d.]+)/g)].map(([, v, m]) => Number(v ?? m));
}

test('each bin is a level line, joined to the next by a vertical one', () => {
  assert.equal(stepPath(stepsOf([5, 10, 0, 5]), x, y, frame), 'M100 150H200V50H300V250H400V150H500');
});

test('a gap between bins breaks the line', () => {
  const steps = { start: [0, 2], width: [1, 1], value: [5, 5] };
  assert.equal(stepPath(steps, x, y, frame), 'M100 150H200M300 150H400');
});

test('a seam no wider than a tenth of a bin is no gap: rounded times do not tear the line', () => {
  const steps = { start: [0, 1.05], width: [1, 1], value: [5, 5] };
  assert.equal(commands(stepPath(steps, x, y, frame).replace(/^M/, '')), 3);
});

test('values beyond the axis stay at its edge, and bins outside of the range are not drawn', () => {
  const steps = { start: [-3, 0, 1, 9], width: [1, 1, 1, 1], value: [5, 99, -99, 5] };
  assert.equal(stepPath(steps, x, y, frame), 'M100 50H200V250H300');
});

test('a bin that sticks out of the range is cut off at the frame', () => {
  assert.equal(stepPath({ start: [-1], width: [9], value: [5] }, x, y, frame), 'M100 150H500');
});

test('no bins draw nothing', () => {
  assert.equal(stepPath(stepsOf([]), x, y, frame), '');
});

test('a million bins draw a few segments for each pixel, and a peak of one bin is still there', () => {
  const count = 1_000_000;
  const value = Float64Array.from({ length: count }, (_, i) => 5 + Math.sin(i * 12.9898) * 0.5);
  value[654_321] = 9.5;
  value[123_456] = 0.5;
  const path = stepPath(stepsOf(value, 4 / count), x, y, frame);
  assert.ok(commands(path) < 20 * frame.width, `${commands(path)} segments`);
  assert.ok(path.length < 100_000, `${path.length} characters`);
  assert.equal(Math.min(...heights(path)), 60, 'the peak');
  assert.equal(Math.max(...heights(path)), 240, 'the dip');
});

test('whatever the values are, the line reaches the highest and the lowest of them, and nothing beyond', () => {
  const value = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 3000 });
  fc.assert(
    fc.property(value, (list) => {
      const reached = heights(stepPath(stepsOf(list, 4 / list.length), x, y, frame));
      const toY = (v: number) => Number(fixed(50 + 200 * (1 - v / 10)));
      assert.equal(Math.min(...reached), toY(Math.max(...list)));
      assert.equal(Math.max(...reached), toY(Math.min(...list)));
    }),
    { numRuns: 50 },
  );
});

test('coordinates have at most two decimals and no needless zeros', () => {
  assert.deepEqual([1, 1.5, 1.004, 1.006, -0.126, 1e3].map(fixed), ['1', '1.5', '1', '1.01', '-0.13', '1000']);
});
