/** Tests of the spacecraft frame by rotation matrices and by the legacy service's documented mistakes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { skyDirection, spacecraftAngles, spacecraftFrame } from './spacecraft-frame.ts';
import { type Direction, angularSeparationDeg, cross, directionOf, dot, norm, unitVector } from './vector3.ts';

const direction = fc.record({
  raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
  decDeg: fc.double({ min: -89, max: 89, noNaN: true }),
});
/** A pointing and a Z axis perpendicular to it at some roll. */
const pointing = fc
  .record({ x: direction, rollDeg: fc.double({ min: 0, max: 360, noNaN: true }) })
  .map(({ x, rollDeg }) => {
    const v = unitVector(x);
    const east = cross([0, 0, 1], v);
    const length = norm(east);
    const e = [east[0] / length, east[1] / length, east[2] / length] as const;
    const n = cross(v, e);
    const [c, s] = [Math.cos((rollDeg * Math.PI) / 180), Math.sin((rollDeg * Math.PI) / 180)];
    return { x, z: directionOf([c * n[0] + s * e[0], c * n[1] + s * e[1], c * n[2] + s * e[2]]) };
  });

test('the axes are orthonormal and right-handed at any pointing and roll', () => {
  fc.assert(
    fc.property(pointing, ({ x, z }) => {
      const frame = spacecraftFrame(x, z);
      for (const axis of [frame.x, frame.y, frame.z]) assert.ok(Math.abs(norm(axis) - 1) < 1e-14);
      for (const [a, b] of [
        [frame.x, frame.y],
        [frame.y, frame.z],
        [frame.z, frame.x],
      ] as const)
        assert.ok(Math.abs(dot(a, b)) < 1e-14);
      assert.ok(dot(cross(frame.x, frame.y), frame.z) > 1 - 1e-13);
    }),
  );
});

test('angles and sky directions undo each other, and keep separations', () => {
  fc.assert(
    fc.property(pointing, direction, direction, ({ x, z }, a, b) => {
      const frame = spacecraftFrame(x, z);
      assert.ok(angularSeparationDeg(skyDirection(frame, spacecraftAngles(frame, a)), a) < 1e-12);
      // Polar angles around X are a sphere of their own: theta is a colatitude, phi a longitude.
      const asSky = (d: Direction): Direction => {
        const { thetaDeg, phiDeg } = spacecraftAngles(frame, d);
        return { raDeg: phiDeg, decDeg: 90 - thetaDeg };
      };
      assert.ok(Math.abs(angularSeparationDeg(asSky(a), asSky(b)) - angularSeparationDeg(a, b)) < 1e-11);
    }),
  );
});

test('Y is Z x X, opposite to the axis of the legacy service', () => {
  const frame = spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 90 });
  const y = directionOf(frame.y);
  assert.ok(angularSeparationDeg(y, { raDeg: 90, decDeg: 0 }) < 1e-12);
  assert.ok(angularSeparationDeg(y, directionOf(cross(frame.x, frame.z))) > 179.999);
});

test('the pointing itself has theta 0 and its antipode 180', () => {
  const x = { raDeg: 300.6, decDeg: -4.19 };
  const frame = spacecraftFrame(x, { raDeg: 30.11, decDeg: 6.67 });
  assert.ok(spacecraftAngles(frame, x).thetaDeg < 1e-12);
  assert.ok(Math.abs(spacecraftAngles(frame, { raDeg: 120.6, decDeg: 4.19 }).thetaDeg - 180) < 1e-12);
});

test('a Z axis half a degree off is corrected, two degrees off refused', () => {
  const frame = spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 89.5 });
  assert.ok(Math.abs(dot(frame.x, frame.z)) < 1e-15);
  assert.throws(() => spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 88 }), /not perpendicular/);
});
