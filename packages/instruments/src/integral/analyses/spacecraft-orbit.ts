// Where INTEGRAL was and how it was turned, from the orbit file of a science window.
import { analysis, column, integer, number, record, string, table } from '@stemma/core';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { addSeconds, parseTime } from '@stemma/data/time';
import type { AttitudeTable, EphemerisTable } from '@stemma/data/orbit';
import { referenceOf } from '../formats/light-curve-values.ts';
import { readOrbitFile } from '../formats/orbit-file.ts';
import { orbit1696 } from '../sources.ts';

/**
 * Positions, velocities and attitude during a science window, one row for every 8 s of its orbit file (table
 * INTL-ORBI-SCP of the mission's archive). Vectors are geocentric in the axes of J2000; times are seconds of TT after
 * `reference`, the first row. Rows are timed by the on-board clock, whose correlation with the ground is public for
 * parts of the mission only: `timeErrorS` is how far off all rows may be together (their distances are exact).
 */
export const SpacecraftOrbit = analysis({
  name: 'integral.SpacecraftOrbit',
  version: '1',
  description: 'Positions, velocities and attitude of INTEGRAL every 8 s during a science window, from its orbit file.',
  inputs: { data: orbit1696 },
  outputs: {
    positions: table({
      timeS: column('float64', 's', { description: 'after the reference time' }),
      xKm: column('float64', 'km', { description: 'from the Earth’s centre, J2000' }),
      yKm: column('float64', 'km'),
      zKm: column('float64', 'km'),
      vxKmS: column('float64', 'km/s'),
      vyKmS: column('float64', 'km/s'),
      vzKmS: column('float64', 'km/s'),
      distanceKm: column('float64', 'km', { description: 'from the Earth’s centre' }),
      phase: column('float64', '', { description: 'phase of the revolution, 0 at perigee' }),
    }),
    attitude: table({
      timeS: column('float64', 's'),
      raXDeg: column('float64', 'deg', { description: 'pointing direction' }),
      decXDeg: column('float64', 'deg'),
      raZDeg: column('float64', 'deg', { description: 'Z axis' }),
      decZDeg: column('float64', 'deg'),
      positionAngleDeg: column('float64', 'deg'),
    }),
    reference: record({ utc: string(), ijd: string() }),
    span: record({ startUtc: string(), stopUtc: string() }),
    timeErrorS: number({
      unit: 's',
      description: 'all times may be off by this: the on-board clock is known only so well',
    }),
    scienceWindow: string(),
    revolution: integer(),
  },
  run: async ({ data }, activity) => {
    const { reference, timeS, orbit, attitude, scienceWindow, revolution, timeErrorS } = readOrbitFile(
      await gunzipIfNeeded(data.bytes()),
    );
    activity.log(`${timeS.length} rows of science window ${scienceWindow} read from ${data.name}`);
    return {
      positions: { timeS, ...orbit },
      attitude: { timeS, ...attitude },
      reference: referenceOf(reference),
      span: { startUtc: referenceOf(reference).utc, stopUtc: referenceOf(addSeconds(reference, timeS.at(-1)!)).utc },
      timeErrorS,
      scienceWindow,
      revolution,
    };
  },
});

/** The positions of a result, as the algorithms of orbits take them: columns in km and km/s, with an exact reference. */
export function ephemerisOf({
  positions,
  reference,
}: {
  positions: Omit<EphemerisTable, 'reference'>;
  reference: { ijd: string };
}): EphemerisTable {
  return { ...positions, reference: parseTime(reference.ijd, 'ijd') };
}

/** The attitude of a result, as the algorithms take it: directions of the X and Z axes in degrees, J2000. */
export function attitudeOf({
  attitude,
  reference,
}: {
  attitude: Omit<AttitudeTable, 'reference'>;
  reference: { ijd: string };
}): AttitudeTable {
  return { ...attitude, reference: parseTime(reference.ijd, 'ijd') };
}
