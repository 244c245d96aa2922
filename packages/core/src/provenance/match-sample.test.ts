// What is read of two lists before they are matched.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { idsToRead, sharedSamples } from './match-sample.ts';

const listOf = (ids: readonly number[]) => ({ list: ids.map((id) => ({ id: String(id) })) });
const numbers = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 60 });

test('everything that only one side has is read, and never more than a few others', () => {
  fc.assert(
    fc.property(numbers, numbers, (before, after) => {
      const read = idsToRead(listOf(before), listOf(after));
      const own = new Set(before).symmetricDifference(new Set(after));
      assert.equal(new Set(read).size, read.length);
      for (const id of own) assert.ok(read.includes(String(id)));
      assert.ok(read.length <= own.size + sharedSamples);
      if (own.size > 0)
        assert.ok(read.length >= own.size + Math.min(1, before.filter((id) => after.includes(id)).length));
    }),
  );
});

test('of equal lists nothing is read, in whatever order they stand', () => {
  fc.assert(fc.property(numbers, (ids) => assert.deepEqual(idsToRead(listOf(ids), listOf(ids.toReversed())), [])));
});
