// What a goal is about: a source by name, or a position. One place, so that selections and goals mean the same.
import { analysis, didYouMean, ExpectedFailure, maybe, number, string } from '@stemma/core';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { sourceByName } from '../source-names.ts';
import { ReferenceCatalogue } from './input-catalogue.ts';

/** Nearer than this to a known source, a position without a name is that source. */
const SAME_DEG = 0.1;

/** The source or position that a goal is about. */
export const TargetPosition = analysis({
  name: 'integral.TargetPosition',
  version: '1',
  description: 'Source or position that goals are about: by name from the reference catalogue, or by coordinates.',
  parameters: {
    object: maybe(string({ description: 'name of the source; the Crab when no position is given either' })),
    raDeg: maybe(number({ unit: 'deg', min: 0, max: 360, description: 'right ascension, J2000' })),
    decDeg: maybe(number({ unit: 'deg', min: -90, max: 90, description: 'declination, J2000' })),
  },
  inputs: { reference: ReferenceCatalogue },
  outputs: { object: string(), raDeg: number({ unit: 'deg' }), decDeg: number({ unit: 'deg' }) },
  failures: { no_position: 'half a position, or a name that the reference catalogue does not have' },
  resources: { light: true },
  run: ({ object, raDeg, decDeg, reference: { sources } }) => {
    if (raDeg !== null && decDeg !== null) {
      const near = sources.find((source) => angularSeparationDeg(source, { raDeg, decDeg }) <= SAME_DEG);
      const place = `RA ${raDeg.toFixed(3)}, Dec ${decDeg.toFixed(3)}`;
      return { object: object ?? near?.name ?? place, raDeg, decDeg };
    }
    if (raDeg !== null || decDeg !== null)
      throw new ExpectedFailure('no_position', 'a position needs both raDeg and decDeg; or give the name of a source');
    const wanted = object ?? 'Crab';
    const found = sourceByName(sources, wanted);
    if (found) return { object: found.name, raDeg: found.raDeg, decDeg: found.decDeg };
    const names = sources.map(({ name }) => name);
    throw new ExpectedFailure(
      'no_position',
      `"${wanted}" is not in integral.ReferenceCatalogue${didYouMean(wanted, names)}; otherwise give raDeg and decDeg too`,
      { object: wanted },
    );
  },
});
