/** Light curves in OGIP form (OGIP/93-003), one RATE table for each energy band. */

import { tableHdu, writeFits } from '@stemma/data/fits';
import type { EnergyBand } from '../../coded-mask/shadowgram.ts';
import { originCards, type ProductOrigin } from './product-origin.ts';

/** The light curve of a source in one band. */
export interface BandLightCurve {
  readonly band: EnergyBand;
  /** Middle of the bins, IJD. */
  readonly timeIjd: Float64Array;
  readonly widthS: Float64Array;
  readonly rateCps: Float64Array;
  readonly errorCps: Float64Array;
  /** Part of the bin that was observed. */
  readonly fractionalExposure: Float64Array;
}

/** The file. Times are seconds of TT since MJD 51544, which doubles hold to 0.1 microseconds. */
export function lightCurveFile(curves: readonly BandLightCurve[], object: string, origin: ProductOrigin): Uint8Array {
  return writeFits(
    curves.map((curve, k) => {
      const timeS = curve.timeIjd.map((days) => days * 86_400);
      const edge = (row: number, side: number): number =>
        (timeS.at(row) ?? 0) + (side * (curve.widthS.at(row) ?? 0)) / 2;
      return tableHdu({
        name: 'RATE',
        version: k + 1,
        columns: [
          { name: 'TIME', values: timeS, unit: 's' },
          { name: 'TIMEDEL', values: curve.widthS, unit: 's' },
          { name: 'RATE', values: Float32Array.from(curve.rateCps), unit: 'count/s' },
          { name: 'ERROR', values: Float32Array.from(curve.errorCps), unit: 'count/s' },
          { name: 'FRACEXP', values: Float32Array.from(curve.fractionalExposure) },
        ],
        header: [
          ['HDUCLASS', 'OGIP', 'format conforms to OGIP standards'],
          ['HDUCLAS1', 'LIGHTCURVE'],
          ['HDUCLAS2', 'NET', 'background is subtracted'],
          ['HDUCLAS3', 'RATE'],
          ...originCards(origin),
          ['OBJECT', object],
          ['MJDREFI', 51544, 'reference of times, MJD'],
          { keyword: 'MJDREFF', value: 0, real: true },
          ['TIMESYS', 'TT'],
          ['TIMEUNIT', 's'],
          ['TIMEREF', 'LOCAL', 'times at the spacecraft'],
          { keyword: 'TIMEZERO', value: 0, real: true },
          ['TIMEPIXR', 0.5, 'times are bin centres'],
          { keyword: 'TSTART', value: edge(0, -1), real: true },
          { keyword: 'TSTOP', value: edge(-1, 1), real: true },
          ['E_MIN', curve.band.minKeV, '[keV]'],
          ['E_MAX', curve.band.maxKeV, '[keV]'],
        ],
      });
    }),
  );
}
