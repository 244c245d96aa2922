// JSON values place by place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareJson, mostChanges } from './index.ts';

test('each place that differs is told by its path and kind', () => {
  const before = { burst: 'GRB 1', bands: [{ flux: 1 }, { flux: 2 }], old: null };
  const after = { burst: 'GRB 1', bands: [{ flux: 1.5 }, { flux: 2 }, { flux: 3 }], fresh: [] };
  const { changes, total } = compareJson(before, after);
  assert.deepEqual(
    changes.map(({ path, change }) => [path, change]),
    [
      ['bands[0].flux', 'changed'],
      ['bands[2]', 'added'],
      ['old', 'removed'],
      ['fresh', 'added'],
    ],
  );
  assert.deepEqual([total, changes[0]!.numbers!.difference, changes[3]!.after], [4, 0.5, []]);
});

test('a value is identical to its copy, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, (_, member: unknown) =>
        typeof member === 'object' && member !== null && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).toReversed())
          : member,
      );
      assert.equal(compareJson(JSON.parse(JSON.stringify(value)), JSON.parse(text)).identical, true);
    }),
  );
});

test('two values are identical exactly when their canonical texts are', () => {
  const small = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 2 }, fc.constantFrom(null, 1, 'a', true), fc.array(tie('value'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('x', 'y'), tie('value'), { noNullPrototype: true })),
  })).value; // prettier-ignore
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    );
  fc.assert(
    fc.property(small, small, (a, b) => {
      assert.equal(compareJson(a, b).identical, canonical(a) === canonical(b));
    }),
  );
});

test('NaN is equal to NaN; a value of another type is another value', () => {
  assert.equal(compareJson({ a: NaN }, { a: NaN }).identical, true);
  for (const [a, b] of [[1, '1'], [null, 0], [[], {}], [{}, null], [undefined, null], [false, 0]]) assert.equal(compareJson(a, b).identical, false); // prettier-ignore
  const [date, same, other] = [new Date(5), new Date(5), new Date(6)];
  assert.deepEqual([compareJson(date, same).identical, compareJson(date, other).identical], [true, false]);
});

test('thousands of changes are counted, the first hundred listed', () => {
  const numbers = Array.from({ length: 5000 }, (_, i) => i);
  const report = compareJson(numbers, numbers.map((x) => x + 1)); // prettier-ignore
  assert.deepEqual([report.total, report.changes.length, report.changes[99]!.path], [5000, mostChanges, '[99]']);
});

test('documents may be nested deeper than any stack', () => {
  const nested = (leaf: number): unknown => {
    let value: unknown = leaf;
    for (let i = 0; i < 20_000; i++) value = [value];
    return value;
  };
  assert.equal(compareJson(nested(1), nested(2)).total, 1);
});
