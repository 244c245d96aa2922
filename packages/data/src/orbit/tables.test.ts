/** Tests of interpolation and of the Earth on the sky, on a computed orbit. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, directionOf, norm } from '../coordinates/vector3.ts';
import { addSeconds, instantFromTtNs } from '../time/instant.ts';
import { type AttitudeTable, attitudeAt } from './attitude-table.ts';
import { earthAngularRadiusDeg, earthDirection, earthLimbAngleDeg } from './earth.ts';
import { type EphemerisTable, positionAt } from './ephemeris-table.ts';
import { type OrbitalElements, stateFromElements } from './kepler.ts';

const reference = instantFromTtNs(0n);
const elements: OrbitalElements = {
  epoch: reference,
  semiMajorAxisKm: 81_116,
  eccentricity: 0.8106,
  inclinationDeg: 51.4,
  raanDeg: 204.92,
  argumentOfPerigeeDeg: 259.4,
  meanAnomalyDeg: 60,
};

function tabulate(stepS: number, rows: number): EphemerisTable {
  const states = Array.from({ length: rows }, (_, i) => stateFromElements(elements, addSeconds(reference, i * stepS)));
  const column = (key: 'positionKm' | 'velocityKmS', k: number) => Float64Array.from(states, (state) => state[key][k]!);
  return {
    reference,
    timeS: Float64Array.from({ length: rows }, (_, i) => i * stepS),
    xKm: column('positionKm', 0),
    yKm: column('positionKm', 1),
    zKm: column('positionKm', 2),
    vxKmS: column('velocityKmS', 0),
    vyKmS: column('velocityKmS', 1),
    vzKmS: column('velocityKmS', 2),
  };
}

test('positions between rows a minute apart are right to a metre', () => {
  const table = tabulate(60, 30);
  for (const time of [0, 7.5, 30, 59.9, 60, 1000.1, 29 * 60]) {
    const instant = addSeconds(reference, time);
    const truth = stateFromElements(elements, instant).positionKm;
    const found = positionAt(table, instant);
    assert.ok(norm([found[0] - truth[0], found[1] - truth[1], found[2] - truth[2]]) < 1e-3, `${time}`);
  }
});

test('outside the table nothing is extrapolated', () => {
  const table = tabulate(60, 3);
  assert.throws(() => positionAt(table, addSeconds(reference, -0.001)), /covers 0 to 120 s/);
  assert.throws(() => positionAt(table, addSeconds(reference, 120.001)), /outside the table/);
  assert.throws(() => positionAt(tabulate(60, 1), reference), /two rows/);
});

test('the pointing turns evenly between rows, also over right ascension 0 and near the pole', () => {
  const table: AttitudeTable = {
    reference,
    timeS: Float64Array.of(0, 8, 16),
    raXDeg: Float64Array.of(359, 1, 180),
    decXDeg: Float64Array.of(0, 0, 89),
    raZDeg: Float64Array.of(0, 0, 0),
    decZDeg: Float64Array.of(90, 90, 1),
  };
  const middle = attitudeAt(table, addSeconds(reference, 4));
  assert.ok(angularSeparationDeg(directionOf(middle.x), { raDeg: 0, decDeg: 0 }) < 1e-12);
  assert.ok(angularSeparationDeg(directionOf(middle.z), { raDeg: 0, decDeg: 90 }) < 1e-9);
  const start = attitudeAt(table, reference);
  assert.ok(angularSeparationDeg(directionOf(start.x), { raDeg: 359, decDeg: 0 }) < 1e-12);
  assert.throws(() => attitudeAt(table, addSeconds(reference, 12)), /turns by 91.0 deg/);
});

test('the Earth spans 17 degrees across from 42,000 km', () => {
  assert.ok(Math.abs(2 * earthAngularRadiusDeg(42_164) - 17.4) < 0.02);
  assert.throws(() => earthAngularRadiusDeg(6000), /inside the Earth/);
});

test('a source behind the Earth is hidden, one opposite is not', () => {
  const position = [42_164, 0, 0] as const;
  assert.deepEqual(earthDirection(position), { raDeg: 180, decDeg: 0 });
  assert.ok(earthLimbAngleDeg(position, { raDeg: 180, decDeg: 5 }) < 0);
  assert.ok(
    Math.abs(earthLimbAngleDeg(position, { raDeg: 0, decDeg: 0 }) - 180 + earthAngularRadiusDeg(42_164)) < 1e-12,
  );
});
