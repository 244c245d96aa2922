// Tests of the visibility table and its words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { Visibility } from './visibility.ts';

test('the Crab is visible in spring and autumn, when the Sun is near a right angle from it', async () => {
  const { intervals, fraction, words, days } = await runDirectly(Visibility);
  assert.deepEqual(
    intervals.startUtc.map((utc) => utc.slice(0, 10)),
    ['2023-02-03', '2023-08-07'],
  );
  assert.deepEqual(
    intervals.stopUtc.map((utc) => utc.slice(0, 10)),
    ['2023-04-24', '2023-10-28'],
  );
  assert.ok(Math.abs(fraction - 0.446) < 0.003, `${fraction}`);
  assert.equal(
    words,
    'visible 44 % of the time from 2023-01-01 for 365 d: 2023-02-03 to 2023-04-24, 2023-08-07 to 2023-10-28',
  );
  assert.equal(
    days.visible.filter(Boolean).length,
    days.visible.filter((_, i) => Math.abs(days.sunAngleDeg[i]! - 90) < 40).length,
  );
});

test('rows stand at each step from start to end', async () => {
  const { days } = await runDirectly(Visibility, { spanD: '1 d', stepD: '6 h' });
  assert.deepEqual([...days.offsetD], [0, 0.25, 0.5, 0.75, 1]);
  assert.equal(days.visible.length, 5);
  assert.ok(Math.abs(days.ijd[4]! - days.ijd[0]! - 1) < 1e-9);
  assert.equal((await runDirectly(Visibility)).days.offsetD.length, 366);
  assert.equal((await runDirectly(Visibility, { spanD: 0.9, stepD: 0.3 })).days.offsetD.length, 4);
});

test('edges lie inside the span and agree in both forms', async () => {
  const { intervals } = await runDirectly(Visibility, { startUtc: '2023-03-01', spanD: 30 });
  assert.deepEqual([intervals.startD[0], intervals.stopD[0]], [0, 30]);
  const year = await runDirectly(Visibility, { raDeg: '266.4', decDeg: '-29' });
  year.intervals.startUtc.forEach((utc, i) => {
    const offsetS = secondsBetween(parseTime('2023-01-01', 'utc'), parseTime(utc, 'utc'));
    assert.ok(Math.abs(offsetS - 86_400 * year.intervals.startD[i]!) <= 0.5);
  });
});

test('never and always have words of their own', async () => {
  const never = await runDirectly(Visibility, { startUtc: '2023-06-10', spanD: 10 });
  assert.deepEqual(
    [never.fraction, never.intervals.startUtc, never.words],
    [0, [], 'not visible from 2023-06-10 for 10 d'],
  );
  const always = await runDirectly(Visibility, { raDeg: 270, decDeg: 66.56 });
  assert.deepEqual([always.fraction, always.words], [1, 'always visible from 2023-01-01 for 365 d']);
});

test('the limit is a parameter: the stricter, the less', async () => {
  const at = async (limitDeg: number) => (await runDirectly(Visibility, { limitDeg })).fraction;
  const [strict, usual, loose] = [await at(30), await at(40), await at(60)];
  assert.ok(strict < usual && usual < loose);
  await assert.rejects(at(91), /limitDeg must be a number in deg from 0 to 90/);
  await assert.rejects(runDirectly(Visibility, { startUtc: '8466.5' }), /plain number needs its format named/);
});
