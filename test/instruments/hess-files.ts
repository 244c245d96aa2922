// The real H.E.S.S. files of the tests: where they lie, why a test is skipped, and small made-up ones for what real
// files do not show.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileInput } from '@stemma/core';
import { tableHdu, writeFits } from '@stemma/data/fits';

/** Folder with data files. */
export const mirror = process.env['STEMMA_DATA_MIRROR'] ?? join(import.meta.dirname, '../../../shared/data');

const pathOf = ({ source }: FileInput) => join(mirror, source.paths![0]!);

/** Reason to skip a test that needs these files, or false when they are there. */
export function withoutFiles(...files: readonly FileInput[]): string | false {
  const missing = files.find((file) => !existsSync(pathOf(file)));
  return missing ? `${missing.source.paths![0]} is not in the data mirror` : false;
}

/** The bytes of a real file. */
export function bytesOf(file: FileInput): Uint8Array {
  return readFileSync(pathOf(file));
}

/** What a made-up run holds: events as [seconds, right ascension, declination, TeV], good times from 0 to 100 s. */
export interface MadeUpRun {
  readonly obsId?: number;
  readonly events: readonly (readonly [number, number, number, number])[];
  readonly telescope?: string;
}

/** A DL3 file of 100 s pointing at (80, 20), with a dead time of a tenth. */
export function madeUpRun({ obsId = 7, events, telescope = 'HESS' }: MadeUpRun): Uint8Array {
  const column = (name: string, i: 0 | 1 | 2 | 3) => ({ name, values: Float64Array.from(events, (event) => event[i]) });
  const table = tableHdu({
    name: 'EVENTS',
    columns: [column('TIME', 0), column('RA', 1), column('DEC', 2), column('ENERGY', 3)],
    header: [
      ['TELESCOP', telescope],
      ['OBS_ID', obsId],
      ['OBJECT', 'Nothing'],
      ['RA_PNT', 80],
      ['DEC_PNT', 20],
      ['ALT_PNT', 60],
      ['MJDREFI', 51_910],
      ['MJDREFF', 0.000742870370370241],
      ['TSTART', 0],
      ['TSTOP', 100],
      ['ONTIME', 100],
      ['LIVETIME', 90],
    ],
  });
  const goodTimes = tableHdu({
    name: 'GTI',
    columns: [
      { name: 'START', values: Float64Array.of(0) },
      { name: 'STOP', values: Float64Array.of(100) },
    ],
  });
  return writeFits([table, goodTimes]);
}
