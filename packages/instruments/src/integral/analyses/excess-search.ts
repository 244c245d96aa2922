// The search for excesses on many time scales, with false-alarm rates: what is done within minutes of an alert.
import { accepting, analysis, column, integer, maybe, number, string, table } from '@stemma/core';
import {
  clusterExcesses,
  falseAlarm,
  geometricScales,
  rankExcesses,
  searchExcesses,
  stabilityWord,
  type ExcessCluster,
  type ScaleSummary,
} from '@stemma/data/lightcurve';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { missionTime } from '../formats/mission-time-type.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstInterval } from './burst-interval.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * Excesses over the background on many time scales and four phases each: S/N = (rate - level) / error / excess
 * variance, so that an unstable background does not fake detections.
 *
 * False alarms follow the empirical formula behind INTEGRAL circulars (for the spikes: Savchenko et al. 2012, A&A 541,
 * A122, doi:10.1051/0004-6361/201218877): an excess of significance s on a scale of t seconds (t ≥ 0.1) happens by
 * chance sf(s) / t times a second from noise and 60 per day × (0.1 / t) × (s / 6)^-2.7 from cosmic-ray spikes. The
 * probability of one this near to the time of interest is 2 × (both rates) × max(distance, t) × (1 + ln(30 / 0.1)),
 * the last factor for the scales tried; it is an expected number and may exceed 1. Calibrated for 0.1 to 30 s.
 *
 * `scales` has one row per time scale whether or not anything was found there (its `countLimit` is the three-sigma
 * limit that a circular quotes for a non-detection); `events` has one row per cluster, least probable first.
 */
export const ExcessSearch = analysis({
  name: 'integral.ExcessSearch',
  version: '1',
  description: 'Excesses on many time scales and phases with their false-alarm rates, as in INTEGRAL circulars.',
  parameters: {
    t0Utc: maybe(
      missionTime({
        form: 'utc',
        description: 'time of interest, UTC; the start of the burst, else the middle of the data, when none is given',
      }),
    ),
    shortestS: number({ unit: 's', default: 0.1, min: 0.001 }),
    longestS: number({ unit: 's', default: 31, min: 0.001 }),
    perDecade: integer({ default: 10, min: 1, max: 100, description: 'time scales for each factor of ten' }),
    thresholdSigma: number({
      unit: 'sigma',
      default: 4.5,
      min: 2,
      description: 'significance from which an excess is listed',
    }),
  },
  inputs: { lightCurve: SpiAcsLightCurve, background: BackgroundModel, interval: accepting(BurstInterval, 'no_burst') },
  outputs: {
    scales: table({
      scaleS: column('float64', 's'),
      cells: column('int32'),
      excessVariance: column('float64'),
      maxSnr: column('float64', 'sigma'),
      maxStartS: column('float64', 's'),
      noiseHz: column('float64', 'Hz', { description: 'rate of chance excesses of this significance from noise' }),
      spikeHz: column('float64', 'Hz', { description: 'the same from cosmic-ray spikes' }),
      localFalseAlarms: column('float64', '', { description: 'expected number of noise cells this high in the data' }),
      countLimit: column('float64', 'count', { description: 'three-sigma limit on the counts' }),
    }),
    events: table({
      startS: column('float64', 's'),
      stopS: column('float64', 's'),
      scaleS: column('float64', 's'),
      snr: column('float64', 'sigma'),
      probability: column('float64', '', { description: 'false-alarm probability' }),
      members: column('int32'),
    }),
    maxExcessVariance: number(),
    stability: string(),
  },
  run: ({ lightCurve, background, interval, t0Utc, shortestS, longestS, perDecade, thresholdSigma }) => {
    const lc = lightCurveOf(lightCurve);
    const burst = interval.ok ? interval.value : undefined;
    const { scales, excesses, maxExcessVariance } = searchExcesses(lc, {
      scalesS: geometricScales(shortestS, longestS, perDecade),
      threshold: thresholdSigma,
      expectedCounts: background.modelCps.map((rate, i) => rate * lc.widthS[i]!),
      exclude: burst ? [{ startS: burst.windowStartS, stopS: burst.windowStopS }] : [],
    });
    // The burst's own window is not part of its background, but is searched like everything else.
    const middleS = 0.5 * (lc.startS[0]! + lc.startS.at(-1)!);
    const interestS =
      t0Utc === null ? (burst?.startS ?? middleS) : secondsBetween(lc.reference, parseTime(t0Utc, 'utc'));
    const events = clusterExcesses(rankExcesses(excesses, interestS));
    return {
      scales: scaleTable(scales),
      events: eventTable(events),
      maxExcessVariance,
      stability: stabilityWord(maxExcessVariance),
    };
  },
});

// Columns by scale, from the shortest to the longest.
function scaleTable(scales: readonly ScaleSummary[]) {
  const of = (value: (scale: ScaleSummary) => number) => Float64Array.from(scales, value);
  // At the time of interest itself: the false-alarm formula then counts one time scale.
  const alarm = (scale: ScaleSummary) => falseAlarm(scale.maxSnr, 0, scale.scaleS);
  return {
    scaleS: of((scale) => scale.scaleS),
    cells: Int32Array.from(scales, (scale) => scale.cells),
    excessVariance: of((scale) => scale.excessVariance),
    maxSnr: of((scale) => scale.maxSnr),
    maxStartS: of((scale) => scale.maxStartS),
    noiseHz: of((scale) => alarm(scale).noiseHz),
    spikeHz: of((scale) => alarm(scale).spikeHz),
    localFalseAlarms: of((scale) => scale.localFalseAlarms),
    countLimit: of((scale) => scale.countLimit3Sigma),
  };
}

// Each cluster is described by its least probable member; `members` says how many cells saw the same event.
function eventTable(events: readonly ExcessCluster[]) {
  const of = (value: (event: ExcessCluster) => number) => Float64Array.from(events, value);
  return {
    startS: of((event) => event.startS),
    stopS: of((event) => event.stopS),
    scaleS: of((event) => event.leading.scaleS),
    snr: of((event) => event.leading.snr),
    probability: of((event) => event.leading.probability),
    members: Int32Array.from(events, (event) => event.members),
  };
}
