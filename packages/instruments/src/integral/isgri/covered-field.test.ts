/** Planes come back from storage as they were put in, in the coded field; outside there is nothing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codingMap, IMAGE_SIDE } from '../coded-mask/geometry.ts';
import { codedField, packPlanes, planeBytes, unpackPlane } from './covered-field.ts';

test('the coded field holds every pixel that lights the detector, and no row or column more', () => {
  const map = codingMap();
  const inside = (i: number): boolean => {
    const [x, y] = [i % IMAGE_SIDE, Math.floor(i / IMAGE_SIDE)];
    return x >= codedField().left && x <= codedField().right && y >= codedField().bottom && y <= codedField().top;
  };
  map.forEach((coding, i) => assert.equal(coding > 0, inside(i)));
  assert.ok(planeBytes() < 4 * IMAGE_SIDE * IMAGE_SIDE * 0.9);
});

test('planes come back in single precision, one by one', () => {
  const map = codingMap();
  const planes = [1, 2, 3].map((factor) => map.map((coding, i) => (coding > 0 ? factor * (i + 0.1) : Number.NaN)));
  const bytes = packPlanes(planes);
  assert.equal(bytes.length, 3 * planeBytes());
  planes.forEach((plane, k) => assert.deepEqual(unpackPlane(bytes, k), Float64Array.from(plane, Math.fround)));
});

test('bytes that lie anywhere in a buffer are read, and a plane that is not there is refused', () => {
  const whole = new Uint8Array(planeBytes() + 3);
  whole.set(packPlanes([new Float64Array(IMAGE_SIDE * IMAGE_SIDE).fill(7)]), 3);
  assert.equal(unpackPlane(whole.subarray(3), 0)[200 * IMAGE_SIDE + 200], 7);
  assert.throws(() => unpackPlane(whole.subarray(3), 1), RangeError);
});
