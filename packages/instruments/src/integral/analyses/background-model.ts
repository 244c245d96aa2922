// The background under a burst: a polynomial outside of the burst's window, and how much noisier it is than Poisson.
import { accepting, analysis, array, integer, json, number } from '@stemma/core';
import { estimateBackground, type Background } from '@stemma/data/lightcurve';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { BurstInterval } from './burst-interval.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * The background model of a light curve: weighted least squares over the bins outside of the burst's window, whose
 * weights come from the mean rate (each bin's own counts would pull the fit low by one count per bin).
 *
 * `excessVariance` is std(rate - model) / rms(Poisson error). SPI-ACS had 1.17 around GRB 230307A; circulars call the
 * background unstable from 1.5 on. Degree 0 suits minutes of data; a higher degree follows solar activity and belts,
 * but also swallows bursts longer than its waves.
 */
export const BackgroundModel = analysis({
  name: 'integral.BackgroundModel',
  version: '1',
  description: 'Polynomial background outside of the burst; without a burst, of the whole light curve.',
  parameters: { degree: integer({ default: 0, min: 0, max: 5, description: 'degree of the polynomial' }) },
  inputs: { lightCurve: SpiAcsLightCurve, interval: accepting(BurstInterval, 'no_burst') },
  outputs: {
    meanCps: number({ unit: 'count/s', description: 'mean modelled rate outside of the burst' }),
    excessVariance: number({ description: 'scatter in units of Poisson noise: 1 for pure counting noise' }),
    binsUsed: integer(),
    modelCps: array('float64', { unit: 'count/s', description: 'modelled rate in every bin' }),
    fit: json<Background['fit']>({ description: 'coefficients and covariance of the polynomial' }),
  },
  run: ({ lightCurve, interval, degree }) => {
    // Without a burst nothing is left out: the model then is what upper limits are measured against.
    const exclude = interval.ok ? [{ startS: interval.value.windowStartS, stopS: interval.value.windowStopS }] : [];
    const { meanCps, excessVariance, binsUsed, rateCps, fit } = estimateBackground(lightCurveOf(lightCurve), {
      degree,
      exclude,
    });
    return { meanCps, excessVariance, binsUsed, modelCps: rateCps, fit };
  },
});

/** The background as the algorithms take it, from the outputs of {@link BackgroundModel}; rates in counts per second. */
export function backgroundOf(values: {
  meanCps: number;
  excessVariance: number;
  binsUsed: number;
  modelCps: Float64Array;
  fit: Background['fit'];
}): Background {
  const { modelCps, fit, ...rest } = values;
  return { ...rest, fit, rateCps: modelCps, degree: fit.alpha.length - 1 };
}
