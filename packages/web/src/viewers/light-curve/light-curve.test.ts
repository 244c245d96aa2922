// The pure parts of the light curve viewer: decimation, time units, rebinning, statistics.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import { parseTime } from '@stemma/data/time';
import fc from 'fast-check';
import { simulatedCurve } from '../../simulated-data.ts';
import { curveCsv, statisticsOf, statisticsText } from './curve-statistics.ts';
import { binsIn, checkCurve, type Curve } from './curve.ts';
import { decimated } from './decimate.ts';
import { rebinned, rebinnedToSignificance } from './rebin-curve.ts';
import { axisTitle, timeFromText, timeText, timeTicks, timeUnits } from './time-axis.ts';

const t0 = parseTime('2023-03-07T15:44:06.67', 'utc');
const curveOf = (timeS: number[], rate: number[], error = rate.map(() => 1)): Curve => ({
  timeS: Float64Array.from(timeS),
  rate: Float64Array.from(rate),
  error: Float64Array.from(error),
  widthS: new Float64Array(timeS.length).fill(1),
  t0,
  unit: 'counts/s',
});

test('curves that do not hang together are refused', () => {
  const refuses = (curve: Curve, code: string) => assert.throws(() => checkCurve(curve), (error) => error instanceof StemmaError && error.code === code); // prettier-ignore
  refuses(curveOf([], []), 'no_data');
  refuses(curveOf([1, 0], [1, 1]), 'invalid_request');
  refuses({ ...curveOf([1], [1]), error: new Float64Array(2) }, 'invalid_request');
  assert.ok(checkCurve(curveOf([1, 2], [1, 1])));
});

test('bins of a span are those whose middles lie in it', () => {
  const times = Float64Array.of(0, 1, 2, 2, 3);
  assert.deepEqual(binsIn(times, 1, 2), [1, 4]);
  assert.deepEqual(binsIn(times, 9, 10), [5, 5]);
});

test('few bins are drawn as they are, with bars only where there is an error', () => {
  const drawn = decimated(curveOf([0, 1, 2, 3], [5, 6, 7, 8], [1, 0, NaN, 2]), 1, 2, 100);
  assert.deepEqual([...drawn.timeS], [0, 1, 2, 3]);
  assert.deepEqual([...drawn.high], [6, NaN, NaN, 10]);
  assert.equal(drawn.isDecimated, false);
});

test('decimation keeps the extremes of rates and bars, the order of times, and few points', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: 100 }), { minLength: 100, maxLength: 600 }), (rates) => {
      const curve = curveOf(rates.map((_, i) => i), rates); // prettier-ignore
      const drawn = decimated(curve, -1, rates.length, 10);
      const finite = rates.filter((rate) => !Number.isNaN(rate));
      if (finite.length === 0) return;
      const shown = drawn.rate.filter((rate) => !Number.isNaN(rate));
      assert.equal(shown.reduce((a, b) => Math.max(a, b)), Math.max(...finite)); // prettier-ignore
      assert.equal(shown.reduce((a, b) => Math.min(a, b)), Math.min(...finite)); // prettier-ignore
      assert.equal(Math.max(...drawn.high.filter((v) => !Number.isNaN(v))), Math.max(...finite) + 1);
      assert.ok(drawn.timeS.every((t, i) => i === 0 || t > drawn.timeS[i - 1]!));
      assert.ok(drawn.isDecimated && drawn.timeS.length <= 22);
    }),
  );
});

test('times of one instant agree in all units to a tenth of a millisecond, and can be read back', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(...timeUnits), (timeS, unit) => {
      const back = timeFromText(unit, t0, timeText(unit, t0, timeS, 5).replace(/ s$/, ''));
      assert.ok(Math.abs(back - timeS) < 1e-4, `${unit}: ${back} for ${timeS}`);
    }),
  );
  assert.equal(timeText('UTC', t0, 0), '2023-03-07T15:44:06.670Z');
  assert.match(timeText('MJD', t0, 0, 0), /^60010\.6564/);
  assert.match(timeText('IJD', t0, 0, 0), /^8466\.6564/);
});

