/** The linear step of a WCS: pixels from the reference pixel to degrees in the plane of projection (Greisen & Calabretta 2002, A&A 395, 1061). */

import { cosDeg, sinDeg } from './angles.ts';
import type { CelestialAxes } from './celestial-axes.ts';
import type { Keywords } from './keyword-source.ts';
import { WcsError } from './wcs-error.ts';

/** Degrees per pixel: `x = xx·p + xy·q`, `y = yx·p + yy·q`, x along the longitude axis, p along the first image axis. */
export interface PixelMatrix {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

const degreesPerUnit: Readonly<Record<string, number>> = {
  deg: 1,
  degree: 1,
  degrees: 1,
  rad: 180 / Math.PI,
  arcmin: 1 / 60,
  arcsec: 1 / 3600,
  mas: 1 / 3.6e6,
};

/** Degrees in the unit of an axis (CUNIT, degrees by default). Throws `unsupported` for a unit that is no angle. */
export function axisUnitDeg(keywords: Keywords, axis: number): number {
  const unit = keywords.text(`CUNIT${axis}`)?.trim() ?? '';
  if (unit === '') return 1;
  const factor = Object.hasOwn(degreesPerUnit, unit) ? degreesPerUnit[unit] : undefined;
  if (factor !== undefined) return factor;
  throw new WcsError('unsupported', `CUNIT${axis} '${unit}' is not a known unit of angle`);
}

/**
 * The matrix from CD, or PC and CDELT, or CROTA and CDELT, in this order of precedence as in wcslib, its columns in the
 * order of the image axes. Throws `corrupt` when it is singular.
 */
export function readPixelMatrix(keywords: Keywords, axes: CelestialAxes): PixelMatrix {
  const [lon, lat] = [axes.lonAxis, axes.latAxis];
  const [p, q] = lon < lat ? [lon, lat] : [lat, lon];
  const element = matrixElement(keywords, axes);
  const [lonUnit, latUnit] = [axisUnitDeg(keywords, lon), axisUnitDeg(keywords, lat)];
  const matrix = {
    xx: element(lon, p) * lonUnit,
    xy: element(lon, q) * lonUnit,
    yx: element(lat, p) * latUnit,
    yy: element(lat, q) * latUnit,
  };
  requireInvertible(matrix);
  return matrix;
}

/** Element of the matrix from image axis `column` to world axis `row`, in the unit of the world axis. */
function matrixElement(keywords: Keywords, axes: CelestialAxes): (row: number, column: number) => number {
  const pair = [axes.lonAxis, axes.latAxis];
  const anyOf = (name: string): boolean =>
    pair.some((row) => pair.some((column) => keywords.number(`${name}${row}_${column}`) !== undefined));
  const scale = (axis: number): number => keywords.number(`CDELT${axis}`) ?? 1;
  if (anyOf('PC')) {
    return (row, column) => scale(row) * (keywords.number(`PC${row}_${column}`) ?? (row === column ? 1 : 0));
  }
  if (anyOf('CD')) return (row, column) => keywords.number(`CD${row}_${column}`) ?? 0;
  const rotation = keywords.number(`CROTA${axes.latAxis}`) ?? 0;
  return (row, column) => {
    if (row === column) return scale(row) * cosDeg(rotation);
    return scale(column) * sinDeg(rotation) * (row === axes.latAxis ? 1 : -1);
  };
}

function requireInvertible({ xx, xy, yx, yy }: PixelMatrix): void {
  const determinant = xx * yy - xy * yx;
  // Rows that are parallel to the last digits would turn pixels into noise.
  if (Math.abs(determinant) > 1e-13 * Math.hypot(xx, xy) * Math.hypot(yx, yy)) return;
  throw new WcsError('corrupt', 'the WCS cannot be inverted: its CD, PC or CDELT matrix is singular');
}

/** The opposite matrix, pixels per degree. */
export function invertMatrix({ xx, xy, yx, yy }: PixelMatrix): PixelMatrix {
  const determinant = xx * yy - xy * yx;
  return { xx: yy / determinant, xy: -xy / determinant, yx: -yx / determinant, yy: xx / determinant };
}
