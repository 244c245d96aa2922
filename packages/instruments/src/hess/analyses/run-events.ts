// The events of one run, from its file: the first step for each run of a fan-out.
import {
  analysis,
  column,
  FileLeaf,
  integer,
  noData,
  number,
  record,
  string,
  table,
  type InputSpec,
} from '@stemma/core';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { readRunEvents } from '../formats/run-file.ts';
import { firstCrabRun } from '../sources.ts';

/**
 * Reads events, good time intervals and pointing of one run. Directions are ICRS in degrees, energies reconstructed in TeV,
 * times in seconds after `epochMjdTt`. The livetime is that of the header: dead time is not measured again.
 */
export const RunEvents = analysis({
  name: 'hess.RunEvents',
  version: '1',
  description: 'Events, good time intervals, pointing and livetime of one run, from its DL3 file.',
  parameters: {
    // The release gives good times in whole seconds; real events reach up to 0.7 s beyond them.
    gtiToleranceS: number({
      unit: 's',
      default: 1,
      min: 0,
      max: 10,
      description: 'how far outside a good time interval events still count',
    }),
  },
  inputs: { data: firstCrabRun },
  outputs: {
    events: table({
      timeS: column('float64', 's', { description: 'after the epoch', ucd: 'time' }),
      raDeg: column('float64', 'deg', { ucd: 'pos.eq.ra' }),
      decDeg: column('float64', 'deg', { ucd: 'pos.eq.dec' }),
      energyTeV: column('float64', 'TeV', { description: 'reconstructed energy', ucd: 'phys.energy' }),
    }),
    goodTimes: table({ startS: column('float64', 's'), stopS: column('float64', 's') }),
    run: record({
      obsId: integer(),
      object: string(),
      raPointingDeg: number({ unit: 'deg' }),
      decPointingDeg: number({ unit: 'deg' }),
      zenithDeg: number({ unit: 'deg' }),
      epochMjdTt: number({ unit: 'd', description: 'epoch of the times, MJD in TT' }),
      startS: number({ unit: 's' }),
      stopS: number({ unit: 's' }),
      onTimeS: number({ unit: 's' }),
      livetimeS: number({ unit: 's', description: 'on-time less dead time' }),
    }),
  },
  failures: { no_data: 'the run has no events inside its good time intervals' },
  run: async ({ data, gtiToleranceS }, activity) => {
    const list = readRunEvents(await gunzipIfNeeded(data.bytes()), gtiToleranceS);
    const { length } = list.events.timeS;
    if (length === 0) throw noData(`run ${list.run.obsId} has no events`, { obsId: list.run.obsId });
    activity.log(`run ${list.run.obsId}: ${length} events, livetime ${list.run.livetimeS.toFixed(1)} s`);
    return list;
  },
});

/** What stands for a file in the list of selected runs; inside a fan-out its fields are placeholders. */
interface SelectedRun {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
}

/** The file of a selected run as an input, named by its digest: each member of a fan-out sees its own file only. */
export function dataOf({ sha256, name, mediaType }: SelectedRun): InputSpec {
  return FileLeaf({ sha256, name, mediaType });
}
