/**
 * From a shadowgram to an image of the sky: balanced, weighted cross-correlation with its variance
 * (Goldwurm et al. 2003, doi:10.1051/0004-6361:20031395; Goldwurm & Gros 2022, arXiv:2305.10130).
 */

import { Correlator } from '@stemma/data/fft';
import {
  ACTIVE_WIDTH_MM,
  DETECTOR_SIDE,
  GRID_CELLS,
  GRID_HEIGHT,
  GRID_WIDTH,
  IMAGE_CENTRE,
  IMAGE_SIDE,
  codingMap,
} from './geometry.ts';
import { axisOverlap, projectMask, projectPlate } from './mask-projection.ts';

/** The mask covers cells up to this many from its centre, at the whole-pixel distances that decoding needs. */
const REACH = 117;

/** What the detector recorded in one band, on the 134 x 130 grid. */
export interface DetectorImage {
  /** Counts, or counts less a background model, per unit of pixel efficiency. */
  readonly values: Float64Array;
  /** Variances of the values. */
  readonly variances: Float64Array;
  /** Efficiency of each pixel, 0 for dead pixels and gaps. */
  readonly weights: Float64Array;
}

/** An image of the sky, 400 x 400 pixels row by row; NaN outside the field of view. */
export interface SkyImage {
  /** Counts per second that all 16384 pixels would record behind a half-open mask, which is what ARFs refer to. */
  readonly intensity: Float64Array;
  readonly variance: Float64Array;
  /** intensity / sqrt(variance). */
  readonly significance: Float64Array;
}

/** The parts of the decoding that depend on the pixel weights alone; shared between bands and iterations. */
export interface Balance {
  readonly weights: Float64Array;
  /** W (x) M+ / W (x) M-, for each sky pixel. */
  readonly ratio: Float64Array;
  /** W (x) M+^2 - ratio W (x) M+ M-; 0 where the sky pixel cannot be decoded. */
  readonly norm: Float64Array;
}

let sharedCorrelator: Correlator | undefined;
/** Kept, since a megabyte of new memory costs as much as a correlation: a whole correlation, and up to four cut out. */
let sharedPlane: Float64Array | undefined;
const sharedSkies: Float64Array[] = [];

/** Made on first use and kept: the transforms of the mask serve every image. */
function maskCorrelator(): Correlator {
  const side = 2 * REACH + 1;
  sharedCorrelator ??= new Correlator({
    imageShape: [GRID_HEIGHT, GRID_WIDTH],
    kernelShape: [side, side],
    kernels: maskPlanes(side),
  });
  return sharedCorrelator;
}

/** Kernels M+, M-, M+^2, M+ M- and M-^2 on the detector's grid: the mask and its complement inside its outline. */
function maskPlanes(side: number): Float64Array[] {
  const along = axisOverlap(side, -REACH, ACTIVE_WIDTH_MM);
  const plus = projectMask({ y: along, z: along });
  const minus = projectPlate({ y: along, z: along }).map((covered, i) => covered - plus[i]!);
  const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * b[i]!);
  return [plus, minus, product(plus, plus), product(plus, minus), product(minus, minus)];
}

/** Correlations of a detector image with some of the kernels, cut out to the sky image; valid until the next call. */
function skyCorrelations(data: Float64Array, wanted: readonly number[]): Float64Array[] {
  const correlator = maskCorrelator();
  const [rows, columns] = correlator.outputShape;
  sharedPlane ??= new Float64Array(rows * columns);
  const plane = sharedPlane;
  correlator.load(data);
  // The correlation with the mask's centre on the detector's centre, shift zero, lies at the centre of the plane.
  const top = IMAGE_CENTRE - (rows - 1) / 2;
  const left = IMAGE_CENTRE - (columns - 1) / 2;
  return wanted.map((k, place) => {
    correlator.correlate(k, plane);
    const out = (sharedSkies[place] ??= new Float64Array(IMAGE_SIDE * IMAGE_SIDE));
    for (let row = 0; row < rows; row++) {
      // The image runs towards -Y.
      const last = (top + row) * IMAGE_SIDE + left + columns - 1;
      const from = row * columns;
      for (let column = 0; column < columns; column++) out[last - column] = plane[from + column]!;
    }
    return out;
  });
}

