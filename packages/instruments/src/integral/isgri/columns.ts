/** The tables that steps of the pipeline hand on, and how the numerics of the coded mask see them. */

import { column, listOf, number, record, table } from '@stemma/core';
import type { Pointing } from '../coded-mask/pointing.ts';
import { pointingOf } from '../coded-mask/pointing.ts';
import type { Events, TimeRange } from '../coded-mask/shadowgram.ts';

const deg = (description: string) => number({ unit: 'deg', description });

/** A direction of the sky. */
export const directionType = record({ raDeg: deg('right ascension, J2000'), decDeg: deg('declination, J2000') });

/** An energy band. */
export const bandType = record({ minKeV: number({ unit: 'keV', min: 0 }), maxKeV: number({ unit: 'keV', min: 0 }) });

/** Energy bands in order. */
export const bandsType = listOf(bandType);

/** Events as they come from the instrument. */
export const rawEventsType = table({
  timeS: column('float64', 's', { description: 'after the start of the science window', ucd: 'time' }),
  y: column('uint8', '', { description: 'pixel along Y, 0..127' }),
  z: column('uint8', '', { description: 'pixel along Z, 0..127' }),
  channel: column('uint16', 'chan', { description: 'pulse height' }),
});

/** What the energy correction adds to each raw event, row by row. */
export const correctedEventsType = table({
  energyKeV: column('float32', 'keV', { ucd: 'phys.energy' }),
  selected: column('uint8', '', { description: '1 for photons, 0 for events of noisy pixels' }),
});

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

/** Selected events inside good times, with corrected energies; both tables have the same rows, in order of time. */
export function goodEvents(
  raw: { readonly timeS: Float64Array; readonly y: Uint8Array; readonly z: Uint8Array },
  corrected: { readonly energyKeV: Float32Array; readonly selected: Uint8Array },
  good: Intervals,
): Events {
  const rows = new Uint32Array(raw.timeS.length);
  let count = 0;
  let k = 0;
  for (let i = 0; i < rows.length; i++) {
    const time = raw.timeS[i]!;
    while (k < good.stopS.length && time >= good.stopS[k]!) k++;
    if (k === good.stopS.length) break;
    if (time >= good.startS[k]! && corrected.selected[i] === 1) rows[count++] = i;
  }
  const events = {
    timeS: new Float64Array(count),
    y: new Uint8Array(count),
    z: new Uint8Array(count),
    energyKeV: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    events.timeS[i] = raw.timeS[row]!;
    events.y[i] = raw.y[row]!;
    events.z[i] = raw.z[row]!;
    events.energyKeV[i] = corrected.energyKeV[row]!;
  }
  return events;
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
