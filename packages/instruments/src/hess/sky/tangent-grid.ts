// A square grid of pixels on the plane that touches the sky at the target (gnomonic projection, TAN).
// Calabretta & Greisen 2002, doi:10.1051/0004-6361:20021327, section 5.1.3.
import type { Direction } from '@stemma/data/coordinates';

const DEG = Math.PI / 180;

/** A grid of `size` by `size` pixels, the target in the middle of the middle one; east is left, north is up. */
export interface TangentGrid {
  readonly raDeg: number;
  readonly decDeg: number;
  /** Odd, so that the target is in the middle of a pixel. */
  readonly size: number;
  readonly pixelDeg: number;
}

/** A grid that covers a width, or a little less. */
export function tangentGrid({ raDeg, decDeg }: Direction, widthDeg: number, pixelDeg: number): TangentGrid {
  return { raDeg, decDeg, pixelDeg, size: 2 * Math.floor(widthDeg / pixelDeg / 2) + 1 };
}

/**
 * Counts of events in the pixels, row by row from the south, each row from the east.
 * @param wanted says of an event, by its number, whether it counts.
 */
export function binOnGrid(
  grid: TangentGrid,
  raDeg: Float64Array,
  decDeg: Float64Array,
  wanted: (event: number) => boolean,
): Float64Array {
  const { size, pixelDeg } = grid;
  const counts = new Float64Array(size * size);
  const centre = (size - 1) / 2;
  const [sin0, cos0] = [Math.sin(grid.decDeg * DEG), Math.cos(grid.decDeg * DEG)];
  for (let i = 0; i < raDeg.length; i++) {
    const [sinDec, cosDec] = [Math.sin(decDeg[i]! * DEG), Math.cos(decDeg[i]! * DEG)];
    const dRa = (raDeg[i]! - grid.raDeg) * DEG;
    const along = sin0 * sinDec + cos0 * cosDec * Math.cos(dRa);
    // The other half of the sky does not lie on the plane.
    if (along <= 0 || !wanted(i)) continue;
    const eastDeg = (cosDec * Math.sin(dRa)) / along / DEG;
    const northDeg = (cos0 * sinDec - sin0 * cosDec * Math.cos(dRa)) / along / DEG;
    const [column, row] = [Math.round(centre - eastDeg / pixelDeg), Math.round(centre + northDeg / pixelDeg)];
    if (column >= 0 && column < size && row >= 0 && row < size) counts[row * size + column]!++;
  }
  return counts;
}

/** Right ascension and declination of all pixels, in the order of {@link binOnGrid}. */
export function pixelDirections({ raDeg, decDeg, size, pixelDeg }: TangentGrid): {
  raDeg: Float64Array;
  decDeg: Float64Array;
} {
  const out = { raDeg: new Float64Array(size * size), decDeg: new Float64Array(size * size) };
  const centre = (size - 1) / 2;
  const [sin0, cos0] = [Math.sin(decDeg * DEG), Math.cos(decDeg * DEG)];
  for (let row = 0; row < size; row++) {
    const north = (row - centre) * pixelDeg * DEG;
    for (let column = 0; column < size; column++) {
      const east = (centre - column) * pixelDeg * DEG;
      const x = cos0 - north * sin0;
      out.raDeg[row * size + column] = (raDeg + Math.atan2(east, x) / DEG + 360) % 360;
      out.decDeg[row * size + column] = Math.atan2(sin0 + north * cos0, Math.hypot(east, x)) / DEG;
    }
  }
  return out;
}

/** The grid as FITS keywords. */
export function gridKeywords({ raDeg, decDeg, size, pixelDeg }: TangentGrid): Record<string, string | number> {
  return {
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CUNIT1: 'deg',
    CUNIT2: 'deg',
    CRPIX1: (size + 1) / 2,
    CRPIX2: (size + 1) / 2,
    CRVAL1: raDeg,
    CRVAL2: decDeg,
    CDELT1: -pixelDeg,
    CDELT2: pixelDeg,
    RADESYS: 'ICRS',
  };
}
