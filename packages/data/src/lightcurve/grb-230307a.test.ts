/** The algorithms on the real SPI-ACS light curve of GRB 230307A, against an independent computation on the same file. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lightTravelTimeS, positionKm } from '../coordinates/light-travel-time.ts';
import { readFits } from '../fits/read-fits.ts';
import { randomFromDigest } from '../statistics/random.ts';
import { instantFromMjdTt } from '../time/day-count.ts';
import { addSeconds } from '../time/instant.ts';
import { formatIso } from '../time/iso-8601.ts';
import { burstDuration } from './burst-duration.ts';
import { findBurst } from './burst-interval.ts';
import { burstOnset, burstPeak, fluence, netCounts } from './burst-measures.ts';
import { clusterExcesses, rankExcesses } from './excess-clusters.ts';
import { geometricScales, searchExcesses } from './excess-search.ts';
import {
  type LightCurve,
  contiguousRuns,
  instantInLightCurve,
  lightCurveFromRates,
  poissonWidths,
} from './light-curve.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../shared/data', import.meta.url).pathname;
const path = `${mirror}/spiacs/grb230307a_spiacs_lc_100ms.fits`;
const skip = existsSync(path) ? false : 'the light curve of GRB 230307A is not in the data mirror';

function load(): { lightCurve: LightCurve; ephemeris: number[] } {
  const table = readFits(readFileSync(path)).table('RATE');
  const column = (name: string): Float64Array => table.column(name).physical();
  const rateCps = column('RATE');
  const errorCps = column('ERROR');
  const lightCurve = lightCurveFromRates({
    reference: instantFromMjdTt(table.header.number('MJDREF'), table.header.number('TIMEZERO')),
    centreS: column('TIME'),
    rateCps,
    errorCps,
    widthS: poissonWidths(rateCps, errorCps, table.header.number('TIMEDEL')),
  });
  return { lightCurve, ephemeris: table.header.string('EPHS').split(' ').map(Number) };
}

test('the true bin widths leave neither gaps nor fractions of counts', { skip }, () => {
  const { lightCurve } = load();
  assert.deepEqual(contiguousRuns(lightCurve), [[0, 5400]]);
  const odd = [...lightCurve.widthS].filter((width) => width !== 0.1).sort();
  assert.deepEqual(odd, [0.05, 0.05, 0.05, 0.05, 0.15, 0.15, 0.15, 0.15]);
  assert.ok(lightCurve.counts.every(Number.isInteger));
});

test('onset, peak, counts and durations are those of the independent computation', { skip }, () => {
  const { lightCurve, ephemeris } = load();
  const utc = (timeS: number, decimals = 2): string =>
    formatIso(instantInLightCurve(lightCurve, timeS), 'utc', decimals);
  const { background, burst } = findBurst(lightCurve);
  assert.ok(burst !== undefined);
  const onset = burstOnset(lightCurve, background, burst.first, burst.blocks[0]!.rateCps);
  assert.equal(utc(onset.centreS), '2023-03-07T15:44:07.13');
  assert.equal(onset.errorS, 0.05);
  const [raDeg, decDeg, distanceKm] = ephemeris as [number, number, number];
  const earlierS = lightTravelTimeS(positionKm({ raDeg, decDeg }, distanceKm), { raDeg: 60.86, decDeg: -75.38 });
  assert.equal(earlierS.toFixed(2), '-0.47');
  const atGeocentre = addSeconds(instantInLightCurve(lightCurve, onset.centreS), earlierS);
  assert.equal(formatIso(atGeocentre, 'utc', 2), '2023-03-07T15:44:06.66');

  // 91.0 kc/s there is the median of all bins; the mean outside the burst is 0.3 % lower.
  assert.ok(Math.abs(background.meanCps / 91_000 - 1) < 0.005, `${background.meanCps}`);
  assert.ok(Math.abs(background.excessVariance - 1.165) < 0.03, `${background.excessVariance}`);
  const peak = burstPeak(lightCurve, background, burst);
  assert.equal(peak.grossRateCps.value.toPrecision(4), '1.744e+6');
  assert.equal(utc(peak.timeS), '2023-03-07T15:44:10.43');
  const net = netCounts(lightCurve, background, burst.window);
  assert.ok(Math.abs(net.value / 1.524e7 - 1) < 0.002, `${net.value}`);
  assert.equal(fluence(net, { value: 1e-10, error: 0 }).value.toPrecision(2), '0.0015');
  const duration = burstDuration(lightCurve, background, burst.window, randomFromDigest('e5'.repeat(32)));
  assert.ok(Math.abs(duration.t90S.value - 28.5) < 0.15, `${duration.t90S.value}`);
  assert.ok(Math.abs(duration.t50S.value - 9.3) < 0.05, `${duration.t50S.value}`);
  assert.ok(duration.t90S.error > 0.02 && duration.t90S.error < 0.3 && duration.t50S.error < 0.1);
});

test('the burst is one cluster of excesses, first of all by false-alarm probability', { skip }, () => {
  const { lightCurve } = load();
  const { background, burst } = findBurst(lightCurve);
  const { excesses, maxExcessVariance } = searchExcesses(lightCurve, {
    scalesS: geometricScales(0.1, 31),
    threshold: 4.5,
    expectedCounts: background.rateCps.map((rate, i) => rate * lightCurve.widthS[i]!),
    exclude: [burst!.window],
  });
  const clusters = clusterExcesses(rankExcesses(excesses, burst!.startS));
  assert.ok(clusters[0]!.startS <= burst!.startS && clusters[0]!.stopS > burst!.startS + 60);
  assert.ok(clusters[0]!.leading.probability < 1e-8 && clusters[0]!.members > 0.99 * excesses.length);
  assert.ok(maxExcessVariance > 1.1 && maxExcessVariance < 1.6);
});
