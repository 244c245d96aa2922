// Tests of the time service on its documented answers, and by astropy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { judge, withoutAstropy } from '../../../../data/src/time/python-judge.test.ts';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { TimeConversion } from './time-conversion.ts';

const elapsedS = (from: string, to: string) => secondsBetween(parseTime(from, 'utc'), parseTime(to, 'utc'));
const convert = (time: string, format = 'any') => runDirectly(TimeConversion, { time, format });

// UTC and IJD, made with astropy and agreeing with the outputs of the archive's tools.
const pairs = [
  ['1999-12-31T23:58:55.816', '0.0'],
  ['2005-06-22T23:58:55.816', '2000.0'],
  ['2005-12-31T23:59:59', '2192.000731296296'],
  ['2005-12-31T23:59:60', '2192.0007428703702'],
  ['2006-01-01T00:00:00', '2192.0007544444443'],
  ['2008-03-19T05:35:00.0369337824', '3000.2333937608078'],
  ['2009-01-01T00:00:00', '3288.0007660185183'],
  ['2017-08-17T12:41:06.47', '6438.529347847222'],
  ['2023-06-27T01:53:37.000', '8578.079701203704'],
] as const;

test('the documented pairs of UTC and IJD are met both ways', async () => {
  for (const [utc, ijd] of pairs) {
    const fromUtc = await convert(utc);
    assert.ok(Math.abs(Number(fromUtc.ijd) - Number(ijd)) < 2e-12, `${utc}: ${fromUtc.ijd}`);
    const fromIjd = await convert(ijd, 'ijd');
    // The doubles of the documentation resolve 40 ns here.
    assert.ok(Math.abs(elapsedS(fromIjd.utc, utc)) < 1e-7, `${ijd}: ${fromIjd.utc}`);
    assert.deepEqual([fromUtc.errorS, fromUtc.stop, fromUtc.readAs], [0, null, 'utc']);
  }
});

test('a time in May 2023 lies in revolution 2641, a bit after its middle', async () => {
  const { revolution } = await convert('2023-05-19T15:24:10');
  assert.equal(revolution!.number, 2641);
  assert.ok(revolution!.phase > 0.7 && revolution!.phase < 0.85, `${revolution!.phase}`);
  assert.ok(revolution!.phaseError > 0.001 && revolution!.phaseError < 0.05);
  assert.ok(revolution!.start.utc < '2023-05-19T15' && revolution!.stop.utc > '2023-05-19T16');
});

test('science window 066500280010 lasts from IJD 3006.12412246426 to 3006.14769886678', async () => {
  const { ijd, stop, readAs, revolution, scienceWindow, onBoard } = await convert('066500280010');
  assert.equal(Number(ijd).toFixed(11), '3006.12412246426');
  assert.equal(Number(stop!.ijd).toFixed(11), '3006.14769886678');
  assert.deepEqual([readAs, revolution!.number, scienceWindow], ['science-window', 665, '066500280010']);
  assert.deepEqual(onBoard, { ticks: String(171_594_972n * 1_048_576n).padStart(20, '0'), errorS: 1 });
});

test('IJD 2000 lies in science window 032800550010', async () => {
  const { utc, scienceWindow, revolution } = await convert('2000.0');
  assert.equal(utc, '2005-06-22T23:58:55.816000000');
  assert.deepEqual([scienceWindow, revolution!.number], ['032800550010', 328]);
  assert.equal((await convert('2000.5')).scienceWindow, null);
});

test('a revolution gives start and stop, and belongs to itself', async () => {
  for (const time of ['60', '789', '1500', '2559', '2641']) {
    const { readAs, revolution, ijd, stop, errorS, accuracy } = await convert(time);
    assert.deepEqual(
      [readAs, revolution!.number, revolution!.start.ijd, revolution!.stop.ijd],
      ['revolution', Number(time), ijd, stop!.ijd],
    );
    assert.ok(errorS > 100 && revolution!.phase < 1e-6);
    assert.deepEqual(accuracy, ['starts of revolutions are interpolated between documented ones']);
  }
});

