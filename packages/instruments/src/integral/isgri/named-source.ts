/** What goals about one source have in common: how near it must lie, and how it can be missing. */

import { ExpectedFailure, number } from '@stemma/core';
import type { Selection } from './usable-windows.ts';

/** How the source is picked among those that were fitted. */
export const sourceParameters = {
  radiusDeg: number({ unit: 'deg', default: 0.2, min: 0, max: 2, description: 'how far off the source may be' }),
};

/** From this distance of the pointing on, no source lights any of the detector: half the diagonal of the field. */
const OUTSIDE_DEG = 20.7;

/** The source that a goal is about. */
export interface Target {
  readonly object: string;
  readonly raDeg: number;
  readonly decDeg: number;
}

/** The failure of a position at which nothing is fitted: outside of every field of view, or simply not there. */
export function noSource(target: Target, selection: Selection): ExpectedFailure {
  const { object, raDeg, decDeg } = target;
  const nearestDeg = Math.min(...selection.scws.map(({ offsetDeg }) => offsetDeg));
  const what = `${object} at RA ${raDeg.toFixed(4)}, Dec ${decDeg.toFixed(4)}`;
  const windows = `${selection.scws.length} science windows`;
  const message =
    nearestDeg > OUTSIDE_DEG
      ? `${what} is outside the field of view of all ${windows}: the nearest points ${nearestDeg.toFixed(1)} deg off`
      : `${what} is neither in the catalogue nor in the images of ${windows}: put it into integral.ReferenceCatalogue`;
  return new ExpectedFailure('no_source', message, { object, raDeg, decDeg, nearestDeg });
}
