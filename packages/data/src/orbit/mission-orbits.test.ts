/** Orbit and attitude of INTEGRAL from real archive files: the elements, the phase column and the frame they must give. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { directionOf, norm, angularSeparationDeg } from '../coordinates/vector3.ts';
import { spacecraftFrame } from '../coordinates/spacecraft-frame.ts';
import { readFits } from '../fits/read-fits.ts';
import { addSeconds, instantFromTtNs } from '../time/instant.ts';
import { type AttitudeTable, attitudeAt } from './attitude-table.ts';
import { type EphemerisTable, positionAt } from './ephemeris-table.ts';
import { elementsFromState, meanAnomalyDegAt, stateFromElements } from './kepler.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../shared/data', import.meta.url).pathname;
const pathOf = (name: string): string => `${mirror}/orbit/${name}_sc_orbit_param.fits.gz`;
const expected = {
  '078900560010': { a: 87_711.6, e: 0.829, i: 86.92, raan: 4.29, w: 265.29, phaseError: 5e-5 },
  '169600130010': { a: 81_116, e: 0.8106, i: 51.4, raan: 204.92, w: 259.4, phaseError: 2.5e-4 },
};
const skip = Object.keys(expected).every((name) => existsSync(pathOf(name)))
  ? false
  : 'the orbit files are not in the data mirror';
const reference = instantFromTtNs(0n);

/** Columns of a file; time counts from its first row by the on-board clock, whose ticks are 2^-20 s. */
function load(name: string) {
  const table = readFits(gunzipSync(readFileSync(pathOf(name)))).table('INTL-ORBI-SCP');
  const column = (key: string): Float64Array => table.column(key).physical();
  const words = column('OB_TIME');
  const ticks = Float64Array.from({ length: table.rowCount }, (_, r) => {
    return ((words[4 * r + 1]! - words[1]!) * 65_536 + words[4 * r + 2]! - words[2]!) * 65_536 + words[4 * r + 3]!;
  });
  const ephemeris: EphemerisTable = {
    reference,
    timeS: ticks.map((tick) => tick / 2 ** 20),
    xKm: column('XPOS'),
    yKm: column('YPOS'),
    zKm: column('ZPOS'),
    vxKmS: column('XVEL'),
    vyKmS: column('YVEL'),
    vzKmS: column('ZVEL'),
  };
  const attitude: AttitudeTable = {
    reference,
    timeS: ephemeris.timeS,
    raXDeg: column('RA_SCX'),
    decXDeg: column('DEC_SCX'),
    raZDeg: column('RA_SCZ'),
    decZDeg: column('DEC_SCZ'),
  };
  return { ephemeris, attitude, phase: column('REVOL_PHASE'), distance: column('DISTANCE') };
}

function state(e: EphemerisTable, row: number) {
  return {
    positionKm: [e.xKm[row]!, e.yKm[row]!, e.zKm[row]!],
    velocityKmS: [e.vxKmS[row]!, e.vyKmS[row]!, e.vzKmS[row]!],
  } as const;
}

for (const [name, answer] of Object.entries(expected)) {
  test(`science window ${name}: elements and phase are those of the archive`, { skip }, () => {
    const { ephemeris, phase, distance } = load(name);
    const elements = elementsFromState(state(ephemeris, 0), reference);
    assert.ok(Math.abs(elements.semiMajorAxisKm - answer.a) < 5, `${elements.semiMajorAxisKm}`);
    assert.ok(Math.abs(elements.eccentricity - answer.e) < 1e-4, `${elements.eccentricity}`);
    assert.ok(Math.abs(elements.inclinationDeg - answer.i) < 0.01, `${elements.inclinationDeg}`);
    assert.ok(Math.abs(elements.raanDeg - answer.raan) < 0.01, `${elements.raanDeg}`);
    assert.ok(Math.abs(elements.argumentOfPerigeeDeg - answer.w) < 0.02, `${elements.argumentOfPerigeeDeg}`);
    for (const row of [0, phase.length - 1]) {
      const time = addSeconds(reference, ephemeris.timeS[row]!);
      assert.ok(Math.abs(meanAnomalyDegAt(elements, time) / 360 - phase[row]!) < answer.phaseError);
      assert.ok(Math.abs(norm(state(ephemeris, row).positionKm) - distance[row]!) < 1e-3);
    }
  });

  test(`science window ${name}: a Kepler orbit follows the table to its end, interpolation to 10 m`, { skip }, () => {
    const { ephemeris } = load(name);
    const elements = elementsFromState(state(ephemeris, 0), reference);
    const last = ephemeris.timeS.length - 1;
    const predicted = stateFromElements(elements, addSeconds(reference, ephemeris.timeS[last]!)).positionKm;
    const at = state(ephemeris, last).positionKm;
    assert.ok(norm([predicted[0] - at[0], predicted[1] - at[1], predicted[2] - at[2]]) < 1.5);
    // Every second row left out and interpolated again.
    const thin = (column: Float64Array): Float64Array => column.filter((_, row) => row % 2 === 0);
    const { xKm, yKm, zKm, vxKmS, vyKmS, vzKmS, timeS } = ephemeris;
    const coarse = {
      reference,
      timeS: thin(timeS),
      xKm: thin(xKm),
      yKm: thin(yKm),
      zKm: thin(zKm),
      vxKmS: thin(vxKmS),
      vyKmS: thin(vyKmS),
      vzKmS: thin(vzKmS),
    };
    for (let row = 1; row < last - 1; row += 2) {
      const found = positionAt(coarse, addSeconds(reference, timeS[row]!));
      const truth = state(ephemeris, row).positionKm;
      assert.ok(norm([found[0] - truth[0], found[1] - truth[1], found[2] - truth[2]]) < 0.01, `row ${row}`);
    }
  });

  test(`science window ${name}: the attitude stays put within the dead band of a pointing`, { skip }, () => {
    const { attitude } = load(name);
    const row = attitude.timeS.length >> 1;
    const time = 0.5 * (attitude.timeS[row]! + attitude.timeS[row + 1]!);
    const frame = attitudeAt(attitude, addSeconds(reference, time));
    const near = spacecraftFrame(
      { raDeg: attitude.raXDeg[row]!, decDeg: attitude.decXDeg[row]! },
      { raDeg: attitude.raZDeg[row]!, decDeg: attitude.decZDeg[row]! },
    );
    assert.ok(angularSeparationDeg(directionOf(frame.x), directionOf(near.x)) < 0.01);
    assert.ok(angularSeparationDeg(directionOf(frame.y), directionOf(near.y)) < 0.05);
  });
}