/** Smallest coding fraction of a decoded sky pixel: below it too few pixels are left for a Gaussian significance. */
const MINIMUM_CODING = 0.005;

/** Balance and normalisation of a set of pixel weights (three transforms). */
export function balanceOf(weights: Float64Array): Balance {
  checkGrid(weights, 'weights');
  const [plus, minus, plusPlus, plusMinus] = skyCorrelations(weights, [0, 1, 2, 3]);
  const coding = codingMap();
  const ratio = new Float64Array(plus!.length);
  const norm = new Float64Array(plus!.length);
  for (let i = 0; i < norm.length; i++) {
    // A handful of pixels, or only dead ones, decode to nothing; transforms leave noise there of 1e-12.
    if (coding[i]! < MINIMUM_CODING || plus![i]! < 1 || minus![i]! < 1) continue;
    ratio[i] = plus![i]! / minus![i]!;
    norm[i] = Math.max(0, plusPlus![i]! - ratio[i]! * plusMinus![i]!);
  }
  return { weights, ratio, norm };
}

/** Intensity of one count per fully open pixel and second: half of the pixels are lit. */
const LIT_PIXELS = (DETECTOR_SIDE * DETECTOR_SIDE) / 2;

/**
 * Decodes a shadowgram; `exposureS` is its live time. S = [D W (x) M+ - bal D W (x) M-] / N and the variance of the
 * same sum. Give the `balance` of the weights when several bands share them. Throws a RangeError for wrong sizes.
 */
export function decode(image: DetectorImage, exposureS: number, balance = balanceOf(image.weights)): SkyImage {
  checkGrid(image.variances, 'variances');
  const intensity = decodeIntensity(image.values, exposureS, balance);
  const spread = balance.weights.map((weight, i) => (weight === 0 ? 0 : image.variances[i]! * weight * weight));
  const [plusPlus, plusMinus, minusMinus] = skyCorrelations(spread, [2, 3, 4]);
  const { ratio, norm } = balance;
  const variance = new Float64Array(norm.length).fill(Number.NaN);
  const significance = variance.slice();
  const scale = LIT_PIXELS / exposureS;
  for (let i = 0; i < norm.length; i++) {
    if (norm[i] === 0) continue;
    const bal = ratio[i]!;
    const squares = plusPlus![i]! - 2 * bal * plusMinus![i]! + bal * bal * minusMinus![i]!;
    if (squares <= 0) continue;
    variance[i] = squares * (scale / norm[i]!) ** 2;
    significance[i] = intensity[i]! / Math.sqrt(variance[i]!);
  }
  return { intensity, variance, significance };
}

/** The intensity alone, for models that have no noise. `values` are per unit of efficiency, as in `DetectorImage`. */
export function decodeIntensity(values: Float64Array, exposureS: number, balance: Balance): Float64Array {
  checkGrid(values, 'values');
  if (!(exposureS > 0)) throw new RangeError(`an image needs a positive exposure, not ${exposureS} s`);
  const { weights, ratio, norm } = balance;
  const weighted = weights.map((weight, i) => (weight === 0 ? 0 : values[i]! * weight));
  const [plus, minus] = skyCorrelations(weighted, [0, 1]);
  const scale = LIT_PIXELS / exposureS;
  const intensity = new Float64Array(norm.length);
  for (let i = 0; i < intensity.length; i++)
    intensity[i] = norm[i] === 0 ? Number.NaN : ((plus![i]! - ratio[i]! * minus![i]!) * scale) / norm[i]!;
  return intensity;
}

function checkGrid(array: Float64Array, what: string): void {
  if (array.length !== GRID_CELLS) {
    throw new RangeError(`${what} must fill the grid of ${GRID_HEIGHT} x ${GRID_WIDTH} cells, not ${array.length}`);
  }
}
