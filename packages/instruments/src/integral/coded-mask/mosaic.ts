/**
 * Mosaics: many sky images of single pointings laid over one another in one projection, each pixel weighted by its
 * inverse variance. Images are added one at a time, so that memory does not grow with their number.
 */

import { type Direction, type Vector3, directionOf, unitVector } from '@stemma/data/coordinates';
import { type Wcs, simpleWcsKeywords } from '@stemma/data/wcs';
import { IMAGE_CENTRE, IMAGE_SIDE, MASK_DISTANCE_MM, PITCH_MM, PIXEL_DEG } from './geometry.ts';
import type { Pointing } from './pointing.ts';

/** A gnomonic image plane: pixel x = x0 + (s . alongX) / (s . axis), and y alike, for the unit vector s of a direction. */
export interface TangentPlane {
  readonly axis: Vector3;
  readonly alongX: Vector3;
  readonly alongY: Vector3;
  readonly x0: number;
  readonly y0: number;
}

/** An image to be added. */
export interface MosaicInput {
  readonly plane: TangentPlane;
  /** Pixels per row. */
  readonly width: number;
  readonly intensity: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
  /** Effective exposure of each pixel, seconds; pixels without exposure do not count. */
  readonly exposure: ArrayLike<number>;
}

/** A mosaic under construction; arrays are row by row. */
export interface Mosaic {
  readonly width: number;
  readonly height: number;
  /** Unit vectors of the pixels' directions, three numbers each; NaN off the sky. */
  readonly directions: Float64Array;
  readonly weightedSum: Float64Array;
  readonly weight: Float64Array;
  readonly exposure: Float64Array;
}

/** A finished mosaic; NaN where no image contributes. */
export interface MosaicPlanes {
  readonly width: number;
  readonly height: number;
  readonly intensity: Float64Array;
  readonly variance: Float64Array;
  readonly significance: Float64Array;
  readonly exposure: Float64Array;
}

/** The plane of the sky image of a pointing. */
export function tangentPlaneOfPointing({ x, y, z }: Pointing): TangentPlane {
  const scale = MASK_DISTANCE_MM / PITCH_MM;
  return {
    axis: x,
    alongX: [-scale * y[0], -scale * y[1], -scale * y[2]],
    alongY: [scale * z[0], scale * z[1], scale * z[2]],
    x0: IMAGE_CENTRE,
    y0: IMAGE_CENTRE,
  };
}

const DEG = Math.PI / 180;

/** The plane of an image from a file. Throws a RangeError unless its projection is gnomonic and undistorted. */
export function tangentPlaneOfWcs(wcs: Wcs): TangentPlane {
  const { x, y } = wcs.referencePixel;
  const centre = wcs.pixelToIcrs(x, y);
  const axis = unitVector(centre);
  const [ra, dec] = [centre.raDeg * DEG, centre.decDeg * DEG];
  const east: Vector3 = [-Math.sin(ra), Math.cos(ra), 0];
  const north: Vector3 = [-Math.sin(dec) * Math.cos(ra), -Math.sin(dec) * Math.sin(ra), Math.cos(dec)];
  const { xx, xy, yx, yy } = wcs.matrix;
  const scale = 1 / (DEG * (xx * yy - xy * yx));
  const combined = (a: number, b: number): Vector3 => [
    scale * (a * east[0] + b * north[0]),
    scale * (a * east[1] + b * north[1]),
    scale * (a * east[2] + b * north[2]),
  ];
  const plane = { axis, alongX: combined(yy, -xy), alongY: combined(-yx, xx), x0: x, y0: y };
  checkPlane(plane, wcs);
  return plane;
}

