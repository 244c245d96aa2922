// Tests of the selection rule of the science-window list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectWindows } from './select-windows.ts';

const index = {
  startIjd: [1, 2, 3, 4],
  stopIjd: [2, 3, 4, 5],
  separationDeg: [1, 5, 1, 1],
  goodIsgriS: [100, 100, 0, 100],
};
const all = { fromIjd: 0, toIjd: 10, radiusDeg: 10, minGoodIsgriS: -1 };
const rowsFor = (asked: Partial<typeof all>) => selectWindows(index, { ...all, ...asked }).rows;

test('windows that overlap the range fit, those that only touch it do not', () => {
  assert.deepEqual(rowsFor({}), [0, 1, 2, 3]);
  assert.deepEqual(rowsFor({ fromIjd: 2, toIjd: 4 }), [1, 2]);
  assert.deepEqual(rowsFor({ fromIjd: 2.5, toIjd: 2.6 }), [1]);
});

test('distance and ISGRI time are strict limits', () => {
  assert.deepEqual(rowsFor({ radiusDeg: 5 }), [0, 2, 3]);
  assert.deepEqual(rowsFor({ radiusDeg: 5.001 }), [0, 1, 2, 3]);
  assert.deepEqual(rowsFor({ minGoodIsgriS: 0 }), [0, 1, 3]);
  assert.deepEqual(rowsFor({ minGoodIsgriS: 100 }), []);
});

test('what is left out is counted by its first reason', () => {
  const { rejected } = selectWindows(index, { fromIjd: 1.5, toIjd: 3.5, radiusDeg: 3, minGoodIsgriS: 0 });
  assert.deepEqual(rejected, { time: 1, position: 1, isgri: 1 });
});

test('a range that is empty or inverted is refused', () => {
  for (const toIjd of [0, -1])
    assert.throws(() => rowsFor({ toIjd }), { code: 'invalid_request', message: /inverted/ });
});
