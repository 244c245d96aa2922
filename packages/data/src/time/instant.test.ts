/** Tests of exact arithmetic on instants. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  addNs,
  addSeconds,
  compareInstants,
  floorDiv,
  instantFromTtNs,
  nsFromSeconds,
  roundDiv,
  secondsBetween,
} from './instant.ts';

test('adding nanoseconds and taking them away gives the same instant at any date', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(-(10n ** 18n), 10n ** 18n), (start, step) => {
      const t = instantFromTtNs(start);
      assert.deepEqual(addNs(addNs(t, step), -step), t);
    }),
  );
});

test('seconds keep every nanosecond over spans of 48 days', () => {
  fc.assert(
    fc.property(fc.bigInt(-4_147_200n * 10n ** 9n, 4_147_200n * 10n ** 9n), (ns) => {
      const start = instantFromTtNs(731_519_205_162_780_200n);
      const stop = addNs(start, ns);
      assert.deepEqual(addSeconds(start, secondsBetween(start, stop)), stop);
    }),
  );
});

test('a span that is not finite is refused', () => {
  assert.throws(() => addSeconds(instantFromTtNs(0n), Number.NaN), /finite/);
  assert.throws(() => nsFromSeconds(Infinity), /finite/);
});

test('instants sort in order of time', () => {
  const sorted = [3n, -1n, 2n, 2n].map(instantFromTtNs).sort(compareInstants);
  assert.deepEqual(
    sorted.map((t) => t.ttNs),
    [-1n, 2n, 2n, 3n],
  );
});

test('floor and nearest division go the right way for negative numbers', () => {
  assert.equal(floorDiv(-1n, 10n), -1n);
  assert.equal(floorDiv(-10n, 10n), -1n);
  assert.deepEqual(
    [-26n, -25n, -24n, 24n, 25n, 26n].map((v) => roundDiv(v, 10n)),
    [-3n, -2n, -2n, 2n, 3n, 3n],
  );
});

test('an instant survives structured cloning, as it must to reach a worker', () => {
  const t = instantFromTtNs(731_519_205_162_780_203n);
  assert.deepEqual(structuredClone(t), t);
});
