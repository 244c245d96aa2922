/** Tests of on-board time against keywords of archived science windows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatTime, parseTime, secondsBetween } from '@stemma/data/time';
import {
  OBT_TICKS_PER_SECOND,
  instantFromObt,
  obtFromInstant,
  obtFromText,
  obtFromWords,
  obtSecondsSinceFirst,
  onBoardErrorS,
  timeCorrelations,
  wordsFromObt,
} from './on-board-time.ts';

test('the words of an OB_TIME column count the ticks of the OBTSTART keyword', () => {
  // Orbit file of science window 078900560010: its first row is centred 6 s after OBTSTART.
  const start = obtFromText('00000213629501702144');
  assert.equal(obtFromWords([0, 49_739, 32_496, 0]) - start, 6n * BigInt(OBT_TICKS_PER_SECOND));
  assert.deepEqual([...wordsFromObt(start)], [0, 49_739, 32_400, 0]);
  assert.equal(Number(start) / OBT_TICKS_PER_SECOND, 203_732_969);
});

test('words come back from any 64-bit count', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (ticks) => assert.equal(obtFromWords(wordsFromObt(ticks)), ticks)),
  );
});

test('rows 8 s apart are 8 s apart in a column', () => {
  const words = [0, 49_739, 32_496, 0, 0, 49_739, 32_624, 0, 0, 49_739, 63_600, 0];
  assert.deepEqual([...obtSecondsSinceFirst(words)], [0, 8, 1944]);
  assert.equal(obtSecondsSinceFirst([]).length, 0);
});

test('the documented pairs are met exactly, both ways', () => {
  for (const { obtTicks, instant } of timeCorrelations) {
    assert.deepEqual(instantFromObt(obtTicks), instant);
    assert.equal(obtFromInstant(instant), obtTicks);
  }
});

test('a science window is as long on board as on the ground', () => {
  // 066500280010: TSTOP 3006.14769886678, 2037.000 s after TSTART by both clocks.
  const start = timeCorrelations[1]!;
  const stop = instantFromObt(start.obtTicks + 2037n * BigInt(OBT_TICKS_PER_SECOND));
  assert.ok(Math.abs(secondsBetween(stop, parseTime('3006.14769886678', 'ijd'))) < 0.002);
});

test('the clock loses 86 s between 2003 and 2008', () => {
  const [first, second] = [timeCorrelations[0]!, timeCorrelations[1]!];
  const onBoard = Number(second.obtTicks - first.obtTicks) / OBT_TICKS_PER_SECOND;
  assert.equal((secondsBetween(first.instant, second.instant) - onBoard).toFixed(1), '86.2');
});

test('zero of the on-board clock and the orbit files of 2009 and 2016 are met to the stated accuracy', () => {
  assert.equal(formatTime(instantFromObt(0n), 'ijd', 3), '1020.070');
  // Start of the window by the on-board clock, and the time its first packet was received on Earth.
  const files = [
    ['00000213629501702144', '2009-04-01T02:11:24', 12],
    ['00000453422447853568', '2016-06-29T21:40:05', 30],
  ] as const;
  for (const [obt, received, withinS] of files) {
    const lateS = secondsBetween(instantFromObt(obtFromText(obt)), parseTime(received, 'utc'));
    assert.ok(lateS > 0 && lateS < withinS, `${lateS}`);
  }
});

test('conversions undo each other to a tick, inside and outside the table', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), (ticks) => {
      const back = obtFromInstant(instantFromObt(ticks));
      assert.ok(back - ticks <= 1n && ticks - back <= 1n, `${ticks} ${back}`);
    }),
  );
});

test('what is no on-board time is refused', () => {
  assert.throws(() => obtFromText('12 34'), /up to 20 digits/);
  assert.throws(() => obtFromWords([0, -1, 0, 0]), /unsigned 16-bit/);
  assert.throws(() => instantFromObt(1n, timeCorrelations.slice(0, 1)), /at least two pairs/);
});

test('the stated error is a second inside the table and grows outside of it, as the orbit files need', () => {
  assert.equal(onBoardErrorS(parseTime('2000', 'ijd')), 1);
  const at2009 = onBoardErrorS(parseTime('2009-04-01', 'utc'));
  const at2016 = onBoardErrorS(parseTime('2016-06-29', 'utc'));
  assert.ok(at2009 > 10 && at2009 < 13, `${at2009}`);
  assert.ok(at2016 > 25 && at2016 < 28, `${at2016}`);
  assert.ok(onBoardErrorS(parseTime('1100', 'ijd')) > 10);
});
