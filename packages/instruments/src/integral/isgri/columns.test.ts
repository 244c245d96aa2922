/** Good events and lengths of intervals. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodEvents, lengthS, overlapS } from './columns.ts';

const good = { startS: Float64Array.of(10, 40), stopS: Float64Array.of(20, 60) };

test('intervals have the sum of their lengths, and share with a range what lies in both', () => {
  assert.equal(lengthS(good), 30);
  assert.equal(overlapS(good, { startS: 15, stopS: 45 }), 10);
  assert.equal(overlapS(good, { startS: 20, stopS: 40 }), 0);
  assert.equal(overlapS(good, { startS: -Infinity, stopS: Infinity }), 30);
});

test('events count when they are selected and begin <= time < end of a good interval', () => {
  const raw = {
    timeS: Float64Array.of(9.9, 10, 19.9, 20, 41, 42, 60),
    y: Uint8Array.of(0, 1, 2, 3, 4, 5, 6),
    z: Uint8Array.of(6, 5, 4, 3, 2, 1, 0),
  };
  const corrected = {
    energyKeV: Float32Array.from(raw.timeS, (t) => t + 20),
    selected: Uint8Array.of(1, 1, 1, 1, 0, 1, 1),
  };
  const events = goodEvents(raw, corrected, good);
  assert.deepEqual([...events.timeS], [10, 19.9, 42]);
  assert.deepEqual([...events.y], [1, 2, 5]);
  assert.deepEqual([...events.z], [5, 4, 1]);
  assert.equal(events.energyKeV[2], 62);
});

test('without good time no event is left', () => {
  const none = { startS: new Float64Array(), stopS: new Float64Array() };
  const raw = { timeS: Float64Array.of(1), y: Uint8Array.of(1), z: Uint8Array.of(1) };
  const corrected = { energyKeV: Float32Array.of(30), selected: Uint8Array.of(1) };
  assert.equal(goodEvents(raw, corrected, none).timeS.length, 0);
});
