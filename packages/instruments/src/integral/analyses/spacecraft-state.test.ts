// Tests of the spacecraft's state on the real orbit files: documented elements, geometry, and astropy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedFailure } from '@stemma/core';
import { angularSeparationDeg, cross, dot, unitVector, type Direction } from '@stemma/data/coordinates';
import { judge, withoutAstropy } from '../../../../data/src/time/python-judge.test.ts';
import { madeUpOrbitFile } from '../../../../../test/instruments/made-up-orbit-file.ts';
import { readReal, without } from '../../../../../test/instruments/real-data.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { SpacecraftOrbit } from './spacecraft-orbit.ts';
import { SpacecraftState } from './spacecraft-state.ts';

type RealOrbit = 'orbit0789' | 'orbit1696';
const orbitOf = (name: RealOrbit) => runDirectly(SpacecraftOrbit, { data: inputFile(name, readReal(name)) });
const stateOf = async (name: RealOrbit, parameters: Readonly<Record<string, unknown>> = {}) =>
  runDirectly(SpacecraftState, { orbit: await orbitOf(name), ...parameters });

const expected = {
  orbit0789: { a: 87_711.6, e: 0.829, i: 86.92, raan: 4.29, w: 265.29, periodD: 2.992_15 },
  orbit1696: { a: 81_116, e: 0.8106, i: 51.4, raan: 204.92, w: 259.4, periodD: 2.661 },
} as const;

for (const [name, answer] of Object.entries(expected) as [RealOrbit, (typeof expected)[RealOrbit]][]) {
  test(`${name}: elements and phase are those of the archive`, { skip: without(name) }, async () => {
    const { orbit } = await stateOf(name);
    assert.ok(Math.abs(orbit.semiMajorAxisKm - answer.a) < 5, `${orbit.semiMajorAxisKm}`);
    assert.ok(Math.abs(orbit.eccentricity - answer.e) < 1e-4, `${orbit.eccentricity}`);
    assert.ok(Math.abs(orbit.inclinationDeg - answer.i) < 0.01, `${orbit.inclinationDeg}`);
    assert.ok(Math.abs(orbit.raanDeg - answer.raan) < 0.01, `${orbit.raanDeg}`);
    assert.ok(Math.abs(orbit.argumentOfPerigeeDeg - answer.w) < 0.02, `${orbit.argumentOfPerigeeDeg}`);
    assert.ok(Math.abs(orbit.periodD - answer.periodD) < 3e-4, `${orbit.periodD}`);
    const { positions } = await orbitOf(name);
    const phases = [positions.phase[0]!, positions.phase.at(-1)!];
    assert.ok(Math.abs(orbit.phase - (phases[0]! + phases[1]!) / 2) < 3e-4);
    assert.equal(orbit.nearPerigee, false);
    assert.ok(orbit.perigeeAltitudeKm > 2000 && orbit.apogeeAltitudeKm > 140_000);
  });

  test(
    `${name}: axes are a right-handed frame in which theta and phi find the source again`,
    { skip: without(name) },
    async () => {
      const target = { raDeg: 200, decDeg: -30 };
      const { axes, source, ephemeris, positionKm } = await stateOf(name, target);
      const [x, y, z] = [axes.x, axes.y, axes.z].map(unitVector) as [never, never, never];
      assert.ok(dot(cross(z, x), y) > 1 - 1e-9);
      const s = unitVector(target);
      assert.ok(Math.abs(source.toXDeg - source.thetaDeg) < 1e-9);
      const [theta, phi] = [source.thetaDeg, source.phiDeg].map((angle) => (angle * Math.PI) / 180) as [number, number];
      assert.ok(Math.abs(dot(s, y) - Math.sin(theta) * Math.sin(phi)) < 1e-9);
      assert.ok(Math.abs(dot(s, z) - Math.sin(theta) * Math.cos(phi)) < 1e-9);
      for (const [axis, to] of [
        ['x', source.toXDeg],
        ['y', source.toYDeg],
        ['z', source.toZDeg],
      ] as const) {
        assert.ok(Math.abs(angularSeparationDeg(axes[axis], target) - to) < 1e-9);
      }
      assert.ok(Math.abs(Math.hypot(...positionKm) - ephemeris.distanceKm) < 1e-6);
      assert.ok(Math.abs(ephemeris.distanceKm - ephemeris.altitudeKm - 6371.009) < 1e-6);
    },
  );

  test(
    `${name}: the Sun is where astropy has it, and INTEGRAL points within 40 degrees of perpendicular to it`,
    { skip: without(name) || withoutAstropy },
    async () => {
      const { sun, time, positionKm } = await stateOf(name);
      const script = `
import sys, json
import numpy as np
from astropy.time import Time
from astropy.coordinates import get_sun
import astropy.units as u
q = json.load(sys.stdin)
v = get_sun(Time(q['utc'])).cartesian.xyz.to_value(u.km) - np.array(q['position'])
d = np.linalg.norm(v)
json.dump([np.degrees(np.arctan2(v[1], v[0])) % 360, np.degrees(np.arcsin(v[2] / d)), d], sys.stdout)
`;
      const [raDeg, decDeg, distanceKm] = judge<[number, number, number]>(script, {
        utc: time.utc,
        position: [...positionKm],
      });
      assert.ok(angularSeparationDeg(sun, { raDeg, decDeg }) < 0.012);
      assert.ok(Math.abs(sun.distanceKm / distanceKm - 1) < 2e-4);
      assert.ok(Math.abs(sun.thetaDeg - 90) < 40.5, `${sun.thetaDeg}`);
      assert.ok(Math.abs(sun.angularRadiusDeg - 0.266) < 0.005);
    },
  );
}

