// SPI-ACS light curves as FITS: a table RATE with TIME, RATE and ERROR. The bins are not all of one width (TIMEDEL is
// only nominal), which the Poisson errors reveal.
import { readFits } from '@stemma/data/fits';
import { lightCurveFromRates, poissonWidths, type LightCurve } from '@stemma/data/lightcurve';
import { instantFromMjdTt } from '@stemma/data/time';

/** Where the spacecraft was, seen from the Earth's centre. */
export interface SpacecraftPlace {
  readonly raDeg: number;
  readonly decDeg: number;
  readonly distanceKm: number;
}

/** A light curve read from a file, and what else the file says. */
export interface ReadLightCurve {
  readonly lightCurve: LightCurve;
  readonly spacecraft: SpacecraftPlace | null;
  readonly instrument: string;
}

/** Reads a SPI-ACS light curve. @throws FitsError for anything else. */
export function readSpiAcsFits(bytes: Uint8Array): ReadLightCurve {
  const { header, ...table } = openTable(bytes);
  const rateCps = table.column('RATE');
  const errorCps = table.column('ERROR');
  const lightCurve = lightCurveFromRates({
    reference: instantFromMjdTt(header.number('MJDREF'), header.number('TIMEZERO', 0)),
    centreS: table.column('TIME'),
    rateCps,
    errorCps,
    widthS: poissonWidths(rateCps, errorCps, header.number('TIMEDEL')),
  });
  return { lightCurve, spacecraft: placeOf(header.string('EPHS', '')), instrument: `${header.string('TELESCOP', 'INTEGRAL')} ${header.string('INSTRUME', 'SPI-ACS')}` };
}

function openTable(bytes: Uint8Array) {
  const table = readFits(bytes).table('RATE');
  return { header: table.header, column: (name: string) => table.column(name).physical() };
}

// The card EPHS: right ascension and declination in degrees, distance in km, then their accuracies.
function placeOf(card: string): SpacecraftPlace | null {
  const [raDeg, decDeg, distanceKm] = card.trim().split(/\s+/).map(Number);
  if (raDeg === undefined || decDeg === undefined || distanceKm === undefined || ![raDeg, decDeg, distanceKm].every(Number.isFinite)) return null;
  return { raDeg, decDeg, distanceKm };
}
