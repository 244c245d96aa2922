// The position of a source as parameters: said once, so that every analysis names, limits and describes it alike.
import { number } from '@stemma/core';

/** Parameters `raDeg` and `decDeg` of a source, J2000 (ICRS), degrees; the Crab when none is given. */
export const sourcePosition = {
  raDeg: number({
    unit: 'deg',
    default: 83.633,
    min: 0,
    max: 360,
    description: 'right ascension of the source, J2000',
  }),
  decDeg: number({
    unit: 'deg',
    default: 22.0145,
    min: -90,
    max: 90,
    description: 'declination of the source, J2000',
  }),
};