test(
  'light from behind the spacecraft reaches the Earth later, at the speed of light',
  { skip: without('orbit0789') },
  async () => {
    const { ephemeris } = await stateOf('orbit0789');
    const { raDeg, decDeg, distanceKm } = ephemeris;
    const delay = async (direction: Direction) => (await stateOf('orbit0789', { ...direction })).geocentreDelayS;
    assert.ok(Math.abs((await delay({ raDeg, decDeg })) - distanceKm / 299_792.458) < 1e-12);
    assert.ok(
      Math.abs((await delay({ raDeg: (raDeg + 180) % 360, decDeg: -decDeg })) + distanceKm / 299_792.458) < 1e-9,
    );
  },
);

test(
  'the Earth lies opposite to the ephemeris, and hides what is behind it',
  { skip: without('orbit1696') },
  async () => {
    const { ephemeris, earth } = await stateOf('orbit1696');
    assert.ok(angularSeparationDeg(earth, { raDeg: (ephemeris.raDeg + 180) % 360, decDeg: -ephemeris.decDeg }) < 1e-9);
    assert.ok(Math.abs(earth.angularRadiusDeg - (Math.asin(6371.009 / ephemeris.distanceKm) * 180) / Math.PI) < 1e-9);
    const { raDeg, decDeg } = earth;
    const behind = (await stateOf('orbit1696', { raDeg, decDeg: decDeg + 1 })).earth;
    assert.deepEqual([behind.occulted, behind.separationDeg.toFixed(6)], [true, '1.000000']);
    const beside = (await stateOf('orbit1696', { raDeg, decDeg: decDeg + 5 })).earth;
    assert.deepEqual(
      [beside.occulted, (beside.limbAngleDeg + beside.angularRadiusDeg).toFixed(6)],
      [false, '5.000000'],
    );
  },
);

test('bodies are each in their own direction', { skip: without('orbit0789') }, async () => {
  const { earth, sun } = await stateOf('orbit0789');
  assert.ok(angularSeparationDeg(earth, sun) > 10);
  assert.notEqual(earth.thetaDeg.toFixed(1), sun.thetaDeg.toFixed(1));
});

test(
  'the rows of the table are met at their own times, in whatever form the time is given',
  { skip: without('orbit1696') },
  async () => {
    const orbit = await orbitOf('orbit1696');
    for (const time of [orbit.reference.utc, orbit.reference.ijd]) {
      const { positionKm, velocityKmS, axes } = await runDirectly(SpacecraftState, { orbit, time });
      assert.ok(Math.abs(positionKm[0]! - orbit.positions.xKm[0]!) < 1e-6);
      assert.ok(Math.abs(velocityKmS[2]! - orbit.positions.vzKmS[0]!) < 1e-9);
      assert.ok(
        angularSeparationDeg(axes.x, { raDeg: orbit.attitude.raXDeg[0]!, decDeg: orbit.attitude.decXDeg[0]! }) < 1e-6,
      );
    }
    const last = await runDirectly(SpacecraftState, { orbit, time: orbit.span.stopUtc });
    assert.ok(Math.abs(last.positionKm[0]! - orbit.positions.xKm.at(-1)!) < 1e-6);
  },
);

test(
  'outside of the orbit file there is no ephemeris, which is an expected failure that names the span',
  { skip: without('orbit1696') },
  async () => {
    await assert.rejects(stateOf('orbit1696', { time: '2023-03-07T15:44:07' }), (failure: ExpectedFailure) => {
      assert.equal(failure.reason, 'no_ephemeris');
      assert.ok(failure.reason in SpacecraftState.definition.failures);
      assert.match(
        failure.message,
        /2023-03-07T15:44:07 lies outside of the orbit file, which covers 2016-06-29T21:39:4\d to 2016-06-29T22:35:/,
      );
      return failure instanceof ExpectedFailure;
    });
  },
);

test('a file with impossible numbers is an error, not an expected failure', async () => {
  const orbit = await runDirectly(SpacecraftOrbit, { data: inputFile('orbit.fits', madeUpOrbitFile([0, 8, 16])) });
  await assert.rejects(
    runDirectly(SpacecraftState, { orbit }),
    (error: Error) => error instanceof RangeError && !(error instanceof ExpectedFailure),
  );
  await assert.rejects(runDirectly(SpacecraftState, { orbit, time: 'noon' }), {
    code: 'invalid_request',
    message: /time: 'noon' is not a time/,
  });
});
