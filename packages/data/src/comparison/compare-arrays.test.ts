// Arrays of numbers against a plain, slow definition.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareArrays } from './index.ts';

const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN), fc.double({ min: -1e6, max: 1e6 }));
const both = fc.array(fc.tuple(value, value), { maxLength: 30 });

test('counts and sizes are those of a plain definition, whatever is undefined', () => {
  fc.assert(
    fc.property(both, (pairs) => {
      const [before, after] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const { identical, differences } = compareArrays(before, after);
      const changed = pairs.filter(([a, b]) => a !== b && !(Number.isNaN(a) && Number.isNaN(b)));
      const deltas = pairs.map(([a, b]) => Math.abs(b - a)).filter((delta) => !Number.isNaN(delta));
      assert.equal(differences!.changed, changed.length);
      assert.equal(identical, changed.length === 0);
      assert.equal(differences!.becameUndefined, changed.filter(([, b]) => Number.isNaN(b)).length);
      assert.equal(differences!.becameDefined, changed.filter(([a]) => Number.isNaN(a)).length);
      assert.equal(differences!.maxAbs, Math.max(0, ...deltas));
      const rms = deltas.length === 0 ? 0 : Math.sqrt(deltas.reduce((sum, d) => sum + d * d, 0) / deltas.length);
      // Below 1e-150 the plain square underflows, not ours.
      assert.ok(Math.abs(differences!.rms - rms) <= 1e-9 * rms + 1e-150);
      const at = differences!.maxAbsAt;
      assert.equal(at < 0 ? 0 : Math.abs(after[at]! - before[at]!), differences!.maxAbs);
    }),
  );
});

test('an array is identical to itself', () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      assert.equal(compareArrays(values, Float64Array.from(values)).identical, true);
    }),
  );
});

test('arrays of different lengths are told by their lengths alone', () => {
  assert.deepEqual(compareArrays([1, 2], [1]), { kind: 'array', identical: false, lengths: [2, 1] });
  assert.equal(compareArrays([], []).identical, true);
});

test('64-bit integers are compared exactly, beyond what a double can hold', () => {
  const big = 2n ** 60n;
  const { differences } = compareArrays(BigInt64Array.of(big, 5n), BigInt64Array.of(big + 1n, 5n));
  assert.deepEqual([differences!.changed, differences!.maxAbs, differences!.maxAbsAt], [1, 1, 0]);
});

test('differences that overflow when squared still have a root mean square', () => {
  const { differences } = compareArrays([0, 0], [3e200, 4e200]);
  assert.ok(Math.abs(differences!.rms / (5e200 / Math.SQRT2) - 1) < 1e-12);
});

test('with errors the largest difference in their units is told; errors of zero tell none', () => {
  const errors = { before: [0, 3, 1], after: [0, 4, 0] };
  assert.equal(compareArrays([1, 0, 1], [9, 10, 1.5], errors).differences!.maxSigma, 2);
  assert.equal(compareArrays([1], [9]).differences!.maxSigma, undefined);
});

test('an infinite change is the largest one, and spoils neither the mean nor the relative change', () => {
  const { differences } = compareArrays([1, 2, 0], [Infinity, 3, 0]);
  assert.deepEqual([differences!.maxAbs, differences!.maxAbsAt, differences!.maxRelative], [Infinity, 0, 0.5]);
  assert.equal(differences!.rms, Math.SQRT1_2);
});
