// SPI-ACS light curves as FITS: a table RATE with TIME, RATE and ERROR. The bins are not all of one width (TIMEDEL is
// only nominal), which the Poisson errors reveal.
import { StemmaError } from '@stemma/core';
import { readFits, type Header } from '@stemma/data/fits';
import { lightCurveFromRates, poissonWidths, type LightCurve } from '@stemma/data/lightcurve';
import { addSeconds, instantFromMjdTt, type Instant } from '@stemma/data/time';

/** Where the spacecraft was, seen from the Earth's centre: J2000 degrees and km. */
export interface SpacecraftPlace {
  readonly raDeg: number;
  readonly decDeg: number;
  readonly distanceKm: number;
}

/** A light curve read from a file, and what else the file says. */
export interface ReadLightCurve {
  readonly lightCurve: LightCurve;
  /** None when the file has no card EPHS. */
  readonly spacecraft: SpacecraftPlace | null;
  /** Mission and instrument, for titles. */
  readonly instrument: string;
}

/**
 * Reads a SPI-ACS light curve: the mission's files, and OGIP files with a column TIMEDEL. Rows without a rate are gaps.
 * @throws FitsError when it is no FITS or lacks a column or card; StemmaError `invalid_request` when it is not in seconds of TT, or holds no bins.
 */
export function readSpiAcsFits(bytes: Uint8Array): ReadLightCurve {
  const table = readFits(bytes).table('RATE');
  const { header } = table;
  const names = ['TIME', 'RATE', 'ERROR', ...(table.has('TIMEDEL') ? ['TIMEDEL'] : [])];
  const columns = names.map((name) => table.column(name).physical());
  const isBin = (_: number, row: number) => columns.every((column) => Number.isFinite(column[row]));
  const [time, rateCps, errorCps, timeDelS] = columns.map((column) => column.filter(isBin)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array?,
  ];
  if (time.length === 0) throw new StemmaError('invalid_request', 'the light curve has no bins');
  const widthS = timeDelS ?? poissonWidths(rateCps, errorCps, header.number('TIMEDEL'));
  // Where in its bin a time stands (OGIP/93-003): 0.5, the centre, when the file does not say.
  const toCentre = 0.5 - header.number('TIMEPIXR', 0.5);
  const centreS = time.map((value, i) => value + toCentre * widthS[i]!);
  const lightCurve = lightCurveFromRates({ reference: referenceOf(header), centreS, rateCps, errorCps, widthS });
  return {
    lightCurve,
    spacecraft: placeOf(header.string('EPHS', '')),
    instrument: `${header.string('TELESCOP', 'INTEGRAL')} ${header.string('INSTRUME', 'SPI-ACS')}`,
  };
}

// Cards of OGIP/93-003; other time systems are refused, since taking them for TT would be wrong by a minute unseen.
function referenceOf(header: Header): Instant {
  for (const [keyword, wanted] of [
    ['TIMESYS', 'TT'],
    ['TIMEUNIT', 's'],
  ] as const) {
    const given = header.string(keyword, wanted).trim();
    if (given !== wanted)
      throw new StemmaError('invalid_request', `${keyword} of the light curve is '${given}': only ${wanted} is read`, {
        keyword,
      });
  }
  if (header.has('MJDREF')) return instantFromMjdTt(header.number('MJDREF'), header.number('TIMEZERO', 0));
  // Whole days and their fraction stand apart so that no digits are lost.
  return addSeconds(
    instantFromMjdTt(header.number('MJDREFI'), header.number('TIMEZERO', 0)),
    header.number('MJDREFF', 0) * 86_400,
  );
}

// The card EPHS: right ascension and declination in degrees, distance in km, then their accuracies.
function placeOf(card: string): SpacecraftPlace | null {
  const [raDeg, decDeg, distanceKm] = card.trim().split(/\s+/).map(Number);
  if (
    raDeg === undefined ||
    decDeg === undefined ||
    distanceKm === undefined ||
    ![raDeg, decDeg, distanceKm].every(Number.isFinite)
  )
    return null;
  return { raDeg, decDeg, distanceKm };
}
