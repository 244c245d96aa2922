/** Tests of revolution numbers against documented times. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, ijdFromInstant, parseTime, secondsBetween } from '@stemma/data/time';
import {
  fractionalRevolution,
  revolutionAnchors,
  revolutionAt,
  revolutionErrorD,
  revolutionInterval,
  revolutionStart,
} from './revolution.ts';

test('each anchor is the start of its revolution', () => {
  for (const { revolution, startIjd } of revolutionAnchors) {
    assert.equal(formatTime(revolutionStart(revolution), 'ijd', 6), Number(startIjd).toFixed(6));
    if (revolution > 1) assert.equal(fractionalRevolution(parseTime(startIjd, 'ijd')), revolution);
  }
  assert.equal(formatTime(revolutionStart(2558), 'tt', 2).slice(0, 19), '2022-10-08T17:45:28');
});

test('a time in May 2023 lies in revolution 2641, as the archive answers', () => {
  const { revolution, phase } = revolutionAt(parseTime('2023-05-19T15:24:10', 'utc'));
  assert.equal(revolution, 2641);
  assert.ok(phase > 0.5 && phase < 1);
});

test('science windows lie in the revolutions of their names', () => {
  // Start times in IJD of science windows, from their TSTART keywords; 0328... from the archive for IJD 2000.
  const windows = [
    ['1322.71871515206', 102],
    ['2000', 328],
    ['3006.12412246426', 665],
    ['3006.24920355503', 665],
  ] as const;
  for (const [ijd, revolution] of windows) assert.equal(revolutionAt(parseTime(ijd, 'ijd')).revolution, revolution);
});

test('the instruments are on inside their revolutions and off around perigee', () => {
  const on = [
    [2640, '2023-05-15T02:12:21', '2023-05-17T07:25:48'],
    [2641, '2023-05-17T17:49:17', '2023-05-20T00:23:28'],
    [2642, '2023-05-20T09:39:55', '2023-05-22T16:13:43'],
  ] as const;
  for (const [revolution, from, to] of on) {
    const { start, stop } = revolutionInterval(revolution);
    assert.ok(secondsBetween(start, parseTime(from, 'utc')) > 3600, `${revolution} ${formatTime(start, 'utc', 0)}`);
    assert.ok(secondsBetween(parseTime(to, 'utc'), stop) > 3600, `${revolution} ${formatTime(stop, 'utc', 0)}`);
  }
});

test('the phase column of the real orbit files is met to a thousandth', () => {
  // First rows of the files of 078900560010 and 169600130010: earth-received time and REVOL_PHASE.
  const rows = [
    ['2009-04-01T02:11:24', 789.631_719_07],
    ['2016-06-29T21:40:05', 1696.260_683_56],
  ] as const;
  for (const [utc, fraction] of rows) {
    assert.ok(Math.abs(fractionalRevolution(parseTime(utc, 'utc')) - fraction) < 1e-3, utc);
  }
});

test('the linear ephemeris of the early mission is met to 0.1 d', () => {
  for (const revolution of [50, 300, 700]) {
    assert.ok(Math.abs(ijdFromInstant(revolutionStart(revolution)) - (1016.40213 + 2.990997 * revolution)) < 0.1);
  }
});

test('an orbit lasted 2.99 days until 2015 and 2.66 days after', () => {
  const days = (revolution: number): number => {
    const { start, stop } = revolutionInterval(revolution);
    return secondsBetween(start, stop) / 86_400;
  };
  for (const revolution of [10, 800, 1499]) assert.ok(Math.abs(days(revolution) - 2.991) < 0.001);
  for (const revolution of [1500, 1697, 2000, 2559, 2700]) assert.ok(Math.abs(days(revolution) - 2.6605) < 0.002);
});

test('numbers and times outside the mission are refused', () => {
  assert.throws(() => revolutionStart(-1), /numbered from 0/);
  assert.throws(() => revolutionStart(1.5), /numbered from 0/);
  assert.throws(() => revolutionAt(parseTime('2001-01-01', 'utc')), /launched on 2002-10-17; 2001-01-01T00:00:00/);
});

test('the stated error is minutes at documented starts, grows between and beyond them, and is never zero', () => {
  for (const { revolution } of revolutionAnchors.slice(1)) assert.equal(revolutionErrorD(revolution), 0.005);
  assert.equal(revolutionErrorD(300), 0.1);
  assert.ok(revolutionErrorD(2100) > revolutionErrorD(1800) && revolutionErrorD(2100) < 0.31);
  assert.ok(Math.abs(revolutionErrorD(2660) - 0.045) < 1e-12);
  for (let revolution = 0; revolution < 3000; revolution++) assert.ok(revolutionErrorD(revolution) >= 0.005);
});

test('the stated error covers the hours in which the instruments are on, which lie evenly about apogee', () => {
  const on = [
    [2641, '2023-05-17T17:49:17', '2023-05-20T00:23:28'],
    [2642, '2023-05-20T09:39:55', '2023-05-22T16:13:43'],
  ] as const;
  for (const [revolution, from, to] of on) {
    const middle = [from, to].reduce((sum, utc) => sum + ijdFromInstant(parseTime(utc, 'utc')) / 2, 0);
    const { start, stop } = revolutionInterval(revolution);
    const apogee = (ijdFromInstant(start) + ijdFromInstant(stop)) / 2;
    assert.ok(Math.abs(middle - apogee) < revolutionErrorD(revolution), `${revolution} ${middle - apogee}`);
  }
});
