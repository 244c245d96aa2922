// What lies under the pointer: pixel, direction in every notation, value with its error.
import { formatDeclination, formatRightAscension, galacticFromIcrs } from '@stemma/data/coordinates';
import { formatMeasured, formatNumber } from '@stemma/data/statistics';
import type { Wcs } from '@stemma/data/wcs';
import type { ImagePlane } from './image-plane.ts';

/** A reading at a place in an image; everything that is not known is NaN. */
export interface Readout {
  /** Place in pixels, from 0 at the centre of the first pixel. */
  readonly x: number;
  readonly y: number;
  /** ICRS; NaN outside of the sky and for frames that cannot be converted. */
  readonly raDeg: number;
  readonly decDeg: number;
  /** Galactic. */
  readonly lonDeg: number;
  readonly latDeg: number;
  /** Value of the nearest pixel, in the unit of the plane. */
  readonly value: number;
  readonly sigma: number;
  readonly unit: string;
}

/** Reads a place of a plane; `sigma` gives the standard deviation by pixel index. */
export function readoutAt(plane: ImagePlane, sigma: (index: number) => number, x: number, y: number): Readout {
  const [column, row] = [Math.floor(x + 0.5), Math.floor(y + 0.5)];
  const isInside = column >= 0 && row >= 0 && column < plane.columns && row < plane.rows;
  const index = row * plane.columns + column;
  const value = isInside ? plane.values()[index]! : NaN;
  return { x, y, ...directions(plane.wcs, x, y), value, sigma: isInside ? sigma(index) : NaN, unit: plane.unit };
}

function directions(wcs: Wcs | undefined, x: number, y: number) {
  const nowhere = { raDeg: NaN, decDeg: NaN, lonDeg: NaN, latDeg: NaN };
  if (!wcs || wcs.frame === 'ecliptic' || wcs.frame === 'supergalactic' || wcs.frame === 'other') return nowhere;
  const { raDeg, decDeg } = wcs.pixelToIcrs(x, y);
  if (Number.isNaN(raDeg)) return nowhere;
  return { raDeg, decDeg, ...galacticFromIcrs({ raDeg, decDeg }) };
}

/** The reading as one line; pixels counted from 1, as FITS and DS9 do. */
export function readoutText(readout: Readout): string {
  const { x, y, raDeg, decDeg, lonDeg, latDeg, value, sigma, unit } = readout;
  const sky = Number.isNaN(raDeg)
    ? ['no sky coordinates']
    : [
        `RA ${formatRightAscension(raDeg, 2)} Dec ${formatDeclination(decDeg, 1)}`,
        `(${raDeg.toFixed(5)}°, ${decDeg.toFixed(5)}°)`,
        `l ${lonDeg.toFixed(4)}° b ${latDeg.toFixed(4)}°`,
      ];
  const measured = sigma > 0 ? formatMeasured({ value, error: sigma }) : formatNumber(value, 5);
  const worth = Number.isNaN(value) ? 'no value' : `${measured}${unit ? ` ${unit}` : ''}`;
  return [...sky, `pixel ${(x + 1).toFixed(2)}, ${(y + 1).toFixed(2)}`, worth].join(' · ');
}
