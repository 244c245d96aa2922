// The event list of one run: extensions EVENTS and GTI of a DL3 file.
// Format: https://gamma-astro-data-formats.readthedocs.io/en/v0.2/events/
import { StemmaError } from '@stemma/core';
import { readFits, type Header } from '@stemma/data/fits';

/** Events in the good time intervals, and what the header says of the run. Times count from the mission's epoch. */
export interface RunEventList {
  readonly events: Readonly<Record<'timeS' | 'raDeg' | 'decDeg' | 'energyTeV', Float64Array>>;
  readonly goodTimes: Readonly<Record<'startS' | 'stopS', Float64Array>>;
  readonly run: RunDescription;
}

/** One run in numbers. */
export interface RunDescription {
  readonly obsId: number;
  readonly object: string;
  readonly raPointingDeg: number;
  readonly decPointingDeg: number;
  readonly zenithDeg: number;
  /** Epoch of the times, MJD in TT. */
  readonly epochMjdTt: number;
  readonly startS: number;
  readonly stopS: number;
  readonly onTimeS: number;
  /** On-time less dead time. */
  readonly livetimeS: number;
}

/**
 * Reads the events of a run (unpacked); those further than `toleranceS` from every good time interval are left out.
 * @throws FitsError when an extension, column or keyword is missing; StemmaError `invalid_request` for another telescope.
 */
export function readRunEvents(bytes: Uint8Array, toleranceS = 0): RunEventList {
  const file = readFits(bytes);
  const [table, gti] = [file.table('EVENTS'), file.table('GTI')];
  const telescope = table.header.string('TELESCOP').trim();
  if (telescope !== 'HESS')
    throw new StemmaError('invalid_request', `this is a file of ${telescope}, not of HESS`, { telescope });
  const goodTimes = { startS: gti.column('START').physical(), stopS: gti.column('STOP').physical() };
  const column = (name: string) => table.column(name).physical();
  const all = { timeS: column('TIME'), raDeg: column('RA'), decDeg: column('DEC'), energyTeV: column('ENERGY') };
  const isGood = (timeS: number) =>
    goodTimes.startS.some((startS, i) => timeS >= startS - toleranceS && timeS <= goodTimes.stopS[i]! + toleranceS);
  const rows = [...all.timeS.keys()].filter((row) => isGood(all.timeS[row]!));
  const kept = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  const events = {
    timeS: kept(all.timeS),
    raDeg: kept(all.raDeg),
    decDeg: kept(all.decDeg),
    energyTeV: kept(all.energyTeV),
  };
  return { events, goodTimes, run: describe(table.header) };
}

function describe(header: Header): RunDescription {
  return {
    obsId: header.integer('OBS_ID'),
    object: header.string('OBJECT').trim(),
    raPointingDeg: header.number('RA_PNT'),
    decPointingDeg: header.number('DEC_PNT'),
    zenithDeg: 90 - header.number('ALT_PNT'),
    epochMjdTt: header.number('MJDREFI') + header.number('MJDREFF'),
    startS: header.number('TSTART'),
    stopS: header.number('TSTOP'),
    onTimeS: header.number('ONTIME'),
    livetimeS: header.number('LIVETIME'),
  };
}
