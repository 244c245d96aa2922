/** The tables that steps of the pipeline hand on, and how the numerics of the coded mask see them. */

import { column, listOf, number, record, table } from '@stemma/core';
import { DETECTOR_SIDE } from '../coded-mask/geometry.ts';
import type { Pointing } from '../coded-mask/pointing.ts';
import { pointingOf } from '../coded-mask/pointing.ts';
import type { Events, TimeRange } from '../coded-mask/shadowgram.ts';

const deg = (description: string) => number({ unit: 'deg', description });

/** A direction of the sky. */
export const directionType = record({ raDeg: deg('right ascension, J2000'), decDeg: deg('declination, J2000') });

const bandRecord = record({ minKeV: number({ unit: 'keV', min: 0 }), maxKeV: number({ unit: 'keV', min: 0 }) });

/** An energy band; as text also `20-40`, in keV. */
export const bandType: typeof bandRecord = {
  ...bandRecord,
  parse(given, where) {
    const [, minKeV, maxKeV] = (typeof given === 'string' && /^\s*([\d.]+)\s*-\s*([\d.]+)\s*$/.exec(given)) || [];
    return bandRecord.parse(minKeV === undefined ? given : { minKeV: Number(minKeV), maxKeV: Number(maxKeV) }, where);
  },
};

/** Energy bands in order. */
export const bandsType = listOf(bandType);

/** Length of a tick of the events' clock, seconds: 61 microseconds, the time resolution of ISGRI. */
export const TICK_S = 2 ** -14;

/** Events as they come from the instrument: 8 bytes each, as there are a million in a window. */
export const rawEventsType = table({
  tick: column('uint32', '', { description: 'time after the start of the science window, in 2^-14 s', ucd: 'time' }),
  y: column('uint8', '', { description: 'pixel along Y, 0..127' }),
  z: column('uint8', '', { description: 'pixel along Z, 0..127' }),
  channel: column('uint16', 'chan', { description: 'pulse height' }),
});

/** What the energy correction adds to each raw event, row by row. */
export const correctedEventsType = table({ energyKeV: column('float32', 'keV', { ucd: 'phys.energy' }) });

/** Times in which data are good. */
export const intervalsType = table({
  startS: column('float64', 's', { description: 'after the start of the science window' }),
  stopS: column('float64', 's'),
});

/** Intervals in columns. */
export interface Intervals {
  readonly startS: Float64Array;
  readonly stopS: Float64Array;
}

/** Total length of intervals, seconds. */
export function lengthS({ startS, stopS }: Intervals): number {
  return stopS.reduce((total, stop, k) => total + stop - startS[k]!, 0);
}

/** Seconds of a range that lie inside the intervals. */
export function overlapS({ startS, stopS }: Intervals, range: TimeRange): number {
  return startS.reduce(
    (total, start, k) => total + Math.max(0, Math.min(stopS[k]!, range.stopS) - Math.max(start, range.startS)),
    0,
  );
}

/**
 * Events of quiet pixels inside good times, with corrected energies. Both tables have the same rows, in order of time;
 * `noisy` is 1 for pixels to be left out, at z * 128 + y.
 */
export function goodEvents(
  raw: { readonly tick: Uint32Array; readonly y: Uint8Array; readonly z: Uint8Array },
  { events, noisy }: { readonly events: { readonly energyKeV: Float32Array }; readonly noisy: Uint8Array },
  good: Intervals,
): Events {
  const { energyKeV } = events;
  const rows = new Uint32Array(raw.tick.length);
  let count = 0;
  let k = 0;
  for (let i = 0; i < rows.length; i++) {
    const time = TICK_S * raw.tick[i]!;
    while (k < good.stopS.length && time >= good.stopS[k]!) k++;
    if (k === good.stopS.length) break;
    if (time >= good.startS[k]! && noisy[raw.z[i]! * DETECTOR_SIDE + raw.y[i]!] !== 1) rows[count++] = i;
  }
  const found = {
    timeS: new Float64Array(count),
    y: new Uint8Array(count),
    z: new Uint8Array(count),
    energyKeV: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    found.timeS[i] = TICK_S * raw.tick[row]!;
    found.y[i] = raw.y[row]!;
    found.z[i] = raw.z[row]!;
    found.energyKeV[i] = energyKeV[row]!;
  }
  return found;
}

/** Axes of the telescope from the outputs of `integral.Pointing`. */
export function axesOf({
  xAxis,
  zAxis,
}: {
  readonly xAxis: { readonly raDeg: number; readonly decDeg: number };
  readonly zAxis: { readonly raDeg: number; readonly decDeg: number };
}): Pointing {
  return pointingOf(xAxis, zAxis);
}
