/** The pattern's defining property, by direct summation, and the published counts of open elements. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASIC_ORDER, MASK_ELEMENTS, maskPattern, muraDecoder, muraPattern } from './mura.ts';

/** Cyclic correlation of the pattern with its decoder at one lag. */
function correlationAt(p: number, lagRow: number, lagColumn: number): number {
  const [pattern, decoder] = [muraPattern(p), muraDecoder(p)];
  let total = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      total += pattern[i * p + j]! * decoder[((i + lagRow) % p) * p + ((j + lagColumn) % p)]!;
    }
  }
  return total;
}

function correlations(p: number): number[] {
  return Array.from({ length: p * p }, (_, lag) => correlationAt(p, Math.floor(lag / p), lag % p));
}

test('the correlation of the 53 x 53 pattern with its decoder is 1404 at zero lag and exactly 0 elsewhere', () => {
  const [peak, ...rest] = correlations(BASIC_ORDER);
  assert.equal(peak, 1404);
  assert.ok(rest.every((value) => value === 0));
});

test('patterns of other orders 4k + 1 decode to a delta as well, of (p² - 1) / 2', () => {
  for (const p of [5, 13, 17]) {
    const [peak, ...rest] = correlations(p);
    assert.equal(peak, (p * p - 1) / 2);
    assert.ok(rest.every((value) => value === 0));
  }
});

test('orders for which no decoder exists are refused', () => {
  for (const p of [0, 2, 7, 9, 25, 52, 5.5, Number.NaN]) assert.throws(() => muraPattern(p), RangeError);
});

test('half of the elements are open: 1404 of 2809 in the pattern, 4514 of 9025 in the mask', () => {
  const open = (array: Uint8Array): number => array.reduce((n, value) => n + value, 0);
  assert.equal(open(muraPattern()), 1404);
  assert.equal(open(maskPattern()), 4514);
});

test('the mask repeats the pattern every 53 elements and is its own inversion through the centre', () => {
  const mask = maskPattern();
  for (let i = 0; i < MASK_ELEMENTS; i++) {
    for (let j = 0; j < MASK_ELEMENTS; j++) {
      const here = mask[i * MASK_ELEMENTS + j];
      if (i + BASIC_ORDER < MASK_ELEMENTS) assert.equal(mask[(i + BASIC_ORDER) * MASK_ELEMENTS + j], here);
      if (j + BASIC_ORDER < MASK_ELEMENTS) assert.equal(mask[i * MASK_ELEMENTS + j + BASIC_ORDER], here);
      assert.equal(mask[(94 - i) * MASK_ELEMENTS + 94 - j], here);
    }
  }
});

test('rows and columns of the pattern differ: the first row is closed, the first column open', () => {
  const pattern = muraPattern();
  for (let k = 1; k < BASIC_ORDER; k++) {
    assert.equal(pattern[k], 0);
    assert.equal(pattern[k * BASIC_ORDER], 1);
  }
  assert.equal(pattern[0], 0);
});
