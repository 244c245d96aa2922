// From the counts of a burst in one detector to its fluence, for a direction and a spectrum.
import { analysis, choice, exposed, listOf, number, record, string } from '@stemma/core';
import { significanceWord } from '@stemma/data/lightcurve';
import { fluenceOfCounts, netCountsOf } from '../count-limit.ts';
import { detectorNames, detectors } from '../detectors.ts';
import { directionResponse } from '../direction-response.ts';
import { bandOf, bandParameters, spectrumOf, spectrumParameters } from '../formats/spectrum-parameters.ts';
import { BurstDirection } from './burst-direction.ts';
import { assumptionsOf } from './instrument-response.ts';

const measured = (unit: string) => record({ value: number({ unit }), error: number({ unit }) });

/**
 * Net counts and fluence of a burst from what was counted in a stretch of time. The significance is net counts over the
 * scatter of the background; the error of the fluence holds counting noise and, by `relativeError`, the model.
 */
export const RateFluence = analysis({
  name: 'integral.RateFluence',
  version: '1',
  description:
    'Net counts, significance and fluence of a burst from its counts in one detector, by direction and spectrum.',
  parameters: {
    detector: choice(detectorNames, { default: 'ACS', description: 'which detector counted' }),
    grossCounts: number({ unit: 'count', default: 100_000, min: 0, description: 'all counts, background included' }),
    durationS: number({ unit: 's', default: 1, min: 0.001, description: 'time in which they were counted' }),
    backgroundCps: number({ unit: 'count/s', default: 85_000, min: 0, description: 'rate of the background' }),
    backgroundErrorCps: number({ unit: 'count/s', default: 0, min: 0, description: 'error of that rate' }),
    excessVariance: number({ default: 1.2, min: 1, description: 'scatter in units of Poisson noise' }),
    relativeError: number({
      default: 0.5,
      min: 0,
      max: 10,
      description: 'systematic error of the model, as a fraction',
    }),
    ...spectrumParameters,
    ...bandParameters,
  },
  exposes: { thetaDeg: exposed(BurstDirection, 'thetaDeg'), phiDeg: exposed(BurstDirection, 'phiDeg') },
  inputs: { direction: BurstDirection },
  outputs: {
    netCounts: measured('count'),
    netRateCps: measured('count/s'),
    significance: number({ unit: 'sigma' }),
    words: string(),
    fluence: measured('erg/cm2'),
    statisticalError: number({ unit: 'erg/cm2', description: 'of the fluence, without that of the model' }),
    response: number({ unit: 'erg/cm2', description: 'fluence in the band for one count' }),
    assumptions: listOf(string()),
  },
  failures: { outside_response: 'the band or the spectrum reaches beyond the response' },
  resources: { light: true },
  run: ({ direction, detector, relativeError, ...request }) => {
    const net = netCountsOf(request);
    const { durationS, backgroundCps, excessVariance } = request;
    const { ergPerCm2PerCount } = directionResponse(
      detectors[detector],
      spectrumOf(request),
      direction,
      bandOf(request),
    );
    const noise = excessVariance * Math.sqrt(backgroundCps * durationS);
    const significance = noise > 0 ? net.value / noise : 0;
    return {
      netCounts: net,
      netRateCps: { value: net.value / durationS, error: net.error / durationS },
      significance,
      words: significanceWord(significance),
      fluence: fluenceOfCounts(net, ergPerCm2PerCount, relativeError),
      statisticalError: net.error * ergPerCm2PerCount,
      response: ergPerCm2PerCount,
      assumptions: assumptionsOf([detector]),
    };
  },
});
