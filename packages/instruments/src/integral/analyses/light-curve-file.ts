// A light curve as a FITS file that the field's tools open: an OGIP RATE table with true bin widths.
import { analysis, file } from '@stemma/core';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { binCentresS, rateErrorsCps, ratesCps } from '@stemma/data/lightcurve';
import { MJD_OF_EPOCH, ttDayAndNs } from '@stemma/data/time';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * The light curve as an OGIP FITS file: a table RATE (OGIP/93-003, "The Proposed Timing FITS File Format for High
 * Energy Astrophysics Data"), whose column TIMEDEL has the true width of every bin. Times are seconds of TT after
 * MJDREFI + MJDREFF at the spacecraft (TIMEREF LOCAL); they are bin centres (TIMEPIXR 0.5). The background is not
 * subtracted. DERIV_ID is the derivation of the product: with it the file can be verified and made again.
 */
export const LightCurveFile = analysis({
  name: 'integral.LightCurveFile',
  version: '1',
  description: 'The light curve as an OGIP FITS file, which names its derivation in the header.',
  inputs: { lightCurve: SpiAcsLightCurve },
  outputs: { fits: file({ mediaType: 'application/fits' }) },
  run: ({ lightCurve }, activity) => {
    const lc = lightCurveOf(lightCurve);
    const { day, ns } = ttDayAndNs(lc.reference);
    const centreS = binCentresS(lc);
    const rate = tableHdu({
      name: 'RATE',
      columns: [
        { name: 'TIME', values: centreS, unit: 's' },
        { name: 'TIMEDEL', values: lc.widthS, unit: 's' },
        { name: 'RATE', values: ratesCps(lc), unit: 'count/s' },
        { name: 'ERROR', values: rateErrorsCps(lc), unit: 'count/s' },
      ],
      header: [
        ['HDUCLASS', 'OGIP', 'format conforms to OGIP standard'],
        ['HDUCLAS1', 'LIGHTCURVE'],
        ['HDUCLAS2', 'TOTAL', 'background is not subtracted'],
        ['HDUCLAS3', 'RATE'],
        ['TELESCOP', 'INTEGRAL'],
        ['INSTRUME', 'SPI-ACS'],
        ['TIMESYS', 'TT'],
        ['TIMEREF', 'LOCAL', 'times at the spacecraft'],
        ['TIMEUNIT', 's'],
        // Whole days and their fraction apart: one double would hold the reference to a microsecond only.
        ['MJDREFI', day + MJD_OF_EPOCH, 'reference day, MJD (TT)'],
        ['MJDREFF', Number(ns) / 86_400e9, 'fraction of the reference day'],
        ['TIMEZERO', 0],
        ['TSTART', lc.startS[0]!, 'start of the first bin'],
        ['TSTOP', lc.startS.at(-1)! + lc.widthS.at(-1)!, 'end of the last bin'],
        ['DATE-OBS', lightCurve.reference.utc.slice(0, 23), 'reference time, UTC'],
        ['TIMEPIXR', 0.5, 'times are bin centres'],
        ['ORIGIN', 'Stemma'],
        ['DERIV_ID', activity.derivation, 'derivation of this product'],
        ['COMMENT', lightCurve.origin.text],
      ],
    });
    return { fits: activity.file('light-curve.fits', writeFits([rate])) };
  },
});
