/**
 * Position, height and width of a source in a sky image, by a circular Gaussian fitted to the pixels around its peak:
 * the point spread function of a coded mask is close to one within its core.
 */

import type { Measured } from '@stemma/data/statistics';
import { PIXEL_DEG, type SkyPixel } from './geometry.ts';
import { fitColumns } from './normal-equations.ts';

/** Two planes of an image of any size, row by row. */
export interface ImagePlanes {
  readonly width: number;
  readonly intensity: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
}

/** A fitted source. */
export interface GaussianFit extends SkyPixel {
  /** One-sigma error of x and of y, pixels. */
  readonly pixelError: number;
  /** Height in the units of the image. */
  readonly amplitude: Measured;
  readonly fwhmArcmin: number;
  /** Amplitude over its error. */
  readonly significance: number;
}

/** Pixels within this distance of the peak enter the fit: wide enough for the level around the source to fix the height. */
const WINDOW = 3.2;

/** FWHM of a Gaussian over its sigma. */
const FWHM_PER_SIGMA = 2 * Math.sqrt(2 * Math.LN2);

/** Sigma of the weight of a pixel by its distance from the peak, pixels: far pixels are nearly all noise. */
const WEIGHT_SIGMA = 2.5;

/** Scatter of fitted positions over sigma / (S/N), from simulations at S/N 8 to 30: pixels and neighbours are no ideal filter. */
const POSITION_FACTOR = 1.25;

/** Width of an ideal source: mask element and pixel in quadrature, as sigma in pixels. */
const EXPECTED_SIGMA = 13.2 / (60 * PIXEL_DEG) / FWHM_PER_SIGMA;

interface Pixels {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly value: Float64Array;
}

/**
 * Fits the source at the pixel nearest to `peak`; undefined when too few good pixels are around it or nothing there
 * looks like a source. The noise of neighbouring pixels is the same decoded noise, so errors follow from the height
 * over the noise at the peak: sigma / (S/N) for each coordinate, not from counting pixels.
 */
export function fitGaussian(image: ImagePlanes, peak: SkyPixel): GaussianFit | undefined {
  const column = Math.round(peak.x);
  const row = Math.round(peak.y);
  const pixels = window(image, column, row);
  const start = image.intensity[row * image.width + column];
  if (pixels.value.length < 12 || !(start! > 0)) return undefined;
  const fit = iterate(pixels, [start!, column, row, EXPECTED_SIGMA]);
  if (fit === undefined) return undefined;
  const [height, x, y, sigma] = fit;
  const noise = Math.sqrt(image.variance[row * image.width + column]!);
  const significance = height / noise;
  return {
    x,
    y,
    pixelError: (POSITION_FACTOR * sigma) / significance,
    amplitude: { value: height, error: noise },
    fwhmArcmin: sigma * FWHM_PER_SIGMA * PIXEL_DEG * 60,
    significance,
  };
}

function window(image: ImagePlanes, column: number, row: number): Pixels {
  const height = image.intensity.length / image.width;
  const picked: [number, number, number][] = [];
  const reach = Math.ceil(WINDOW);
  for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(image.width - 1, column + reach); x++) {
      const i = y * image.width + x;
      const good = image.variance[i]! > 0 && Number.isFinite(image.intensity[i]!);
      if (good && Math.hypot(x - column, y - row) <= WINDOW) picked.push([x, y, image.intensity[i]!]);
    }
  }
  return {
    x: Float64Array.from(picked, (p) => p[0]),
    y: Float64Array.from(picked, (p) => p[1]),
    value: Float64Array.from(picked, (p) => p[2]),
  };
}

type Parameters = [height: number, x: number, y: number, sigma: number];

/** Gauss-Newton with steps of at most half a pixel; undefined when it leaves the window or does not settle. */
function iterate(pixels: Pixels, start: Parameters): Parameters | undefined {
  let [height, x, y, sigma] = start;
  const weights = pixels.value.map((_, i) => {
    const square = (pixels.x[i]! - start[1]) ** 2 + (pixels.y[i]! - start[2]) ** 2;
    return Math.exp(-square / (2 * WEIGHT_SIGMA ** 2));
  });
  for (let step = 0; step < 40; step++) {
    const solution = fitColumns(...linearised(pixels, [height, x, y, sigma]), weights);
    if (solution === undefined) return undefined;
    const [dHeight, dx, dy, dSigma] = solution.values as unknown as Parameters;
    const damping = Math.min(1, 0.5 / Math.max(Math.abs(dx), Math.abs(dy), 2 * Math.abs(dSigma), 1e-9));
    height += damping * dHeight;
    x += damping * dx;
    y += damping * dy;
    sigma += damping * dSigma;
    if (Math.hypot(x - start[1], y - start[2]) > WINDOW || sigma < 0.3 || sigma > 4 || !(height > 0)) return undefined;
    if (Math.abs(dx) + Math.abs(dy) + Math.abs(dSigma) < 1e-7) return [height, x, y, sigma];
  }
  return undefined;
}

/** Derivatives of the model by its parameters, and the data less the model. */
function linearised(pixels: Pixels, [height, x, y, sigma]: Parameters): [Float64Array[], Float64Array] {
  const n = pixels.value.length;
  const columns = Array.from({ length: 4 }, () => new Float64Array(n));
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [pixels.x[i]! - x, pixels.y[i]! - y];
    const square = dx * dx + dy * dy;
    const shape = Math.exp(-square / (2 * sigma * sigma));
    columns[0]![i] = shape;
    columns[1]![i] = (height * shape * dx) / (sigma * sigma);
    columns[2]![i] = (height * shape * dy) / (sigma * sigma);
    columns[3]![i] = (height * shape * square) / (sigma * sigma * sigma);
    rest[i] = pixels.value[i]! - height * shape;
  }
  return [columns, rest];
}
