/** Good events and lengths of intervals. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandType, goodEvents, lengthS, overlapS, TICK_S } from './columns.ts';

const good = { startS: Float64Array.of(10, 40), stopS: Float64Array.of(20, 60) };

test('intervals have the sum of their lengths, and share with a range what lies in both', () => {
  assert.equal(lengthS(good), 30);
  assert.equal(overlapS(good, { startS: 15, stopS: 45 }), 10);
  assert.equal(overlapS(good, { startS: 20, stopS: 40 }), 0);
  assert.equal(overlapS(good, { startS: -Infinity, stopS: Infinity }), 30);
});

/** Events at times in seconds, one per pixel. */
const eventsAt = (...timesS: number[]) => ({
  tick: Uint32Array.from(timesS, (time) => Math.round(time / TICK_S)),
  y: Uint8Array.from(timesS, (_, k) => k),
  z: Uint8Array.from(timesS, (_, k) => 6 - k),
});

test('events count when their pixel is quiet and begin <= time < end of a good interval', () => {
  const raw = eventsAt(9.9, 10, 19.9, 20, 41, 42, 60);
  const energyKeV = Float32Array.from(raw.tick, (tick) => Math.round(tick * TICK_S) + 20);
  const noisy = new Uint8Array(128 * 128);
  noisy[2 * 128 + 4] = 1;
  const events = goodEvents(raw, { events: { energyKeV }, noisy }, good);
  assert.deepEqual(
    [...events.timeS].map((time) => Math.round(10 * time) / 10),
    [10, 19.9, 42],
  );
  assert.deepEqual([...events.y], [1, 2, 5]);
  assert.deepEqual([...events.z], [5, 4, 1]);
  assert.equal(events.energyKeV[2], 62);
});

test('without good time no event is left', () => {
  const none = { startS: new Float64Array(), stopS: new Float64Array() };
  const corrected = { events: { energyKeV: Float32Array.of(30) }, noisy: new Uint8Array(128 * 128) };
  assert.equal(goodEvents(eventsAt(1), corrected, none).timeS.length, 0);
});

test('a band can be written as 20-40, and in full; other texts are refused in words', () => {
  const band = { minKeV: 20, maxKeV: 40.5 };
  assert.deepEqual(bandType.parse('20 - 40.5', 'x'), band);
  assert.deepEqual(bandType.parse({ minKeV: '20 keV', maxKeV: 40.5 }, 'x'), band);
  assert.throws(() => bandType.parse('20 to 40', 'bands[0]'), /bands\[0\] must be a record of minKeV, maxKeV/);
});
