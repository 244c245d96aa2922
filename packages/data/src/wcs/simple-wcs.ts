/** Keywords of the plainest world coordinate system, for images that are made here. */

import { cosDeg, sinDeg } from './angles.ts';
import { projectionCodes, projectionOf } from './projection.ts';
import { WcsError } from './wcs-error.ts';

/** What to make. */
export interface SimpleWcsSpec {
  /** Direction of the image's centre in degrees: right ascension and declination, or galactic longitude and latitude. */
  readonly centreDeg: readonly [lonDeg: number, latDeg: number];
  /** Rows and columns of the image. */
  readonly shape: readonly [rows: number, columns: number];
  /** Size of a pixel; default signs give north up and east left. */
  readonly pixelScaleDeg: number;
  /** Angle of north from up towards left, default 0. */
  readonly northDeg?: number;
  /** Three-letter code, default TAN. */
  readonly projection?: string;
  /** Default icrs. */
  readonly frame?: 'icrs' | 'galactic';
}

/** Keywords for a FITS header with the image's centre as the reference point; all are read by `Wcs`. Throws WcsError. */
export function simpleWcsKeywords(spec: SimpleWcsSpec): Record<string, string | number> {
  const { centreDeg, shape, pixelScaleDeg, northDeg = 0, projection = projectionCodes[0]!, frame = 'icrs' } = spec;
  projectionOf(projection);
  if (!(pixelScaleDeg > 0)) throw new WcsError('invalid_request', `a pixel scale of ${pixelScaleDeg} is not positive`);
  const [lonName, latName] = frame === 'icrs' ? ['RA--', 'DEC-'] : ['GLON', 'GLAT'];
  const [c, s] = [pixelScaleDeg * cosDeg(northDeg), pixelScaleDeg * sinDeg(northDeg)];
  return {
    WCSAXES: 2,
    CTYPE1: `${lonName}-${projection}`,
    CTYPE2: `${latName}-${projection}`,
    CUNIT1: 'deg',
    CUNIT2: 'deg',
    CRPIX1: (shape[1] + 1) / 2,
    CRPIX2: (shape[0] + 1) / 2,
    CRVAL1: centreDeg[0],
    CRVAL2: centreDeg[1],
    CD1_1: -c,
    CD1_2: -s,
    CD2_1: -s,
    CD2_2: c,
    ...(frame === 'icrs' ? { RADESYS: 'ICRS' } : {}),
  };
}
