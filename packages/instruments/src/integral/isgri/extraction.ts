/** Which sources share the detector in a science window, and how one of them is picked out of many windows. */

import { listOf, number, record, string } from '@stemma/core';
import { angularSeparationDeg, type Direction } from '@stemma/data/coordinates';
import { codingFraction, type Shift } from '../coded-mask/geometry.ts';
import { type Pointing, shiftOfDirection } from '../coded-mask/pointing.ts';

/** A source whose rates are extracted. */
export interface ExtractedSource extends Direction {
  readonly name: string;
  /** Part of the detector that it lights. */
  readonly coding: number;
}

/** Sources of an extraction. */
export const extractedSourcesType = listOf(
  record({
    name: string(),
    raDeg: number({ unit: 'deg' }),
    decDeg: number({ unit: 'deg' }),
    coding: number({ description: 'part of the detector that the source lights' }),
  }),
);

/** Nearer than this to a source that is fitted already, a new source is the same: the point spread function. */
const SAME_DEG = 0.15;

/**
 * All sources that are fitted together: the catalogued ones at their known places, and the new ones of the image where
 * they were found. Leaving one out would give its counts to the others.
 */
export function extractionSources(
  axes: Pointing,
  catalogued: readonly (Direction & { readonly name: string })[],
  fitted: { readonly name: readonly string[]; readonly raDeg: Float64Array; readonly decDeg: Float64Array },
): { sources: ExtractedSource[]; shifts: Shift[] } {
  const sources: ExtractedSource[] = [];
  const shifts: Shift[] = [];
  const add = (source: Direction & { readonly name: string }): void => {
    const shift = shiftOfDirection(axes, source);
    if (shift === undefined || sources.some((other) => angularSeparationDeg(other, source) < SAME_DEG)) return;
    const { name, raDeg, decDeg } = source;
    sources.push({ name, raDeg, decDeg, coding: codingFraction(shift) });
    shifts.push(shift);
  };
  catalogued.forEach(add);
  fitted.name.forEach((name, k) => add({ name, raDeg: fitted.raDeg[k]!, decDeg: fitted.decDeg[k]! }));
  return { sources, shifts };
}

/** Index of the source at a position, -1 when none lies within `radiusDeg`. */
export function sourceAt(sources: readonly Direction[], position: Direction, radiusDeg: number): number {
  let [nearest, least] = [-1, radiusDeg];
  sources.forEach((source, k) => {
    const distance = angularSeparationDeg(source, position);
    if (distance <= least) [nearest, least] = [k, distance];
  });
  return nearest;
}

/** Mean of rates over windows by inverse variance; rates without an error do not count. NaN where nothing does. */
export class RateSum {
  readonly #weighted: Float64Array;
  readonly #weight: Float64Array;

  constructor(bins: number) {
    this.#weighted = new Float64Array(bins);
    this.#weight = new Float64Array(bins);
  }

  /** Adds one window. */
  add(rateCps: ArrayLike<number>, errorCps: ArrayLike<number>): void {
    for (let k = 0; k < this.#weight.length; k++) {
      const variance = errorCps[k]! ** 2;
      if (!(variance > 0) || !Number.isFinite(rateCps[k]!)) continue;
      this.#weighted[k]! += rateCps[k]! / variance;
      this.#weight[k]! += 1 / variance;
    }
  }

  /** The mean and its error. */
  mean(): { rateCps: Float64Array; errorCps: Float64Array } {
    return {
      rateCps: this.#weight.map((weight, k) => (weight > 0 ? this.#weighted[k]! / weight : Number.NaN)),
      errorCps: this.#weight.map((weight) => (weight > 0 ? 1 / Math.sqrt(weight) : Number.NaN)),
    };
  }
}
