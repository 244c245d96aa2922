/**
 * Shadowgrams: events counted per detector pixel and energy band on the grid with module gaps, with the efficiency of
 * each pixel, and what of them goes into the decoding.
 */

import type { DetectorImage } from './decode.ts';
import { DETECTOR_SIDE, GRID_CELLS, gridCellOfPixel } from './geometry.ts';

/** Events in columns of equal length. */
export interface Events {
  /** Seconds from the start of the pointing. */
  readonly timeS: Float64Array;
  /** Pixel along Y and Z, 0..127. */
  readonly y: Uint8Array;
  readonly z: Uint8Array;
  readonly energyKeV: Float32Array;
}

/** A range of energies, lower limit included, upper not. */
export interface EnergyBand {
  readonly minKeV: number;
  readonly maxKeV: number;
}

/** Counts of one band, all arrays on the 134 x 130 grid. */
export interface Shadowgram {
  readonly counts: Float64Array;
  /** Part of the time and band in which each pixel counts, 0..1; 0 for dead pixels and gaps. */
  readonly efficiency: Float64Array;
  /** Live time in seconds. */
  readonly exposureS: number;
}

const cellOfPixel = gridCellOfPixel();

/** Refuses bands that are empty, inverted or not numbers, or not in order without overlap. */
export function checkBands(bands: readonly EnergyBand[]): void {
  for (const [k, { minKeV, maxKeV }] of bands.entries()) {
    if (!(minKeV >= 0 && maxKeV > minKeV))
      throw new RangeError(`an energy band cannot run from ${minKeV} to ${maxKeV} keV`);
    if (k > 0 && minKeV < bands[k - 1]!.maxKeV)
      throw new RangeError('energy bands must be in order and must not overlap');
  }
}

/** Times between which events count. */
export interface TimeRange {
  readonly startS: number;
  readonly stopS: number;
}

/**
 * Counts events per band and pixel in one pass; events outside all bands, outside `time` or of pixels whose
 * efficiency is 0 are left out. One grid per band.
 */
export function binEvents(
  events: Events,
  bands: readonly EnergyBand[],
  efficiency: Float64Array,
  time: TimeRange = { startS: -Infinity, stopS: Infinity },
): Float64Array[] {
  checkBands(bands);
  const grids = bands.map(() => new Float64Array(GRID_CELLS));
  const { timeS, y, z, energyKeV } = events;
  const edges = Float64Array.from(bands.flatMap(({ minKeV, maxKeV }) => [minKeV, maxKeV]));
  for (let i = 0; i < timeS.length; i++) {
    if (timeS[i]! < time.startS || timeS[i]! >= time.stopS) continue;
    const band = bandOf(edges, energyKeV[i]!);
    if (band < 0) continue;
    const cell = cellOfPixel[z[i]! * DETECTOR_SIDE + y[i]!]!;
    if (efficiency[cell]! > 0) grids[band]![cell]!++;
  }
  return grids;
}

/** Index of the band of an energy, -1 for none: a binary search, because spectra have a hundred bands. */
function bandOf(edges: Float64Array, energyKeV: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= energyKeV) low = middle + 1;
    else high = middle;
  }
  // After an odd number of edges the energy lies inside a band; equal neighbouring edges count as both.
  return low % 2 === 1 ? (low - 1) / 2 : -1;
}

/**
 * What is decoded: counts less `model` (0 where not given) per unit of efficiency, with the Poisson variance of the
 * counts alone, since the model's own error is small beside it.
 */
export function detectorImage({ counts, efficiency }: Shadowgram, model?: Float64Array): DetectorImage {
  const values = new Float64Array(GRID_CELLS);
  const variances = new Float64Array(GRID_CELLS);
  for (let i = 0; i < GRID_CELLS; i++) {
    const e = efficiency[i]!;
    if (e === 0) continue;
    values[i] = (counts[i]! - (model?.[i] ?? 0)) / e;
    variances[i] = counts[i]! / (e * e);
  }
  return { values, variances, weights: efficiency };
}
