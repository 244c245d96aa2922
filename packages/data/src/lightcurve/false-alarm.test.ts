/** Tests of the false-alarm formula against outputs of the published analysis. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { associationWord, falseAlarm, localFalseAlarms, significanceWord, stabilityWord } from './false-alarm.ts';

test('the published false-alarm probabilities are reproduced to all digits', () => {
  // Stored outputs of the INTEGRAL analysis of gravitational wave counterparts: snr, t, scale, FAP.
  const published = [
    [3.371209972036112, -0.22075170199968852, 2.4000000000000004, 0.009432471324841697],
    [4.682586184914816, 277.37947143447985, 0.7000000000000002, 0.728068976219474],
  ] as const;
  for (const [snr, t, scale, expected] of published) {
    const { probability } = falseAlarm(snr, t, scale);
    assert.ok(Math.abs(probability / expected - 1) < 1e-14, `${probability}`);
  }
});

test('the probability grows with distance in time only beyond the scale itself', () => {
  assert.equal(falseAlarm(5, 0.2, 1).probability, falseAlarm(5, -0.9, 1).probability);
  assert.ok(Math.abs(falseAlarm(5, 20, 1).probability / falseAlarm(5, 10, 1).probability - 2) < 1e-12);
});

test('spikes set the floor for high significances and stop growing below 0.1 s', () => {
  const high = falseAlarm(30, 0, 0.1);
  assert.ok(high.spikeHz > 1e-6 && high.noiseHz < 1e-100);
  assert.equal(falseAlarm(8, 0, 0.05).spikeHz, falseAlarm(8, 0, 0.1).spikeHz);
  assert.equal(falseAlarm(6, 0, 0.1).spikeHz, 60 / 86_400);
  assert.equal(falseAlarm(1, 0, 0.1).spikeHz, falseAlarm(2, 0, 0.1).spikeHz);
});

test('three sigma happen once in 741 cells', () => {
  assert.ok(Math.abs(localFalseAlarms(3, 740.8) - 1) < 1e-3);
});

test('the words of the circulars change at their limits', () => {
  assert.deepEqual([0.002, 0.003, 0.01, 0.05].map(associationWord), [
    'likely associated',
    'tentatively associated',
    'possibly associated',
    'likely background',
  ]);
  assert.deepEqual([1, 1.2, 1.5, 2].map(stabilityWord), [
    'very stable',
    'rather stable',
    'somewhat unstable',
    'very unstable',
  ]);
  assert.deepEqual([4.9, 5, 7].map(significanceWord), ['marginal', 'moderately significant', 'significant']);
});