/** Compares the plane with the coordinate system itself at two places: rotated poles and distortions show up there. */
function checkPlane(plane: TangentPlane, wcs: Wcs): void {
  for (const [dx, dy] of [
    [40, 10],
    [-25, 60],
  ] as const) {
    const place = { x: plane.x0 + dx, y: plane.y0 + dy };
    const s = unitVector(wcs.pixelToIcrs(place.x, place.y));
    const got = pixelOf(plane, s[0], s[1], s[2]);
    if (!(Math.hypot(got.x - place.x, got.y - place.y) < 1e-4)) {
      throw new RangeError('only images in an undistorted gnomonic projection (TAN) can be added to a mosaic');
    }
  }
}

function pixelOf({ axis, alongX, alongY, x0, y0 }: TangentPlane, a: number, b: number, c: number) {
  const ahead = axis[0] * a + axis[1] * b + axis[2] * c;
  return {
    x: x0 + (alongX[0] * a + alongX[1] * b + alongX[2] * c) / ahead,
    y: y0 + (alongY[0] * a + alongY[1] * b + alongY[2] * c) / ahead,
  };
}

/** FITS keywords and shape of a mosaic, north up, that holds the whole field of every pointing. */
export function mosaicFrame(axes: readonly Direction[]): {
  readonly keywords: Record<string, string | number>;
  readonly shape: readonly [rows: number, columns: number];
} {
  if (axes.length === 0) throw new RangeError('a mosaic needs at least one pointing');
  const centre = centreOf(axes);
  const c = unitVector(centre);
  const furthest = Math.min(
    ...axes.map((axis) => unitVector(axis).reduce((total, value, k) => total + value * c[k]!, 0)),
  );
  // Half the diagonal of an image of 400 pixels is 23 degrees; beyond 65 degrees a plane stretches without end.
  const radiusDeg = Math.acos(Math.min(1, furthest)) / DEG + (IMAGE_SIDE / 2) * PIXEL_DEG * Math.SQRT2;
  if (radiusDeg > 65) throw new RangeError('the pointings lie too far apart for one gnomonic mosaic');
  const side = 2 * Math.ceil(Math.tan(radiusDeg * DEG) / Math.tan(PIXEL_DEG * DEG)) + 1;
  const shape = [side, side] as const;
  return {
    keywords: simpleWcsKeywords({ centreDeg: [centre.raDeg, centre.decDeg], shape, pixelScaleDeg: PIXEL_DEG }),
    shape,
  };
}

function centreOf(axes: readonly Direction[]): Direction {
  const total = [0, 0, 0] as [number, number, number];
  for (const axis of axes) unitVector(axis).forEach((value, k) => (total[k]! += value));
  return directionOf(total);
}

/** An empty mosaic in a coordinate system, `shape` rows and columns. */
export function emptyMosaic(wcs: Wcs, [height, width]: readonly [rows: number, columns: number]): Mosaic {
  const size = width * height;
  const directions = new Float64Array(3 * size);
  for (let i = 0; i < size; i++) {
    const direction = wcs.pixelToIcrs(i % width, Math.floor(i / width));
    directions.set(Number.isNaN(direction.raDeg) ? [NaN, NaN, NaN] : unitVector(direction), 3 * i);
  }
  return {
    width,
    height,
    directions,
    weightedSum: new Float64Array(size),
    weight: new Float64Array(size),
    exposure: new Float64Array(size),
  };
}

/** Cosine of an angle no pixel of a 400 x 400 image reaches: a quick way to pass over the rest of the mosaic. */
const FAR = Math.cos(26 * DEG);

