// When contents were last used: looked up a thousand times, written once an hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '@stemma/core';
import { lastUsed } from './last-used.ts';

const hourMs = 3_600_000;

function setting(readOnly = false) {
  const written: [atMs: number, contents: number[]][] = [];
  const time = { nowMs: 100 * hourMs };
  const clock = { nowMs: () => time.nowMs, sleep: async () => {} } as Clock;
  const connection = {
    readOnly,
    write: (_: string, call: () => unknown) => call(),
    statement: () => ({ run: (atMs: number, json: string) => written.push([atMs, JSON.parse(json) as number[]]) }),
  };
  return { uses: lastUsed(connection as unknown as Parameters<typeof lastUsed>[0], clock), written, time };
}

test('a use is remembered, and written when it is asked for, once for each content', () => {
  const { uses, written, time } = setting();
  for (const content of [1, 2, 1, 1]) uses.note(content, 0, time.nowMs);
  assert.deepEqual(written, []);
  uses.flush();
  uses.flush();
  assert.deepEqual(written, [[time.nowMs, [1, 2]]]);
});

test('a use within the hour of the last one written is nothing new', () => {
  const { uses, written, time } = setting();
  uses.note(1, time.nowMs - hourMs + 1, time.nowMs);
  uses.flush();
  assert.deepEqual(written, []);
});

test('uses are written by themselves when the last writing is more than an hour ago', () => {
  const { uses, written, time } = setting();
  uses.note(1, 0, time.nowMs);
  time.nowMs += hourMs + 1;
  uses.note(2, 0, time.nowMs);
  assert.deepEqual(written, [[time.nowMs, [1, 2]]]);
  uses.note(3, 0, time.nowMs);
  assert.equal(written.length, 1, 'the hour begins again');
});

test('an index that may only be read is not written to', () => {
  const { uses, written, time } = setting(true);
  uses.note(1, 0, time.nowMs);
  time.nowMs += 10 * hourMs;
  uses.note(1, 0, time.nowMs);
  uses.flush();
  assert.deepEqual(written, []);
});
