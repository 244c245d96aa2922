// Pages: all of them together are the whole, also when something comes or goes meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageByKey, pageByPlace, type Page } from './pages.ts';

function allPages<T>(page: (cursor: string | undefined) => Page<T>): T[] {
  const items: T[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const { items: more, next } = page(cursor);
    items.push(...more);
    cursor = next;
  }
  return items;
}

const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 });
const limits = fc.integer({ min: 1, max: 12 });

test('pages by key are the sorted whole', () => {
  fc.assert(
    fc.property(names, limits, (keys, limit) => {
      const found = allPages((cursor) => pageByKey(keys, (key) => key, { limit, cursor }));
      assert.deepEqual(
        found,
        keys.toSorted((a, b) => (a < b ? -1 : 1)),
      );
    }),
  );
});

test('what is removed between two pages shifts none of the others', () => {
  const keys = ['a', 'b', 'c', 'd'];
  const { next } = pageByKey(keys, (key) => key, { limit: 2 });
  const rest = pageByKey(['c', 'd', 'aa'], (key) => key, { limit: 9, cursor: next });
  assert.deepEqual(rest, { items: ['c', 'd'] });
});

test('pages by place keep the order', () => {
  fc.assert(
    fc.property(names, limits, (things, limit) => {
      assert.deepEqual(
        allPages((cursor) => pageByPlace(things, { limit, cursor })),
        things,
      );
    }),
  );
});

test('a damaged cursor is refused', () => {
  for (const cursor of ['!', 'bm9uZQ', 'LTE', 'MS41'])
    assert.throws(() => pageByPlace([1], { limit: 1, cursor }), { code: 'invalid_request' });
});
