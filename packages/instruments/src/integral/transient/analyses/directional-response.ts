// The response of SPI-ACS for a direction and a spectrum, in the form of the constant that it takes the place of.
import { analysis, exposed, listOf, number, string } from '@stemma/core';
import { detectors } from '../detectors.ts';
import { directionResponse } from '../direction-response.ts';
import { bandOf, bandParameters, spectrumOf, spectrumParameters } from '../formats/spectrum-parameters.ts';
import { BurstDirection } from './burst-direction.ts';
import { assumptionsOf } from './instrument-response.ts';

/** Substitute it for integral.SpiAcsResponse: fluences of integral.BurstFluence are then for this direction. */
export const DirectionalSpiAcsResponse = analysis({
  name: 'integral.DirectionalSpiAcsResponse',
  version: '1',
  description:
    'Fluence of a count in SPI-ACS by direction and spectrum; to be put in place of integral.SpiAcsResponse.',
  parameters: {
    ...spectrumParameters,
    ...bandParameters,
    relativeError: number({
      default: 0.5,
      min: 0,
      max: 10,
      description: 'systematic error of the model, as a fraction',
    }),
  },
  exposes: { thetaDeg: exposed(BurstDirection, 'thetaDeg'), phiDeg: exposed(BurstDirection, 'phiDeg') },
  inputs: { direction: BurstDirection },
  outputs: {
    ergPerCm2PerCount: number({ unit: 'erg/cm2' }),
    error: number({ unit: 'erg/cm2' }),
    band: string(),
    assumptions: listOf(string()),
  },
  failures: { outside_response: 'the band or the spectrum reaches beyond the response' },
  resources: { light: true },
  run: ({ direction, relativeError, ...request }) => {
    const band = bandOf(request);
    const { ergPerCm2PerCount } = directionResponse(detectors.ACS, spectrumOf(request), direction, band);
    return {
      ergPerCm2PerCount,
      error: ergPerCm2PerCount * relativeError,
      band: `${band.minKeV}–${band.maxKeV} keV`,
      assumptions: assumptionsOf(['ACS']),
    };
  },
});
