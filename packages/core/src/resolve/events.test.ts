// Streams of events: every listener gets all from its start, none is lost, and all end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventStream } from './events.ts';

test('every listener gets all events from when it began', async () => {
  const stream = new EventStream<number>();
  stream.emit(0);
  const early = Array.fromAsync(stream.listen());
  stream.emit(1);
  const late = Array.fromAsync(stream.listen());
  stream.emit(2);
  stream.close();
  assert.deepEqual([await early, await late], [[1, 2], [2]]);
});

test('what was emitted before the close is delivered, also to a listener that takes its time', async () => {
  const stream = new EventStream<number>();
  const events = stream.listen();
  for (let i = 0; i < 1000; i++) stream.emit(i);
  stream.close();
  let sum = 0;
  for await (const n of events) {
    sum += n;
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(sum, 499_500);
});

test('events that come while a listener waits wake it', async () => {
  const stream = new EventStream<string>();
  const events = stream.listen();
  const next = events.next();
  await new Promise((resolve) => setImmediate(resolve));
  stream.emit('a');
  assert.deepEqual(await next, { done: false, value: 'a' });
  const end = events.next();
  stream.close();
  assert.deepEqual(await end, { done: true, value: undefined });
});

test('a listener that stops early is forgotten, so that hot paths need not make events for it', async () => {
  const stream = new EventStream<number>();
  assert.equal(stream.heard, false);
  const events = stream.listen();
  assert.equal(stream.heard, true);
  stream.emit(1);
  for await (const n of events) if (n === 1) break;
  assert.equal(stream.heard, false);
});

test('listening to a closed stream ends at once', async () => {
  const stream = new EventStream<number>();
  stream.close();
  assert.deepEqual(await Array.fromAsync(stream.listen()), []);
});
