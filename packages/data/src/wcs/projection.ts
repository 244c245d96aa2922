/** What a spherical map projection is, and the table of those that are known. */

import { cylindricalEqualArea, mercator, plateCarree } from './cylindrical.ts';
import { aitoff, mollweide, sansonFlamsteed } from './pseudo-cylindrical.ts';
import type { Projection } from './projection-type.ts';
import { WcsError } from './wcs-error.ts';
import { zenithal } from './zenithal.ts';

const makers: Readonly<Record<string, (parameter: number | undefined) => Projection>> = {
  TAN: () => zenithal.TAN,
  SIN: () => zenithal.SIN,
  ARC: () => zenithal.ARC,
  ZEA: () => zenithal.ZEA,
  STG: () => zenithal.STG,
  CAR: () => plateCarree,
  CEA: (parameter) => cylindricalEqualArea(parameter ?? 1),
  MER: () => mercator,
  SFL: () => sansonFlamsteed,
  AIT: () => aitoff,
  MOL: () => mollweide,
};

/** Codes of all projections, as they stand in CTYPE. */
export const projectionCodes: readonly string[] = Object.keys(makers);

/** The projection of a three-letter code; `parameter` is PVi_1 of the latitude axis. Throws `unsupported`. */
export function projectionOf(code: string, parameter?: number): Projection {
  const maker = Object.hasOwn(makers, code) ? makers[code] : undefined;
  if (maker !== undefined) return maker(parameter);
  throw new WcsError('unsupported', `the projection ${code} is not one of ${projectionCodes.join(' ')}`);
}
