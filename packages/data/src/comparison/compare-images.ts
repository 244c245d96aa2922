// Two images: pixel by pixel where they show the same sky, resampled where both say which sky they show.
import { median, robustSigma } from '../statistics/index.ts';
import { reproject, type Wcs } from '../wcs/index.ts';
import { type ArrayComparison, type ArrayErrors, type AnyNumbers, compareArrays } from './compare-arrays.ts';
import { type ReportedUnits, unitsOf } from './units-of.ts';

/** An image; pixels in C order, the last axis fastest. */
export interface ImageData {
  /** Lengths of the axes, slowest first. */
  readonly shape: readonly number[];
  readonly data: AnyNumbers;
  /** Where its first plane lies on the sky. */
  readonly wcs?: Wcs;
  readonly unit?: string;
  /** One-sigma errors of the pixels. */
  readonly errors?: ArrayLike<number>;
}

/** How two images compare. */
export interface ImageComparison extends ReportedUnits {
  readonly kind: 'image';
  /** Same shape, place on the sky, unit and pixels. */
  readonly identical: boolean;
  readonly shapes: readonly [before: readonly number[], after: readonly number[]];
  /** How pixels were put against each other; `none`: shapes differ, and nothing says how to resample. */
  readonly matchedBy: 'pixel' | 'resampled' | 'none';
  /** How far the pixels of one lie from those of the other, at corners and centre; absent without both coordinates. */
  readonly shiftPixels?: number;
  /** Differences over the pixels that both cover, in `unit`; `maxAbsAt` counts pixels of the first image. */
  readonly pixels?: ArrayComparison;
  /** Pixels that both define. */
  readonly compared: number;
  /** Place of the largest difference in the first image, slowest axis first. */
  readonly maxAbsAt?: readonly number[];
  /**
   * The largest difference in units of its noise: of the errors where there are any, else of the robust scatter of the
   * difference over the image; absent where that is zero.
   */
  readonly significance?: number;
}

/** Shifts below this count as none: what headers written with 12 digits may differ by. */
const samePlacePixels = 1e-6;

/**
 * Compares two images. With both coordinate systems, the second is resampled (bilinear) onto the first when shapes
 * differ or pixels are shifted; resampled images are never `identical`.
 * @throws WcsError `unsupported` when one is in a frame that cannot be compared with that of the other.
 */
export function compareImages(before: ImageData, after: ImageData): ImageComparison {
  const about = {
    kind: 'image' as const,
    shapes: [before.shape, after.shape] as const,
    ...unitsOf(before.unit, after.unit),
  };
  const shift = shiftOf(before, after);
  const isShifted = shift !== undefined && shift > samePlacePixels;
  const matchedBy = matching(before, after, isShifted);
  const placed = { ...about, matchedBy, ...(shift !== undefined && { shiftPixels: shift }) };
  if (matchedBy === 'none') return { ...placed, identical: false, compared: 0 };
  if (matchedBy === 'resampled')
    return { ...placed, identical: false, ...measured(before, resampled(after, before), true) };
  const measures = measured(before, after, false);
  const haveOnePlace = (before.wcs === undefined) === (after.wcs === undefined);
  const identical = about.units === undefined && haveOnePlace && measures.pixels.identical;
  return { ...placed, identical, ...measures };
}

function matching(before: ImageData, after: ImageData, isShifted: boolean): ImageComparison['matchedBy'] {
  if (before.shape.join() === after.shape.join() && !isShifted) return 'pixel';
  const canResample = [before, after].every(({ shape, wcs }) => shape.length === 2 && wcs);
  return canResample ? 'resampled' : 'none';
}

interface Measures {
  readonly pixels: ArrayComparison;
  readonly compared: number;
  readonly maxAbsAt?: readonly number[];
  readonly significance?: number;
}

function measured(before: ImageData, after: ImageData, onlyOverlap: boolean): Measures {
  const errors: ArrayErrors = {
    ...(before.errors && { before: before.errors }),
    ...(after.errors && { after: after.errors }),
  };
  const [a, b] = onlyOverlap ? overlap(before.data, after.data) : [before.data, after.data];
  const pixels = compareArrays(a, b, errors);
  const deltas = definedDifferences(a, b);
  const place = pixels.differences!.maxAbsAt;
  const significance = significanceOf(pixels, deltas);
  return {
    pixels,
    compared: deltas.length,
    ...(place >= 0 && { maxAbsAt: unravel(place, before.shape) }),
    ...(significance !== undefined && { significance }),
  };
}

/** The largest distance, in pixels of the second image, between equal pixels of both: at the corners and the centre. */
function shiftOf(before: ImageData, after: ImageData): number | undefined {
  if (!before.wcs || !after.wcs || before.shape.length !== 2) return undefined;
  const [rows, columns] = before.shape as [number, number];
  const places = [[0, 0], [columns - 1, 0], [0, rows - 1], [columns - 1, rows - 1], [(columns - 1) / 2, (rows - 1) / 2]]; // prettier-ignore
  const [from, to] = [before.wcs, after.wcs];
  const shifts = places.map(([x, y]) => {
    const { raDeg, decDeg } = from.pixelToIcrs(x!, y!);
    const there = to.icrsToPixel(raDeg, decDeg);
    return Math.hypot(there.x - x!, there.y - y!);
  });
  // Corners of all-sky images lie outside of the sky: what has no direction tells nothing.
  const known = shifts.filter((shift) => !Number.isNaN(shift));
  return known.length === 0 ? Infinity : Math.max(...known);
}

function resampled(image: ImageData, onto: ImageData): ImageData {
  const shape = onto.shape as [number, number];
  const resample = (data: ArrayLike<number>) =>
    reproject({ shape: image.shape as [number, number], data }, image.wcs!, onto.wcs!, { shape }).data;
  const data = resample(Float64Array.from(image.data as ArrayLike<number>, Number));
  return { shape, data, ...(image.errors && { errors: resample(image.errors) }) };
}

/** Where one has no value, nothing is compared: outside of its frame an image is not "undefined", it is not there. */
function overlap(before: AnyNumbers, after: AnyNumbers): [Float64Array, Float64Array] {
  const [a, b] = [new Float64Array(before.length), new Float64Array(before.length)];
  for (let i = 0; i < a.length; i++) {
    const [old, now] = [Number(before[i]), Number(after[i])];
    const isCovered = !Number.isNaN(old) && !Number.isNaN(now);
    [a[i], b[i]] = isCovered ? [old, now] : [NaN, NaN];
  }
  return [a, b];
}

function definedDifferences(before: AnyNumbers, after: AnyNumbers): Float64Array {
  const deltas = new Float64Array(before.length);
  let count = 0;
  for (let i = 0; i < before.length; i++) {
    const delta = Number(after[i]) - Number(before[i]);
    if (Number.isFinite(delta)) deltas[count++] = delta;
  }
  return deltas.subarray(0, count);
}

function significanceOf({ differences }: ArrayComparison, deltas: Float64Array): number | undefined {
  if (differences!.maxSigma !== undefined) return differences!.maxSigma;
  if (deltas.length === 0) return undefined;
  const noise = robustSigma(deltas);
  const centre = median(deltas);
  const extreme = deltas.reduce((most, delta) => Math.max(most, Math.abs(delta - centre)), 0);
  return noise > 0 ? extreme / noise : undefined;
}

function unravel(place: number, shape: readonly number[]): number[] {
  let rest = place;
  const indices: number[] = [];
  for (const length of shape.toReversed()) {
    indices.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return indices;
}
