// Patience with a busy server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patientFetch } from './patient-fetch.ts';

function setting(statuses: number[], headers: Record<string, string> = {}) {
  const waits: number[] = [];
  let asked = 0;
  const fetch = patientFetch(
    () => Promise.resolve(new Response('x', { status: statuses[asked++] ?? 200, headers })),
    (seconds) => Promise.resolve(waits.push(seconds)),
  );
  return { fetch, waits, asked: () => asked };
}

test('what only reads is asked again after as long as the server says', async () => {
  const { fetch, waits } = setting([429, 503], { 'retry-after': '7' });
  assert.equal((await fetch('http://a')).status, 200);
  assert.deepEqual(waits, [7, 7]);
});

test('without a word of the server the wait doubles, and the sixth answer is final', async () => {
  const { fetch, waits, asked } = setting(Array.from({ length: 9 }, () => 503));
  assert.equal((await fetch('http://a')).status, 503);
  assert.deepEqual([waits, asked()], [[0.5, 1, 2, 4, 8], 6]);
});

test('a server cannot make anybody wait for more than half a minute', async () => {
  const { fetch, waits } = setting([429], { 'retry-after': '86400' });
  await fetch('http://a');
  assert.deepEqual(waits, [30]);
});

test('what changes something is sent once, unless a key makes it safe', async () => {
  const plain = setting([503]);
  assert.equal((await plain.fetch('http://a', { method: 'POST' })).status, 503);
  assert.equal(plain.asked(), 1);
  const keyed = setting([503]);
  assert.equal((await keyed.fetch('http://a', { method: 'POST', headers: { 'idempotency-key': 'k' } })).status, 200);
});

test('other refusals are handed on at once', async () => {
  for (const status of [400, 404, 500]) {
    const { fetch, asked } = setting([status]);
    assert.equal((await fetch('http://a')).status, status);
    assert.equal(asked(), 1);
  }
});
