/** Tests of positions within faces: one place has one number in each numbering, and the way back leads there. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { faceFromNested, faceFromRing, isShifted, nestedFromFace, quarterOfRing, ringFromFace } from './faces.ts';

/** A resolution up to the largest, and a place in one of its faces. */
const place = fc.integer({ min: 0, max: 13 }).chain((order) => {
  const step = fc.nat({ max: 2 ** order - 1 });
  return fc.record({ nside: fc.constant(2 ** order), face: fc.nat({ max: 11 }), x: step, y: step });
});

describe('a position within a face', () => {
  it('comes back from its nested number, at every resolution', () => {
    fc.assert(
      fc.property(place, ({ nside, ...position }) => {
        const number = nestedFromFace(position, nside);
        assert.ok(number >= 0 && number < 12 * nside * nside);
        const back = { face: 0, x: 0, y: 0 };
        faceFromNested(number, nside, back);
        assert.deepEqual(back, position);
      }),
    );
  });

  it('comes back from its ring and its place there, which exist', () => {
    fc.assert(
      fc.property(place, ({ nside, ...position }) => {
        const ring = { ring: 0, index: 0 };
        ringFromFace(position, nside, ring);
        assert.ok(ring.ring >= 1 && ring.ring < 4 * nside);
        assert.ok(Number.isInteger(ring.index) && ring.index >= 0);
        assert.ok(ring.index < 4 * quarterOfRing(ring.ring, nside));
        const back = { face: 0, x: 0, y: 0 };
        faceFromRing(ring, nside, back);
        assert.deepEqual(back, position);
      }),
    );
  });

  it('has the numbers of the paper where they can be counted by hand', () => {
    assert.equal(nestedFromFace({ face: 1, x: 1, y: 0 }, 2), 5);
    assert.equal(nestedFromFace({ face: 0, x: 3, y: 3 }, 4), 15);
    const ring = { ring: 0, index: 0 };
    ringFromFace({ face: 0, x: 3, y: 3 }, 4, ring);
    assert.deepEqual(ring, { ring: 1, index: 0 }, 'the northern corner of face 0 is the first pixel of all');
    ringFromFace({ face: 11, x: 0, y: 0 }, 4, ring);
    assert.deepEqual(ring, { ring: 15, index: 3 }, 'the southern corner of face 11 is the last');
  });
});

describe('a ring', () => {
  it('has all pixels of the sphere among its like', () => {
    for (const nside of [1, 2, 3, 7, 64]) {
      let pixels = 0;
      for (let ring = 1; ring < 4 * nside; ring++) pixels += 4 * quarterOfRing(ring, nside);
      assert.equal(pixels, 12 * nside * nside);
    }
  });

  it('begins half a pixel east of longitude 0 in the caps, and in every other ring between them', () => {
    const shifted = Array.from({ length: 15 }, (_, i) => isShifted(i + 1, 4));
    assert.deepEqual(shifted.slice(0, 3), [true, true, true]);
    assert.deepEqual(shifted.slice(3, 12), [true, false, true, false, true, false, true, false, true]);
    assert.deepEqual(shifted.slice(12), [true, true, true]);
  });
});
