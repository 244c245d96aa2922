// The observation index of the release, joined with the HDU index: which runs there are and which file holds each.
import { analysis, column, table } from '@stemma/core';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { readObservationIndex } from '../formats/observation-index-file.ts';
import { hduIndexFile, observationIndexFile } from '../sources.ts';

/**
 * Reads the observation index: one row for each run of the release, with the name of the file that holds its events.
 * Pointings in degrees, ICRS.
 */
export const ObservationIndex = analysis({
  name: 'hess.ObservationIndex',
  version: '1',
  description:
    'The runs of the release: number, object, pointing, livetime, energy threshold, and the file with the events.',
  inputs: { observations: observationIndexFile, hdus: hduIndexFile },
  outputs: {
    runs: table({
      obsId: column('int32', undefined, { description: 'observation number', ucd: 'meta.id' }),
      object: 'string',
      raDeg: column('float64', 'deg', { description: 'pointing', ucd: 'pos.eq.ra' }),
      decDeg: column('float64', 'deg', { description: 'pointing', ucd: 'pos.eq.dec' }),
      zenithDeg: column('float64', 'deg', { description: 'mean zenith angle' }),
      livetimeS: column('float64', 's'),
      safeEnergyTeV: column('float64', 'TeV', { description: 'lower end of the safe energy range' }),
      fileName: column('string', undefined, { description: 'empty when the release has no events of the run' }),
    }),
  },
  resources: { light: true },
  run: async ({ observations, hdus }) => ({
    runs: readObservationIndex(await gunzipIfNeeded(observations.bytes()), await gunzipIfNeeded(hdus.bytes())),
  }),
});
