// When the burst set in: at the spacecraft, and at the Earth's centre, where times of different missions compare.
import { analysis, ExpectedFailure, number, string } from '@stemma/core';
import { lightTravelTimeS, positionKm } from '@stemma/data/coordinates';
import { burstOnset, instantInLightCurve } from '@stemma/data/lightcurve';
import { addSeconds, formatIso, formatTime, parseTime } from '@stemma/data/time';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { BackgroundModel, backgroundOf } from './background-model.ts';
import { BurstInterval } from './burst-interval.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * Onset of the burst at INTEGRAL, the time that triangulation with other missions needs: the centre of the first bin
 * of the first block. The error is the root mean square distance of the other possible change points, each weighted
 * by its likelihood; it does not include the error of the spacecraft's clock.
 */
export const BurstOnset = analysis({
  name: 'integral.BurstOnset',
  version: '1',
  description: 'The onset of the burst at INTEGRAL: the centre of its first bin.',
  inputs: { lightCurve: SpiAcsLightCurve, interval: BurstInterval, background: BackgroundModel },
  outputs: {
    utc: string(),
    ijd: string({ description: 'days of TT since 2000-01-01' }),
    offsetS: number({ unit: 's', description: 'after the reference time of the light curve' }),
    errorS: number({ unit: 's', description: 'one sigma' }),
  },
  resources: { light: true },
  run: ({ lightCurve, interval, background }) => {
    const lc = lightCurveOf(lightCurve);
    const onset = burstOnset(lc, backgroundOf(background), interval.firstBin, interval.firstBlockCps);
    const instant = instantInLightCurve(lc, onset.centreS);
    return {
      utc: formatIso(instant, 'utc', 3),
      ijd: formatTime(instant, 'ijd'),
      offsetS: onset.centreS,
      errorS: onset.errorS,
    };
  },
});

/**
 * Onset of the burst at the Earth's centre: the onset at INTEGRAL plus (r · n) / c, with r the position of the
 * spacecraft and n the direction of the burst, both J2000. INTEGRAL is up to 0.5 light seconds away, so a direction
 * wrong by a degree moves the time by up to 9 ms; only the error of the onset itself is propagated.
 * The defaults are the direction of GRB 230307A.
 */
export const GeocentricOnset = analysis({
  name: 'integral.GeocentricOnset',
  version: '1',
  description: 'The onset as seen from the Earth’s centre, for a burst from a known direction.',
  parameters: {
    raDeg: number({
      unit: 'deg',
      default: 60.86,
      min: 0,
      max: 360,
      description: 'right ascension of the burst, J2000',
    }),
    decDeg: number({ unit: 'deg', default: -75.38, min: -90, max: 90, description: 'declination of the burst, J2000' }),
  },
  inputs: { lightCurve: SpiAcsLightCurve, onset: BurstOnset },
  outputs: {
    utc: string(),
    ijd: string(),
    delayS: number({ unit: 's', description: 'to be added to times at INTEGRAL' }),
    errorS: number({ unit: 's' }),
  },
  failures: { no_ephemeris: 'the light curve does not say where the spacecraft was' },
  resources: { light: true },
  run: ({ lightCurve, onset, raDeg, decDeg }) => {
    const { spacecraft } = lightCurve;
    if (!spacecraft) throw new ExpectedFailure('no_ephemeris', 'the light curve does not say where the spacecraft was');
    const delayS = lightTravelTimeS(positionKm(spacecraft, spacecraft.distanceKm), { raDeg, decDeg });
    const instant = addSeconds(parseTime(onset.ijd, 'ijd'), delayS);
    return { utc: formatIso(instant, 'utc', 3), ijd: formatTime(instant, 'ijd'), delayS, errorS: onset.errorS };
  },
});