test('every form of an instant leads back to the same instant', async () => {
  const first = await convert('2016-12-31T23:59:60.125');
  for (const format of ['utc', 'tai', 'tt', 'ijd', 'mjd', 'jd'] as const)
    assert.equal((await convert(first[format], format)).utc, first.utc, format);
  assert.equal((await convert(first.mjdUtc, 'mjd-utc')).utc, first.utc);
  const back = await convert(first.onBoard!.ticks, 'on-board');
  // A tick lasts 0.95 microseconds.
  assert.ok(Math.abs(elapsedS(back.utc, first.utc)) < 1e-6, back.utc);
  assert.ok(Math.abs(back.errorS - first.onBoard!.errorS) < 1e-6);
});

test('near perigee the neighbouring revolution is named, far from it not', async () => {
  const { revolution } = await convert('2023-05-19T15:24:10');
  const near = await convert(revolution!.stop.utc);
  assert.ok(
    near.accuracy.some((words) => /close to perigee: the revolution may also be 264[12]/.test(words)),
    near.accuracy.join(),
  );
  assert.deepEqual((await convert('2023-05-19T00:00:00')).accuracy, []);
});

test('before launch there is no revolution, beyond the leap-second table a warning', async () => {
  const early = await convert('2001-01-01');
  assert.deepEqual([early.revolution, early.onBoard], [null, null]);
  assert.match(early.accuracy.join(), /before launch on 2002-10-17/);
  assert.match((await convert('2035-01-01')).accuracy.join(), /leap seconds are known until 2027-06-28/);
});

test('what is no time is refused as a request, with a hint', async () => {
  await assert.rejects(convert('2023/03/07 15:44'), {
    code: 'invalid_request',
    message: /did you mean '2023-03-07T15:44:00'/,
  });
  await assert.rejects(convert('-1e9'), { code: 'invalid_request', message: /outside of the years/ });
  await assert.rejects(convert('066500280010', 'utc'), { code: 'invalid_request' });
  await assert.rejects(convert('2023-03-07', 'lunar'), /format must be one of "any", "utc"/);
});

test('all scales are those of astropy to a nanosecond', { skip: withoutAstropy }, async () => {
  const script = `
import sys, json
from astropy.time import Time
out = []
for utc in json.load(sys.stdin):
    t = Time(utc, scale='utc', precision=9)
    out.append({'tai': t.tai.isot, 'tt': t.tt.isot, 'mjd': t.tt.to_value('mjd', 'str'), 'jd': t.tt.to_value('jd', 'str'), 'mjdUtc': t.to_value('mjd', 'str')})
json.dump(out, sys.stdout)
`;
  const times = [
    '2002-10-18T00:00:00.5',
    '2008-12-31T23:59:60.25',
    '2016-12-31T23:59:59.999',
    '2023-03-07T15:44:07.13',
    '2024-02-29T12:00:00',
  ];
  const theirs = judge<Record<'tai' | 'tt' | 'mjd' | 'jd' | 'mjdUtc', string>[]>(script, times);
  for (const [i, time] of times.entries()) {
    const ours = await convert(time);
    assert.deepEqual([ours.tai, ours.tt], [theirs[i]!.tai, theirs[i]!.tt]);
    for (const form of ['mjd', 'jd', 'mjdUtc'] as const) {
      // Compared as digits after the common day: doubles would lose nanoseconds.
      const [a, b] = [ours[form].split('.'), theirs[i]![form].split('.')];
      assert.equal(a[0], b[0], form);
      assert.ok(
        Math.abs(Number(`0.${a[1]}`) - Number(`0.${b[1] ?? 0}`)) < 2e-14,
        `${form} ${ours[form]} ${theirs[i]![form]}`,
      );
    }
  }
});
