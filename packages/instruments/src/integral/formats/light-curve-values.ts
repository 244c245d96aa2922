// How a light curve stands in results: a table of bins, the reference time, where the spacecraft was, where it is from.
import { choice, column, maybe, number, record, string, table } from '@stemma/core';
import type { LightCurve } from '@stemma/data/lightcurve';
import { formatTime, parseTime, type Instant } from '@stemma/data/time';

/**
 * Output types of every analysis that gives a light curve. Whoever has these outputs can be substituted for
 * `SpiAcsLightCurve`, so that the whole chain runs on other instruments and on simulations.
 */
export const lightCurveOutputs = {
  bins: table({
    startS: column('float64', 's', { description: 'start of the bin after the reference time' }),
    widthS: column('float64', 's', { description: 'length of the bin' }),
    counts: column('float64', 'count'),
    variance: column('float64', 'count2', { description: 'variance of the counts' }),
  }),
  reference: record({
    utc: string({ description: 'reference time, UTC' }),
    ijd: string({ description: 'reference time, days of TT since 2000-01-01' }),
  }),
  /** Where the spacecraft was, seen from the Earth's centre. */
  spacecraft: maybe(
    record({ raDeg: number({ unit: 'deg' }), decDeg: number({ unit: 'deg' }), distanceKm: number({ unit: 'km' }) }),
  ),
  origin: record({
    kind: choice(['observation', 'simulation']),
    instrument: string(),
    text: string({ description: 'what the data are, in words' }),
  }),
};

/** What consumers see of an analysis with {@link lightCurveOutputs}: columns of one length, in the order of time. */
export interface LightCurveValues {
  readonly bins: {
    readonly startS: Float64Array;
    readonly widthS: Float64Array;
    readonly counts: Float64Array;
    readonly variance: Float64Array;
  };
  readonly reference: { readonly utc: string; readonly ijd: string };
}

/** The light curve that a result holds; the reference comes from IJD, which has every digit. */
export function lightCurveOf({ bins, reference }: LightCurveValues): LightCurve {
  return { reference: parseTime(reference.ijd, 'ijd'), ...bins };
}

/** The result form of a light curve. */
export function valuesOf({ reference, startS, widthS, counts, variance }: LightCurve): LightCurveValues {
  return { bins: { startS, widthS, counts, variance }, reference: referenceOf(reference) };
}

/** An instant as UTC (nanoseconds) and as IJD, both without loss. */
export function referenceOf(instant: Instant): { utc: string; ijd: string } {
  return { utc: formatTime(instant, 'utc'), ijd: formatTime(instant, 'ijd') };
}
