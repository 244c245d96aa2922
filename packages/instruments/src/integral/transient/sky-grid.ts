// The sky in HEALPix pixels as the spacecraft sees it: the direction of each pixel in its axes, and which the Earth hides.
import { StemmaError } from '@stemma/core';
import {
  directionOf,
  dot,
  norm,
  scaled,
  type SpacecraftFrame,
  unitVector,
  type Vector3,
} from '@stemma/data/coordinates';
import { Healpix } from '@stemma/data/healpix';
import { earthAngularRadiusDeg } from '@stemma/data/orbit';

/** Pixels of equal area, nested, ICRS, with what a spacecraft sees of them. */
export interface SkyGrid {
  readonly healpix: Healpix;
  /** Right ascension and declination of the centres. */
  readonly raDeg: Float64Array;
  readonly decDeg: Float64Array;
  /** Unit vectors in spacecraft axes, three numbers for each pixel. */
  readonly body: Float64Array;
  /** 1 where the Earth's disc covers the centre. */
  readonly occulted: Uint8Array;
}

/**
 * The grid for an attitude and a position (km from the Earth's centre, J2000). The Earth is a sphere of its mean radius
 * without atmosphere. Cost: linear in 12 nside².
 * @throws StemmaError `invalid_request` when nside is no power of two; RangeError for a position inside the Earth.
 */
export function skyGrid(nside: number, frame: SpacecraftFrame, positionKm: Vector3): SkyGrid {
  if ((nside & (nside - 1)) !== 0)
    throw new StemmaError('invalid_request', `nside must be a power of two, such as 16 or 32, not ${nside}`, { nside });
  const healpix = new Healpix(nside, 'nested');
  const count = healpix.pixelCount;
  const [raDeg, decDeg] = [new Float64Array(count), new Float64Array(count)];
  healpix.centresOf(
    Int32Array.from({ length: count }, (_, i) => i),
    raDeg,
    decDeg,
  );
  const body = new Float64Array(3 * count);
  const occulted = new Uint8Array(count);
  const distanceKm = norm(positionKm);
  const toEarth = scaled(positionKm, -1 / distanceKm);
  const limb = Math.cos((earthAngularRadiusDeg(distanceKm) * Math.PI) / 180);
  for (let i = 0; i < count; i++) {
    const s = unitVector({ raDeg: raDeg[i]!, decDeg: decDeg[i]! });
    body[3 * i] = dot(s, frame.x);
    body[3 * i + 1] = dot(s, frame.y);
    body[3 * i + 2] = dot(s, frame.z);
    if (dot(s, toEarth) > limb) occulted[i] = 1;
  }
  return { healpix, raDeg, decDeg, body, occulted };
}

/** A pattern at every pixel of a grid. */
export function patternMap({ body, occulted }: SkyGrid, pattern: (direction: Vector3) => number): Float64Array {
  return Float64Array.from(occulted, (_, i) => pattern([body[3 * i]!, body[3 * i + 1]!, body[3 * i + 2]!]));
}

/** Direction on the sky of the smallest (or, negated, greatest) value of a map; pixels with NaN do not count. */
export function extremePixel(map: ArrayLike<number>, sign: 1 | -1): number {
  let best = -1;
  for (let i = 0; i < map.length; i++) {
    if (!Number.isNaN(map[i]!) && (best < 0 || sign * map[i]! < sign * map[best]!)) best = i;
  }
  return best;
}

/** Direction towards the Earth's centre. */
export function earthFrom(positionKm: Vector3): { readonly raDeg: number; readonly decDeg: number } {
  return directionOf(scaled(positionKm, -1));
}
