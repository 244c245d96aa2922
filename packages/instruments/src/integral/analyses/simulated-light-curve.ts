// A simulated SPI-ACS light curve, for where no data can be had: the same level, noise and bin width as the real ones,
// with a burst of fast rise and slow decay. Labelled as simulation in everything that is made from it.
import { analysis, integer, number } from '@stemma/core';
import { simulateLightCurve } from '@stemma/data/lightcurve';
import { randomFromDigest } from '@stemma/data/statistics';
import { parseTime } from '@stemma/data/time';
import { lightCurveOutputs, valuesOf } from '../formats/light-curve-values.ts';
import { missionTime } from '../formats/mission-time-type.ts';

/**
 * Simulates a SPI-ACS light curve with one burst at the middle of `bins` bins: Poisson counts, the background stretched
 * to `excessVariance`, a pulse of fast rise and exponential decay with `burstCounts` expected counts. The defaults
 * resemble GRB 230307A. The same parameters give the same curve everywhere (the seed is the identity of the result);
 * for another realisation change a parameter. Good for tests and lessons, not for the response of the instrument.
 */
export const SimulatedLightCurve = analysis({
  name: 'integral.SimulatedLightCurve',
  version: '1',
  description: 'SIMULATION of a SPI-ACS light curve with one burst of fast rise and exponential decay.',
  parameters: {
    t0Utc: missionTime({ form: 'utc', default: '2023-03-07T15:44:07', description: 'start of the burst, UTC' }),
    // 91 kcount/s at 1.165 times Poisson noise is what the shield counted in March 2023.
    backgroundCps: number({ unit: 'count/s', default: 91_000, min: 0 }),
    excessVariance: number({
      default: 1.165,
      min: 1,
      description: 'scatter of the background in units of Poisson noise',
    }),
    burstCounts: number({ unit: 'count', default: 1.5e7, min: 0 }),
    decayS: number({ unit: 's', default: 7, min: 0.01 }),
    binS: number({ unit: 's', default: 0.1, min: 0.001 }),
    bins: integer({ default: 5400, min: 10, max: 10_000_000 }),
  },
  outputs: lightCurveOutputs,
  stochastic: true,
  run: ({ t0Utc, backgroundCps, excessVariance, burstCounts, decayS, binS, bins }, activity) => {
    const lightCurve = simulateLightCurve(randomFromDigest(activity.seed), {
      reference: parseTime(t0Utc, 'utc'),
      startS: -0.5 * bins * binS,
      binS,
      bins,
      backgroundCps,
      excessVariance,
      pulses: [{ shape: 'fred', timeS: 0, widthS: decayS, counts: burstCounts }],
    });
    return {
      ...valuesOf(lightCurve),
      // Where INTEGRAL was at the time of GRB 230307A, so that the rest of the chain can be tried.
      spacecraft: { raDeg: 198.394, decDeg: 71.787, distanceKm: 143_490.5 },
      origin: { kind: 'simulation', instrument: 'INTEGRAL SPI-ACS (simulated)', text: 'SIMULATION, no observed data' },
    };
  },
});
