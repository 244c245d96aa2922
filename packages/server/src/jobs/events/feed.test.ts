// Feeds: whoever follows from any number hears everything after it once and in order, however slowly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JobEvent } from '../job-desk.ts';
import { Feed } from './feed.ts';

const never = new AbortController().signal;
const eventsFrom = (first: number, count: number): JobEvent[] =>
  Array.from({ length: count }, (_, i) => ({ number: first + i, timeMs: 0, type: 'log', data: {} }));

test('followers that start anywhere, at any time and pause anywhere hear every later event once, in order', async () => {
  const batches = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
  const follower = fc.record({ after: fc.nat({ max: 30 }), joins: fc.nat({ max: 7 }), pause: fc.nat({ max: 50 }) });
  await fc.assert(
    fc.asyncProperty(batches, fc.array(follower, { minLength: 1, maxLength: 4 }), async (sizes, followers) => {
      const feed = new Feed();
      const stored: JobEvent[] = [];
      const read = (after: number, limit: number) => stored.slice(after, after + limit);
      const follow = async ({ after, pause }: { after: number; pause: number }) => {
        const heard: number[] = [];
        for await (const { number } of feed.follow(after, read, never)) {
          heard.push(number);
          if (pause > 0 && number % pause === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        return heard;
      };
      const following: Promise<number[]>[] = [];
      for (const [turn, size] of sizes.entries()) {
        followers.forEach((one, i) => {
          if (Math.min(one.joins, sizes.length - 1) === turn) following[i] = follow(one);
        });
        const events = eventsFrom(stored.length + 1, size);
        stored.push(...events);
        feed.push(events);
        await new Promise((resolve) => setImmediate(resolve));
      }
      feed.end();
      for (const [i, heard] of (await Promise.all(following)).entries())
        assert.deepEqual(
          heard,
          stored.slice(followers[i]!.after).map(({ number }) => number),
        );
    }),
    { numRuns: 40 },
  );
});

test('all followers are given the same objects, so that each is encoded once', async () => {
  const feed = new Feed();
  const [event] = eventsFrom(1, 1);
  const none = () => [];
  const first = feed.follow(0, none, never).next();
  const second = feed.follow(0, none, never).next();
  feed.push([event!]);
  assert.equal((await first).value, event);
  assert.equal((await second).value, event);
});

test('a follower that leaves is forgotten at once', async () => {
  const feed = new Feed();
  const leaving = new AbortController();
  const next = feed.follow(0, () => [], leaving.signal).next();
  await Promise.resolve();
  assert.equal(feed.waiting, 1);
  leaving.abort();
  assert.equal((await next).done, true);
  assert.equal(feed.waiting, 0);
});

test('what memory no longer has is read from the store', async () => {
  const feed = new Feed();
  const stored = eventsFrom(1, 5_000);
  let reads = 0;
  for (let i = 0; i < stored.length; i += 100) feed.push(stored.slice(i, i + 100));
  feed.end();
  const read = (after: number, limit: number) => (reads++, stored.slice(after, after + limit));
  const heard = await Array.fromAsync(feed.follow(0, read, never));
  assert.equal(heard.length, 5_000);
  assert.ok(reads > 10);
  reads = 0;
  await Array.fromAsync(feed.follow(4_900, read, never));
  assert.equal(reads, 0);
});
