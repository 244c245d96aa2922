// The catalogue of H.E.S.S. DL3 DR1 files that analyses here know of: digest, size, licence, addresses. Run files are
// chosen by an analysis while it runs, so the module declares them as a whole.
import { source, type SourceEntry } from '@stemma/core';
import { licence } from './formats/terms-of-use.ts';

const release =
  'https://raw.githubusercontent.com/gammapy/gammapy-data/fbafe93016c65778594289fc1127ca25a6e7d742/hess-dl3-dr1';

function declared(path: string, sizeBytes: number, sha256: string, description: string): SourceEntry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const mediaType = path.endsWith('.gz') ? 'application/gzip' : 'text/plain';
  const urls = [`${release}/${path}`];
  return { name, mediaType, sha256, sizeBytes, description, licence, urls, paths: [`hess/${path}`] };
}

/** Terms of use of the release, which must accompany every copy. */
export const termsFile = source(
  declared(
    'README.txt',
    1184,
    '0525229f8d7d0541ea62b64b96bd985819c258aaefeaca00d4dedba472b6780c',
    'Terms of use of H.E.S.S. DL3 DR1',
  ),
);

/** Observation index of the release: 105 runs. */
export const observationIndexFile = source(
  declared(
    'obs-index.fits.gz',
    9365,
    'f44f788d37147439ff03bca3fd1144f8b1d3ecd7caae292ff7592ff7e6b1a8b9',
    'Observation index of H.E.S.S. DL3 DR1',
  ),
);

/** HDU index of the release: which file holds the events and the responses of each run. */
export const hduIndexFile = source(
  declared(
    'hdu-index.fits.gz',
    5230,
    '8fa116b78658319ce744e22794d1054cd18476c363c67ec707dd28d1c02c46c7',
    'HDU index of H.E.S.S. DL3 DR1',
  ),
);

const runs = [
  [23523, 522_418, 'a661f489cd2241ebdafbda8f40c59f1ae76fe2b9331ccf6b25dede3751dbc08c', 'Crab'],
  [23526, 524_967, 'fee41e52877cf4faf907ff1bb80c8db1f70d85e12e97fb65b8d6968b18b164cd', 'Crab'],
  [23559, 526_028, '27dc9e51e3592adbc15817137b41e806a0a32ab00cc4826c4df01d22ebdd5c28', 'Crab'],
  [23592, 517_549, '79df8ee6bece9b2ee01760091e2cbe70b7d20026094308aace0b10f471dfa230', 'Crab'],
  [33787, 504_999, '7f869f5940e2739c56969f5f8b1e72d806d1c50ba3a13739c01e0d8ad8d01192', 'PKS 2155-304'],
  [33788, 539_227, '7f192e37b5871caa638eb71eea78e81da07408af0b4dd8fcb5d1df42045573ea', 'PKS 2155-304'],
  [33789, 585_867, '5983b90b74b024d042a6dd0aba4b8c503ae322f6ca003eddffb9ccb46a8654cf', 'PKS 2155-304'],
  [33790, 601_307, '3e8b035a9ee6f925d1108a2a40cdae0a4b9fd0d84725c36ab492bea02c207b60', 'PKS 2155-304'],
  [33791, 604_425, 'b54161430f710c878d93bf80c11a62d8c0c7fc504fc13f67f7dfc45194d28820', 'PKS 2155-304'],
] as const;

/** Event lists with their responses, one file for each run, by observation number. */
export const runFiles: ReadonlyMap<number, SourceEntry> = new Map(
  runs.map(([obsId, sizeBytes, sha256, target]) => {
    const path = `data/hess_dl3_dr1_obs_id_${String(obsId).padStart(6, '0')}.fits.gz`;
    return [
      obsId,
      declared(path, sizeBytes, sha256, `H.E.S.S. DL3 DR1 events and responses, run ${obsId} (${target})`),
    ];
  }),
);

/** The first Crab run: what single analyses read when nothing else is given. */
export const firstCrabRun = source(runFiles.get(23523)!);
