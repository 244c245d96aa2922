// The two index tables of a data release: OBS_INDEX (one row a run) and HDU_INDEX (one row for each HDU of each run).
// Format: https://gamma-astro-data-formats.readthedocs.io/en/v0.2/data_storage/
import { StemmaError } from '@stemma/core';
import { readFits } from '@stemma/data/fits';

/** Columns of the joined index, one element a run, in the order of OBS_INDEX. */
export interface RunIndex {
  readonly obsId: Int32Array;
  readonly object: readonly string[];
  readonly raDeg: Float64Array;
  readonly decDeg: Float64Array;
  readonly zenithDeg: Float64Array;
  readonly livetimeS: Float64Array;
  readonly safeEnergyTeV: Float64Array;
  /** Name without folder of the file with the events; empty when there is none. */
  readonly fileName: readonly string[];
}

/**
 * Reads and joins the index tables (both unpacked).
 * @throws FitsError when a table or column is missing; StemmaError `invalid_request` when a run is listed twice.
 */
export function readObservationIndex(observations: Uint8Array, hdus: Uint8Array): RunIndex {
  const table = readFits(observations).table('OBS_INDEX');
  const column = (name: string) => table.column(name).physical();
  const obsId = Int32Array.from(column('OBS_ID'));
  if (new Set(obsId).size !== obsId.length) {
    throw new StemmaError('invalid_request', 'the observation index lists a run twice');
  }
  const files = eventFiles(hdus);
  return {
    obsId,
    object: table
      .column('OBJECT')
      .strings()
      .map((name) => name.trim()),
    raDeg: column('RA_PNT'),
    decDeg: column('DEC_PNT'),
    zenithDeg: column('ZEN_PNT'),
    livetimeS: column('LIVETIME'),
    safeEnergyTeV: column('SAFE_ENERGY_LO'),
    fileName: Array.from(obsId, (id) => files.get(id) ?? ''),
  };
}

function eventFiles(hdus: Uint8Array): Map<number, string> {
  const table = readFits(hdus).table('HDU_INDEX');
  const [obsId, type, name] = [
    table.column('OBS_ID').physical(),
    table.column('HDU_TYPE').strings(),
    table.column('FILE_NAME').strings(),
  ];
  const files = new Map<number, string>();
  for (let row = 0; row < obsId.length; row++) {
    if (type[row]!.trim() === 'events') files.set(obsId[row]!, name[row]!.trim());
  }
  return files;
}
