// The queue of executors and of the job desk: the urgent first, owners in turn, nobody forgotten.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Rank } from '@stemma/core';
import { FairQueue, fairnessPeriod, type Ticket } from './fair-queue.ts';

test('the urgent goes first, and for one owner what came first', () => {
  const queue = new FairQueue<string>();
  for (const [item, rank] of [
    ['b1', 2],
    ['n1', 1],
    ['b2', 2],
    ['i1', 0],
    ['n2', 1],
  ] as [string, Rank][])
    queue.push(item, 'ada', rank);
  assert.deepEqual(
    Array.from({ length: 5 }, () => queue.shift()),
    ['i1', 'n1', 'n2', 'b1', 'b2'],
  );
  assert.equal(queue.shift(), undefined);
});

test('it is urgent as long as something of the lowest rank waits', () => {
  const queue = new FairQueue<string>();
  const ticket = queue.push('a', 'ada', 1);
  assert.equal(queue.isUrgent, false);
  queue.refile(ticket, 0);
  assert.equal(queue.isUrgent, true);
  queue.shift();
  assert.equal(queue.isUrgent, false);
});

test('owners with less in service go first, so that a long batch of one does not shut out the others', () => {
  const queue = new FairQueue<string>();
  for (let i = 0; i < 5; i++) queue.push(`long ${i}`, 'long', 1);
  queue.push('short', 'short', 1);
  queue.push('late', 'late', 1);
  // Nothing ends meanwhile: the first of the batch is in service when the others are looked at.
  assert.deepEqual(
    Array.from({ length: 4 }, () => queue.shift()),
    ['long 0', 'short', 'late', 'long 1'],
  );
  queue.ended('long');
  queue.ended('long');
  assert.equal(queue.shift(), 'long 2');
});

test('owners with equally much in service take turns', () => {
  const queue = new FairQueue<string>();
  for (const owner of ['a', 'b', 'c']) for (let i = 0; i < 2; i++) queue.push(`${owner}${i}`, owner, 2);
  const order = Array.from({ length: 6 }, () => {
    const item = queue.shift()!;
    queue.ended(item[0]!);
    return item;
  });
  assert.deepEqual(order, ['a0', 'b0', 'c0', 'a1', 'b1', 'c1']);
});

test('whatever comes after it, an item behind n others is served within the promised number of steps', () => {
  const arrivals = fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), rank: fc.constantFrom<Rank>(0, 1) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.nat({ max: 5 }), arrivals, (ahead, flood) => {
      const queue = new FairQueue<string>();
      for (let i = 0; i < ahead; i++) queue.push('older', 'z', 2);
      queue.push('wanted', 'z', 2);
      let served = 0;
      for (let item: string | undefined; item !== 'wanted'; served++) {
        for (const { owner, rank } of flood) queue.push('newer', owner, rank);
        item = queue.shift();
      }
      assert.ok(served <= fairnessPeriod * (ahead + 1), `served as number ${served}`);
    }),
  );
});

test('against a plain model: nothing is lost, served twice, or served after it was taken out', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('push'), owner: fc.constantFrom('a', 'b'), rank: fc.constantFrom<Rank>(0, 1, 2) }),
    fc.record({
      do: fc.constantFrom('shift', 'remove', 'refile', 'end'),
      at: fc.nat(),
      rank: fc.constantFrom<Rank>(0, 1, 2),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new FairQueue<number>();
      const tickets: Ticket<number>[] = [];
      const waiting = new Set<number>();
      const serving: string[] = [];
      for (const taken of steps) {
        if ('owner' in taken) {
          waiting.add(tickets.length);
          tickets.push(queue.push(tickets.length, taken.owner, taken.rank));
        } else if (taken.do === 'shift') {
          const item = queue.shift();
          assert.equal(item === undefined, waiting.size === 0);
          if (item === undefined) continue;
          assert.ok(waiting.delete(item));
          serving.push(tickets[item]!.owner);
        } else if (taken.do === 'end') {
          if (serving.length > 0) queue.ended(serving.pop()!);
        } else if (tickets.length > 0) {
          const ticket = tickets[taken.at % tickets.length]!;
          if (taken.do === 'remove') assert.equal(queue.remove(ticket), waiting.delete(ticket.item));
          else queue.refile(ticket, taken.rank);
        }
        assert.equal(queue.size, waiting.size);
        assert.deepEqual(
          [...queue],
          [...waiting].sort((a, b) => a - b),
        );
      }
    }),
  );
});

test('a hundred thousand that wait are served one by one without looking at all of them', () => {
  const queue = new FairQueue<number>();
  for (let i = 0; i < 100_000; i++) queue.push(i, `owner ${i % 50_000}`, 2);
  const startedMs = performance.now();
  for (let i = 0; i < 100_000; i++) queue.ended(`owner ${queue.shift()! % 50_000}`);
  // Looking at all would take 5e9 steps: minutes.
  assert.ok(performance.now() - startedMs < 5_000);
  assert.equal(queue.size, 0);
});
