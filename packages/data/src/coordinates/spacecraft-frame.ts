/** The axes of a spacecraft on the sky, and the polar angles of sources in them. */

import { type Direction, type Vector3, cross, directionOf, dot, norm, scaled, unitVector } from './vector3.ts';

/** Right-handed unit axes: X the pointing direction, Y = Z x X. */
export interface SpacecraftFrame {
  readonly x: Vector3;
  readonly y: Vector3;
  readonly z: Vector3;
}

/** A direction in the frame: theta from X (0..180 deg), phi about X from Z towards Y (-180..180 deg). */
export interface SpacecraftAngles {
  readonly thetaDeg: number;
  readonly phiDeg: number;
}

const DEG = Math.PI / 180;

/**
 * The frame of the directions of X and Z, as attitude files give them. Z is made exactly perpendicular to X;
 * throws a RangeError when it is more than a degree from that, which means mixed-up columns.
 * The legacy service takes X x Z for Y, which makes the frame left-handed and flips the sign of phi.
 */
export function spacecraftFrame(xAxis: Direction, zAxis: Direction): SpacecraftFrame {
  const x = unitVector(xAxis);
  const given = unitVector(zAxis);
  const along = dot(given, x);
  if (Math.abs(along) > Math.sin(DEG)) throw new RangeError('the X and Z axes of the spacecraft are not perpendicular');
  const rest: Vector3 = [given[0] - along * x[0], given[1] - along * x[1], given[2] - along * x[2]];
  const z = scaled(rest, 1 / norm(rest));
  return { x, y: cross(z, x), z };
}

/** Angles of a sky direction: theta = angle to X, phi = atan2(s.Y, s.Z). */
export function spacecraftAngles(frame: SpacecraftFrame, source: Direction): SpacecraftAngles {
  const s = unitVector(source);
  const [sx, sy, sz] = [dot(s, frame.x), dot(s, frame.y), dot(s, frame.z)];
  return { thetaDeg: Math.atan2(Math.hypot(sy, sz), sx) / DEG, phiDeg: Math.atan2(sy, sz) / DEG };
}

/** Sky direction of angles in the frame (inverse of spacecraftAngles). */
export function skyDirection(frame: SpacecraftFrame, { thetaDeg, phiDeg }: SpacecraftAngles): Direction {
  const sinTheta = Math.sin(thetaDeg * DEG);
  const [a, b, c] = [Math.cos(thetaDeg * DEG), sinTheta * Math.sin(phiDeg * DEG), sinTheta * Math.cos(phiDeg * DEG)];
  const component = (k: 0 | 1 | 2): number => a * frame.x[k] + b * frame.y[k] + c * frame.z[k];
  return directionOf([component(0), component(1), component(2)]);
}
