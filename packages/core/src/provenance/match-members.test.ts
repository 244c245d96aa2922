// Matching the members of two lists.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../canonical/json.ts';
import { matchMembers, type Matching } from './match-members.ts';

interface Member {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** What only the inputs of the member know. */
  readonly inside?: number;
}

const image = (scw: number, bins = 4, inside = 0): Member => ({ name: 't.Image', parameters: { scw, bins }, inside });

function match(before: readonly Member[], after: readonly Member[]): Matching {
  const known = new Map([...before, ...after].map((member) => [JSON.stringify(member), member]));
  const members = (list: readonly Member[]) => list.map((member) => ({ id: JSON.stringify(member) }));
  return matchMembers(members(before), members(after), (id) => {
    const { name, parameters } = known.get(id)!;
    return { definition: { name, version: '1', code: '', environment: '' }, parameters };
  });
}

test('equal members belong together wherever they stand', () => {
  const { pairs, removed, added } = match([image(1), image(2), image(3)], [image(3), image(1)]);
  assert.deepEqual(pairs, [[0, 1], [2, 0]]); // prettier-ignore
  assert.deepEqual([removed, added], [[1], []]);
});

test('members of other data are never taken for changed ones', () => {
  const { pairs, removed, added } = match([image(1), image(2)], [image(2, 8), image(3, 8)]);
  assert.deepEqual(pairs, [[1, 0]]);
  assert.deepEqual([removed, added], [[0], [1]]);
});

test('what differs only inside is matched by its data', () => {
  const { pairs } = match([image(1), image(2)], [image(2, 4, 1), image(1, 4, 1)]);
  assert.deepEqual(pairs, [[0, 1], [1, 0]]); // prettier-ignore
});

test('single members and members that nothing tells apart are matched in order, of their own analysis first', () => {
  assert.deepEqual(match([image(1)], [image(2)]).pairs, [[0, 0]]);
  const plain = (name: string, inside: number): Member => ({ name, parameters: {}, inside });
  const { pairs, removed, added } = match(
    [plain('a', 1), plain('b', 1), plain('b', 2)],
    [plain('b', 3), plain('a', 2), plain('c', 1)],
  );
  assert.deepEqual(pairs, [[0, 1], [1, 0], [2, 2]]); // prettier-ignore
  assert.deepEqual([removed, added], [[], []]);
});

test('every member has one partner or none, on both sides', () => {
  const member = fc.record({
    name: fc.constantFrom('a', 'b'),
    parameters: fc.dictionary(fc.constantFrom('x', 'y'), fc.nat({ max: 3 }), { noNullPrototype: true }),
    inside: fc.nat({ max: 2 }),
  });
  const list = fc.array(member, { maxLength: 8 });
  fc.assert(
    fc.property(list, list, (before, after) => {
      const { pairs, removed, added } = match(before, after);
      const sides = [
        [...pairs.map(([i]) => i), ...removed],
        [...pairs.map(([, j]) => j), ...added],
      ];
      for (const [side, list] of [[sides[0]!, before], [sides[1]!, after]] as const) assert.deepEqual(side.toSorted((a, b) => a - b), [...list.keys()]); // prettier-ignore
      const texts = (members: readonly Member[]) => members.map((m) => JSON.stringify(m)).sort();
      if (texts(before).join() === texts(after).join())
        for (const [i, j] of pairs) assert.deepEqual(before[i], after[j]);
    }),
  );
});
