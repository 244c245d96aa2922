// Arithmetic with days as text keeps its digits.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { ijdAfter, secondsBetweenIjd } from './ijd.ts';

const ijd = fc
  .tuple(fc.integer({ min: 10, max: 20_000 }), fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }))
  .map(([days, digits]) => `${days}.${String(digits).padStart(14, '0')}`);

test('seconds between two times keep nanoseconds, where doubles of days would not', () => {
  const seconds = secondsBetweenIjd('8466.65746716180748', '8466.65746716181906');
  assert.ok(Math.abs(seconds - 1.000_512e-6) < 1e-10, String(seconds));
});

test('moving by seconds and measuring gives the seconds back', () => {
  fc.assert(
    fc.property(ijd, fc.double({ min: -400_000, max: 400_000, noNaN: true }), (from, seconds) => {
      // The text has steps of 0.864 ns; the fraction of up to five days adds some digits of a double.
      const back = secondsBetweenIjd(from, ijdAfter(from, seconds));
      assert.ok(Math.abs(back - seconds) < 2e-9, `${back} and ${seconds}`);
    }),
  );
});

test('a fraction that rounds to a whole day carries over', () => {
  assert.equal(ijdAfter('10.99999999999999', 0.000_000_001), '11.00000000000000');
});
