// Two numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareNumbers } from './index.ts';

test('the difference is told absolutely, relatively and in units of both errors', () => {
  const report = compareNumbers(10, 15, { beforeError: 3, afterError: 4, beforeUnit: 'keV', afterUnit: 'keV' });
  assert.deepEqual(report, {
    kind: 'number',
    identical: false,
    before: 10,
    after: 15,
    unit: 'keV',
    difference: 5,
    relative: 0.5,
    sigma: 1,
  });
});

test('numbers in different units are never subtracted, nor called identical', () => {
  const report = compareNumbers(1, 1, { beforeUnit: 'keV', afterUnit: 'MeV' });
  assert.deepEqual(report, { kind: 'number', identical: false, before: 1, after: 1, units: ['keV', 'MeV'] });
});

test('NaN is equal to NaN, and to nothing else; infinities have no difference', () => {
  assert.equal(compareNumbers(NaN, NaN).identical, true);
  assert.equal(compareNumbers(NaN, 1).identical, false);
  assert.equal(compareNumbers(NaN, 1).difference, undefined);
  assert.equal(compareNumbers(Infinity, Infinity).identical, true);
  assert.equal(compareNumbers(Infinity, 3).difference, undefined);
});

test('nothing is relative to zero, and no error that is none makes a significance', () => {
  assert.equal(compareNumbers(0, 2).relative, undefined);
  for (const error of [0, NaN, -1]) assert.equal(compareNumbers(1, 2, { beforeError: error }).sigma, undefined);
  assert.equal(compareNumbers(1, 2, { afterError: 0.5 }).sigma, 2);
});

test('exchanging both numbers changes the sign of the difference and nothing else of it', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [there, back] = [compareNumbers(a, b), compareNumbers(b, a)];
      assert.equal(there.identical, back.identical);
      assert.equal(there.identical, there.difference === 0);
      assert.ok(there.difference === 0 || there.difference === -back.difference!);
    }),
  );
});
