// Orbit and attitude files of science windows: a table INTL-ORBI-SCP with a row every 8 s, timed by the on-board clock.
import { StemmaError } from '@stemma/core';
import { readFits } from '@stemma/data/fits';
import { addSeconds, type Instant } from '@stemma/data/time';
import {
  instantFromObt,
  obtFromWords,
  obtSecondsSinceFirst,
  onBoardErrorS,
  parseScienceWindow,
} from '../mission/index.ts';

/** Columns of an orbit file; times count from its first row, axes are those of J2000. */
export interface OrbitFile {
  readonly scienceWindow: string;
  readonly revolution: number;
  /** Time of the first row, and how far off all times may be since the clock correlation is known only so well. */
  readonly reference: Instant;
  readonly timeErrorS: number;
  /** Seconds of TT after the reference, strictly ascending; the columns below have the same length. */
  readonly timeS: Float64Array;
  /** Geocentric position and velocity, and the phase of the revolution from perigee. */
  readonly orbit: Readonly<
    Record<'xKm' | 'yKm' | 'zKm' | 'vxKmS' | 'vyKmS' | 'vzKmS' | 'distanceKm' | 'phase', Float64Array>
  >;
  /** Directions of the X (pointing) and Z axes, and the position angle, in degrees. */
  readonly attitude: Readonly<Record<'raXDeg' | 'decXDeg' | 'raZDeg' | 'decZDeg' | 'positionAngleDeg', Float64Array>>;
}

/**
 * Reads an orbit file (unpacked).
 * @throws FitsError when it is no FITS or lacks a column; StemmaError `invalid_request` when rows are too few or out of order.
 */
export function readOrbitFile(bytes: Uint8Array): OrbitFile {
  const table = readFits(bytes).table('INTL-ORBI-SCP');
  const column = (name: string) => table.column(name).physical();
  const words = column('OB_TIME');
  const timeS = obtSecondsSinceFirst(words);
  checkTimes(timeS);
  const reference = instantFromObt(obtFromWords(words));
  const scienceWindow = table.header.string('SWID').trim();
  return {
    scienceWindow,
    revolution: parseScienceWindow(scienceWindow).revolution,
    reference,
    timeErrorS: onBoardErrorS(addSeconds(reference, timeS.at(-1)!)),
    timeS,
    orbit: {
      xKm: column('XPOS'),
      yKm: column('YPOS'),
      zKm: column('ZPOS'),
      vxKmS: column('XVEL'),
      vyKmS: column('YVEL'),
      vzKmS: column('ZVEL'),
      distanceKm: column('DISTANCE'),
      phase: column('REVOL_PHASE'),
    },
    attitude: {
      raXDeg: column('RA_SCX'),
      decXDeg: column('DEC_SCX'),
      raZDeg: column('RA_SCZ'),
      decZDeg: column('DEC_SCZ'),
      positionAngleDeg: column('POSANGLE'),
    },
  };
}

// Interpolation needs order; a file with its rows mixed up would give positions that look plausible.
function checkTimes(timeS: Float64Array): void {
  if (timeS.length < 2)
    throw new StemmaError('invalid_request', `an orbit file needs two rows or more, not ${timeS.length}`);
  for (let row = 1; row < timeS.length; row++) {
    if (!(timeS[row]! > timeS[row - 1]!))
      throw new StemmaError('invalid_request', `row ${row + 1} of the orbit file is not later than the row before it`, {
        row: row + 1,
      });
  }
}
