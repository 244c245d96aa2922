// The response by which counts become photons, in the simulation as in the fit of spectra: parametric, or from files.
import { analysis, array, string } from '@stemma/core';
import type { FitsFile } from '@stemma/data/fits';
import { parametricResponse, readResponse } from '../../coded-mask/response.ts';
import { isgriArf, isgriRmf } from '../../sources.ts';
import { fromIsgriFile, wrongFile } from '../formats/isgri-file.ts';

const outputs = {
  energyLowKeV: array('float64', { unit: 'keV', description: 'limits of the photon energies' }),
  energyHighKeV: array('float64', { unit: 'keV' }),
  channelLowKeV: array('float64', { unit: 'keV', description: 'limits of the channels' }),
  channelHighKeV: array('float64', { unit: 'keV' }),
  matrix: array('float32', { unit: 'cm2', description: 'energy i, channel k at i * channels + k' }),
  origin: string({ description: 'which file, or that it is parametric' }),
};

/** Effective area by photon energy and channel. */
export const IsgriResponse = analysis({
  name: 'integral.IsgriResponse',
  version: '1',
  description: 'Effective area of ISGRI by photon energy and channel: parametric, on axis, without escape lines.',
  outputs,
  run: () => parametricResponse(),
});

/** The response of the mission's own files. */
export const IsgriResponseFiles = analysis({
  name: 'integral.IsgriResponseFiles',
  version: '1',
  description:
    'Effective area of ISGRI from the RMF and ARF of the mission; to be put in place of integral.IsgriResponse.',
  inputs: { rmf: isgriRmf, arf: isgriArf },
  outputs,
  failures: wrongFile,
  run: async ({ rmf, arf }) => {
    const area = await fromIsgriFile(arf, 'ARF', (fits): FitsFile => {
      fits.table('SPECRESP');
      return fits;
    });
    return fromIsgriFile(rmf, 'RMF', (fits) => readResponse(fits, area));
  },
});
