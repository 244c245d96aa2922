/** World coordinates of images as FITS keywords, in the form that outputs of type image carry. */

import type { ImageWcs } from '../coded-mask/pointing.ts';

/** Keywords of a gnomonic image. */
export function wcsKeywords({ crpix, crvalDeg, cdDeg }: ImageWcs): Record<string, string | number> {
  return {
    WCSAXES: 2,
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CUNIT1: 'deg',
    CUNIT2: 'deg',
    CRPIX1: crpix[0],
    CRPIX2: crpix[1],
    CRVAL1: crvalDeg[0],
    CRVAL2: crvalDeg[1],
    CD1_1: cdDeg[0],
    CD1_2: cdDeg[1],
    CD2_1: cdDeg[2],
    CD2_2: cdDeg[3],
    RADESYS: 'ICRS',
    EQUINOX: 2000,
  };
}
