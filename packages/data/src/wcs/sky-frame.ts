/** Which sky the longitudes and latitudes of a WCS are meant on, and the way from ICRS to it. */

import { galacticFromIcrs, icrsFromGalactic } from '../coordinates/galactic.ts';
import type { Keywords } from './keyword-source.ts';
import type { Pair } from './projection-type.ts';
import { WcsError } from './wcs-error.ts';

/**
 * Celestial frames of FITS. `fk5` is the one of equinox 2000, taken as equal to `icrs` (they differ by less than 0.03
 * arcsec); `other` is anything that cannot be converted here.
 */
export type SkyFrame = 'icrs' | 'fk5' | 'galactic' | 'ecliptic' | 'supergalactic' | 'other';

const otherFrames: Readonly<Record<string, SkyFrame>> = {
  GLON: 'galactic',
  ELON: 'ecliptic',
  SLON: 'supergalactic',
};

/** The frame of a header from the name of its longitude axis, RADESYS and EQUINOX (paper II, section 3.1). */
export function readSkyFrame(keywords: Keywords, lonName: string): SkyFrame {
  if (lonName !== 'RA') return otherFrames[lonName] ?? 'other';
  const equinox = keywords.number('EQUINOX') ?? keywords.plainNumber('EPOCH');
  // RADECSYS is the older spelling, still found in INTEGRAL's products.
  const name = keywords.text('RADESYS') ?? keywords.text('RADECSYS') ?? defaultSystem(equinox);
  if (name === 'ICRS') return 'icrs';
  return name === 'FK5' && (equinox ?? 2000) === 2000 ? 'fk5' : 'other';
}

function defaultSystem(equinox: number | undefined): string {
  if (equinox === undefined) return 'ICRS';
  return equinox < 1984 ? 'FK4' : 'FK5';
}

/** Replaces ICRS right ascension and declination by the coordinates of a frame. Throws `unsupported`. */
export function fromIcrs(frame: SkyFrame, pair: Pair): void {
  if (frame === 'icrs' || frame === 'fk5') return;
  requireGalactic(frame);
  const { lonDeg, latDeg } = galacticFromIcrs({ raDeg: pair.first, decDeg: pair.second });
  pair.first = lonDeg;
  pair.second = latDeg;
}

/** Replaces the coordinates of a frame by ICRS right ascension and declination. Throws `unsupported`. */
export function toIcrs(frame: SkyFrame, pair: Pair): void {
  if (frame === 'icrs' || frame === 'fk5') return;
  requireGalactic(frame);
  const { raDeg, decDeg } = icrsFromGalactic({ lonDeg: pair.first, latDeg: pair.second });
  pair.first = raDeg;
  pair.second = decDeg;
}

function requireGalactic(frame: SkyFrame): void {
  if (frame === 'galactic') return;
  throw new WcsError('unsupported', `coordinates of the frame '${frame}' cannot be converted to or from ICRS`);
}
