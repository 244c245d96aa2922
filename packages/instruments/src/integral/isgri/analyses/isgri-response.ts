// The response by which counts become photons. Substitute it by one that reads the files of the mission.
import { analysis, array, string } from '@stemma/core';
import { parametricResponse } from '../../coded-mask/response.ts';

/** Effective area by photon energy and channel. */
export const IsgriResponse = analysis({
  name: 'integral.IsgriResponse',
  version: '1',
  description: 'Effective area of ISGRI by photon energy and channel: parametric, on axis, without escape lines.',
  outputs: {
    energyLowKeV: array('float64', { unit: 'keV', description: 'limits of the photon energies' }),
    energyHighKeV: array('float64', { unit: 'keV' }),
    channelLowKeV: array('float64', { unit: 'keV', description: 'limits of the channels' }),
    channelHighKeV: array('float64', { unit: 'keV' }),
    matrix: array('float32', { unit: 'cm2', description: 'energy i, channel k at i * channels + k' }),
    origin: string(),
  },
  run: () => parametricResponse(),
});
