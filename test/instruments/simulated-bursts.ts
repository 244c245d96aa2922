// Light curves with known truth, in the form in which analyses see them.
import { findBurst, simulateLightCurve, type Pulse } from '@stemma/data/lightcurve';
import { randomFromDigest } from '@stemma/data/statistics';
import { formatTime, parseTime } from '@stemma/data/time';

/** Reference time of the simulated light curves. */
export const referenceUtc = '2023-03-07T15:44:07.000000000';

const columns = ['startS', 'widthS', 'counts', 'variance'] as const;

/** A light curve of 3000 bins of 0.1 s about the reference time: 90,000 counts/s with the given pulses. */
export function simulated(pulses: readonly Pulse[] = [], excessVariance = 1) {
  const lightCurve = simulateLightCurve(randomFromDigest('5e'.repeat(32)), {
    reference: parseTime(referenceUtc, 'utc'),
    startS: -150,
    binS: 0.1,
    bins: 3000,
    backgroundCps: 90_000,
    excessVariance,
    pulses,
  });
  const bins = Object.fromEntries(columns.map((name) => [name, lightCurve[name]])) as Record<
    (typeof columns)[number],
    Float64Array
  >;
  const reference = { utc: referenceUtc, ijd: formatTime(lightCurve.reference, 'ijd') };
  const spacecraft = { raDeg: 198.394, decDeg: 71.787, distanceKm: 143_490.5 };
  const origin = { kind: 'simulation' as const, instrument: 'INTEGRAL SPI-ACS (simulated)', text: 'SIMULATION' };
  return { lightCurve: { bins, reference, spacecraft, origin }, truth: lightCurve, found: findBurst(lightCurve) };
}

/** A box of 20,000 counts/s for 10 s from the reference time on. */
export const box: Pulse = { shape: 'box', timeS: 0, widthS: 10, counts: 200_000 };
