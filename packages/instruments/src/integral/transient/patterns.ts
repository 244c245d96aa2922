// How much of its best area each part of a detector shows towards a direction: the angular half of the declared model.
import type { Vector3 } from '@stemma/data/coordinates';
import { codingFraction, MASK_DISTANCE_MM, PITCH_MM } from '../coded-mask/geometry.ts';

/**
 * Fraction of the best area, 0 to 1, for a unit vector in spacecraft axes: x = cos theta (towards the pointing),
 * y = sin theta sin phi, z = sin theta cos phi.
 */
export type Pattern = (direction: Vector3) => number;

const DEG = Math.PI / 180;
/** Areas that remain of the anti-coincidence shield ahead and astern, where it is seen end on. */
const [ACS_AHEAD, ACS_ASTERN] = [0.25, 0.15];
/** Makes the shield show 89 % at 75 degrees (GCN 34316): (0.89 - floor) / (1 - floor) = sin(75 deg)^p. */
const ACS_POWER = powerFor(0.89, acsFloor(Math.cos(75 * DEG)), Math.sin(75 * DEG));
/** The same for the veto of IBIS: 44 % at 75 degrees, best from astern. */
const VETO_FLOOR = 0.1;
const VETO_POWER = powerFor(0.44, VETO_FLOOR, (1 - Math.cos(75 * DEG)) / 2);
/** What one telescope takes away from the other where it stands right in the way. */
const SHADE = 0.15;

function acsFloor(x: number): number {
  return 0.5 * (ACS_AHEAD + ACS_ASTERN) + 0.5 * (ACS_AHEAD - ACS_ASTERN) * x;
}

function powerFor(fraction: number, floor: number, base: number): number {
  return Math.log((fraction - floor) / (1 - floor)) / Math.log(base);
}

/** Loss from a neighbour on one side of the z axis: nothing at phi = ±90 degrees and on the axis. */
function shaded(z: number, side: 1 | -1): number {
  return 1 - SHADE * Math.max(0, side * z) ** 2;
}

/** SPI-ACS: a tube around the X axis, shaded by IBIS towards -Z (side assumed). */
export function acsPattern([x, , z]: Vector3): number {
  const floor = acsFloor(x);
  return (floor + (1 - floor) * Math.max(0, 1 - x * x) ** (ACS_POWER / 2)) * shaded(z, -1);
}

/** IBIS VETO: side walls and a bottom, best from astern, shaded by SPI towards +Z (side assumed). */
export function vetoPattern([x, , z]: Vector3): number {
  return (VETO_FLOOR + (1 - VETO_FLOOR) * ((1 - x) / 2) ** VETO_POWER) * shaded(z, 1);
}

/** Through the coded mask: coded fraction of the detector times its foreshortening; 0 beyond 29 degrees. */
export function maskPattern([x, y, z]: Vector3): number {
  if (x < 0.5) return 0;
  const distance = MASK_DISTANCE_MM / PITCH_MM;
  return x * codingFraction({ y: (distance * y) / x, z: (distance * z) / x });
}

/** Through the walls of the telescope: what the mask does not stop, falling to 30 % astern of the pointing. */
export function wallPattern(direction: Vector3): number {
  const [x] = direction;
  const open = x < 0.5 ? 0 : maskPattern(direction) / x;
  return (1 - open) * (0.65 + 0.35 * x);
}
