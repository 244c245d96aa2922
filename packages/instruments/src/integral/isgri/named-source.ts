/** What goals about one source have in common: how the source is named, which windows went in, and how it can be missing. */

import { ExpectedFailure, listOf, number, record, string } from '@stemma/core';

/** Which source is meant. */
export const sourceParameters = {
  object: string({ default: 'Crab', description: 'name of the source, for the products' }),
  raDeg: number({ unit: 'deg', default: 83.6331, min: 0, max: 360 }),
  decDeg: number({ unit: 'deg', default: 22.0145, min: -90, max: 90 }),
  radiusDeg: number({ unit: 'deg', default: 0.2, min: 0, max: 2, description: 'how far off the source may be' }),
};

/** Which windows went in, and which did not. */
export const windowLists = {
  used: listOf(string(), { description: 'science windows' }),
  dropped: listOf(record({ scw: string(), reason: string(), message: string() })),
};

/** The failure of a position at which nothing is fitted. */
export function noSource(
  object: string,
  position: { raDeg: number; decDeg: number },
  windows: number,
): ExpectedFailure {
  const where = `RA ${position.raDeg.toFixed(4)}, Dec ${position.decDeg.toFixed(4)}`;
  const what = `${object} at ${where} is neither in the catalogue nor in the images of ${windows} science windows`;
  return new ExpectedFailure('no_source', `${what}: put it into integral.ReferenceCatalogue`, { object, ...position });
}
