// Numbers with errors, and columns that line up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alignedLines, plusMinus, plusMinusInPowers } from './quantities.ts';

test('an error has two significant digits, and the value as many places', () => {
  assert.equal(plusMinus(633.25, 26.468), '633 ± 26');
  assert.equal(plusMinus(2.6551, 0.0727), '2.655 ± 0.073');
  assert.equal(plusMinus(83.633, 0.0999), '83.63 ± 0.10');
  assert.equal(plusMinus(1.5e6, 4200), '1500000 ± 4200');
  assert.equal(plusMinus(5, 9.96), '5 ± 10');
});

test('a value without a usable error keeps three places', () => {
  assert.equal(plusMinus(1.23456, 0), '1.235 ± 0.000');
  assert.equal(plusMinus(1.23456, Number.NaN), '1.235 ± NaN');
});

test('very small values share a power of ten with their errors', () => {
  assert.equal(plusMinusInPowers(2.617e-11, 1.42e-12), '(2.62 ± 0.14)e-11');
  assert.equal(plusMinusInPowers(-3.5e7, 2e6), '(-3.50 ± 0.20)e7');
});

test('what is printed lies within half a last digit, a tenth of the error at most, of the value', () => {
  const values = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const errors = fc.double({ min: 1e-6, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(values, errors, (value, error) => {
      const [printed, printedError] = plusMinus(value, error).split(' ± ').map(Number) as [number, number];
      // The last digit is at most a tenth of the error when that has two digits before it, else a whole one.
      const half = error < 9.95 ? 0.05 * printedError : 0.5;
      assert.ok(Math.abs(printed - value) <= half * 1.001 + 1e-9, `${value} ± ${error} gave ${printed}`);
    }),
  );
});

test('numbers stand to the right, words to the left, and values with errors line up at their sign', () => {
  const lines = alignedLines([
    ['source', 'rate', 'found'],
    ['Crab', '147.37 ± 0.34', '9'],
    ['A 0535+262', '22 ± 10', '10'],
    ['unknown', '', ''],
  ]);
  assert.deepEqual(lines, [
    'source                rate   found',
    'Crab         147.37 ± 0.34       9',
    'A 0535+262       22 ±   10      10',
    'unknown',
  ]);
});

test('all lines of a table without empty cells are equally long but for trailing blanks', () => {
  const words = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(words, fc.nat()), { minLength: 1, maxLength: 9 }), (rows) => {
      const lines = alignedLines([['name', 'count'], ...rows.map(([word, count]) => [word, String(count)])]);
      assert.equal(new Set(lines.map((line) => line.length)).size, 1);
    }),
  );
});