test('ticks say the time where they stand, in every unit and at every zoom', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.double({ min: -2, max: 5, noNaN: true }),
      fc.constantFrom('MJD', 'IJD', 's since T0'),
      (fromS, power, unit) => {
        // prettier-ignore
        const span = 10 ** power;
        const ticks = timeTicks(unit, t0, fromS, fromS + span, 8);
        assert.ok(ticks.length <= 9, `${ticks.length}`);
        for (const { timeS, label } of ticks) {
          assert.ok(timeS >= fromS - 1e-3 * span && timeS <= fromS + span * 1.001);
          assert.ok(
            Math.abs(timeFromText(unit, t0, label) - timeS) < 1e-5 + 1e-9 * Math.abs(timeS),
            `${label} at ${timeS}`,
          );
        }
      },
    ),
  );
});

test('ticks of UTC are at round times of the day', () => {
  const labels = (fromS: number, toS: number) => timeTicks('UTC', t0, fromS, toS, 6).map(({ label }) => label);
  assert.deepEqual(labels(0, 60), ['15:44:10', '15:44:20', '15:44:30', '15:44:40', '15:44:50', '15:45:00']);
  assert.deepEqual(labels(0, 1), ['15:44:06.8', '15:44:07.0', '15:44:07.2', '15:44:07.4', '15:44:07.6']);
  assert.deepEqual(labels(0, 6 * 86_400).slice(0, 3), ['2023-03-08', '2023-03-09', '2023-03-10']);
  assert.deepEqual(timeTicks('UTC', t0, 5, 5, 6), []);
  assert.match(axisTitle('UTC', t0), /2023-03-07/);
});

test('wider bins keep the counts and the errors of what is in them', () => {
  const curve = simulatedCurve(1000);
  for (const wide of [rebinned(curve, 1), rebinnedToSignificance(curve, 40)]) {
    const counts = ({ rate, widthS }: Curve) => rate.reduce((sum, value, i) => sum + value * widthS[i]!, 0);
    const variance = ({ error, widthS }: Curve) => error.reduce((sum, value, i) => sum + (value * widthS[i]!) ** 2, 0);
    assert.ok(Math.abs(counts(wide) / counts(curve) - 1) < 1e-12);
    assert.ok(Math.abs(variance(wide) / variance(curve) - 1) < 1e-12);
    assert.ok(wide.timeS.length < 200);
  }
  const significant = rebinnedToSignificance(curve, 40);
  for (let i = 0; i + 1 < significant.rate.length; i++) assert.ok(significant.rate[i]! / significant.error[i]! >= 40 * (1 - 1e-12)); // prettier-ignore
  assert.throws(() => rebinned(curve, 0), StemmaError);
});

test('bins without a value are left out of wider ones', () => {
  assert.deepEqual([...rebinned(curveOf([0.5, 1.5, 2.5, 3.5], [4, NaN, NaN, NaN]), 2).rate], [4]);
});

test('statistics are those of the visible bins', () => {
  const curve = curveOf([0, 1, 2, 3], [1, 3, 5, 100]);
  assert.deepEqual(statisticsOf(curve, 0, 2), { bins: 3, mean: 3, meanError: Math.sqrt(3) / 3, least: 1, most: 5, peakS: 2, reducedChi2: 4 }); // prettier-ignore
  assert.match(statisticsText(curve, 's since T0', 0, 2), /^0\.000 s to 2\.000 s: 3 bins, mean 3\.00 ± 0\.58 counts\/s, from 1\.000 to 5\.000 at 2\.000 s; χ²\/dof of a constant 4\.00\.$/); // prettier-ignore
  assert.match(statisticsText(curve, 'UTC', 10, 12), /no bins/);
  assert.ok(Number.isNaN(statisticsOf(curve, 10, 12).most));
});

test('the visible bins can be taken away', () => {
  const [header, first, ...rest] = curveCsv(curveOf([0, 1, 2], [1, 2, 3]), 1, 2)
    .trim()
    .split('\r\n');
  assert.equal(header, 'time since T0 [s],UTC,bin width [s],rate [counts/s],error [counts/s]');
  assert.equal(first, '1,2023-03-07T15:44:07.670000Z,1,2,1');
  assert.equal(rest.length, 1);
});