/** Adds an image, interpolated with a windowed sinc, weighted by 1 / variance. */
export function addToMosaic(mosaic: Mosaic, input: MosaicInput): void {
  const { directions, weightedSum, weight, exposure } = mosaic;
  const { axis } = input.plane;
  const sampler = makeSampler(input);
  for (let i = 0; i < weight.length; i++) {
    const [a, b, c] = [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
    if (!(axis[0] * a + axis[1] * b + axis[2] * c > FAR)) continue;
    const { x, y } = pixelOf(input.plane, a, b, c);
    const sample = sampler(x, y);
    if (sample === undefined) continue;
    weightedSum[i]! += sample.intensity / sample.variance;
    weight[i]! += 1 / sample.variance;
    exposure[i]! += sample.exposure;
  }
}

interface Sample {
  intensity: number;
  variance: number;
  exposure: number;
}

/** Values at a place between the pixels, or undefined where a neighbour is missing. One object is used for all. */
function makeSampler(input: MosaicInput): (x: number, y: number) => Sample | undefined {
  const { width, intensity, variance, exposure } = input;
  const height = intensity.length / width;
  const usable = Uint8Array.from({ length: intensity.length }, (_, i) =>
    variance[i]! > 0 && exposure[i]! > 0 && Number.isFinite(intensity[i]!) && variance[i]! < Infinity ? 1 : 0,
  );
  const sample: Sample = { intensity: 0, variance: 0, exposure: 0 };
  return (x, y) => {
    const [left, low] = [Math.floor(x), Math.floor(y)];
    if (!(left >= 2 && low >= 2 && left < width - 3 && low < height - 3)) return undefined;
    const [wx, wy] = [TAPS * Math.round((x - left) * STEPS), TAPS * Math.round((y - low) * STEPS)];
    let total = 0;
    for (let row = 0; row < TAPS; row++) {
      const at = (low - 2 + row) * width + left - 2;
      let part = 0;
      for (let k = 0; k < TAPS; k++) {
        if (usable[at + k] === 0) return undefined;
        part += weightTable[wx + k]! * intensity[at + k]!;
      }
      total += weightTable[wy + row]! * part;
    }
    // Variance and exposure change slowly: the nearest pixel does.
    const nearest = Math.round(y) * width + Math.round(x);
    sample.intensity = total;
    sample.variance = variance[nearest]! * gainTable[wx / TAPS]! * gainTable[wy / TAPS]!;
    sample.exposure = exposure[nearest]!;
    return sample;
  };
}

/** Neighbours on each axis: three on each side. Four (cubic convolution) would lower peaks this sharp by 3 %. */
const TAPS = 6;

/** Places between two pixels for which weights are kept; the rest is rounded to them. */
const STEPS = 1024;

/** Lanczos's windowed sinc with three lobes (Duchon 1979, doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2), sum 1. */
const weightTable: Float64Array = lanczosWeights();

/** Variance of an interpolated value over that of a pixel, on one axis, for each place. */
const gainTable: Float64Array = Float64Array.from({ length: STEPS + 1 }, (_, step) =>
  noiseGain(weightTable.subarray(TAPS * step, TAPS * (step + 1))),
);

function lanczosWeights(): Float64Array {
  const table = new Float64Array(TAPS * (STEPS + 1));
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  for (let step = 0; step <= STEPS; step++) {
    const distances = Array.from({ length: TAPS }, (_, k) => k - 2 - step / STEPS);
    const weights = distances.map((d) => sinc(d) * sinc(d / 3));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, k) => (table[TAPS * step + k] = weight / total));
  }
  return table;
}

/** Neighbouring pixels share noise as they share a source: their correlation is the point spread function's, sigma 1.15. */
function noiseGain(weights: Float64Array): number {
  let gain = 0;
  for (let i = 0; i < TAPS; i++) {
    for (let j = 0; j < TAPS; j++) gain += weights[i]! * weights[j]! * Math.exp(-((i - j) ** 2) / (2 * 1.15 ** 2));
  }
  return gain;
}

/** I = sum(I_k / V_k) / sum(1 / V_k), V = 1 / sum(1 / V_k); exposures add. */
export function mosaicPlanes({ width, height, weightedSum, weight, exposure }: Mosaic): MosaicPlanes {
  const where = (value: (i: number) => number): Float64Array => weight.map((w, i) => (w > 0 ? value(i) : Number.NaN));
  return {
    width,
    height,
    intensity: where((i) => weightedSum[i]! / weight[i]!),
    variance: where((i) => 1 / weight[i]!),
    significance: where((i) => weightedSum[i]! / Math.sqrt(weight[i]!)),
    exposure: exposure.slice(),
  };
}
