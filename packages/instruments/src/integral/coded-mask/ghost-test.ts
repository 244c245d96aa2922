/**
 * Telling a source from its ghosts: the mask repeats, so a source is seen again at one and two periods from its place.
 * The true place lights other parts of the detector than its ghosts do; the one that explains the counts best is kept.
 */

import type { SkyImage } from './decode.ts';
import {
  DETECTOR_SIDE,
  GHOST_DISTANCE,
  GRID_CELLS,
  IMAGE_SIDE,
  type Shift,
  type SkyPixel,
  shiftOf,
} from './geometry.ts';
import { fitColumns } from './normal-equations.ts';
import { illuminationGradient } from './pif.ts';
import type { Shadowgram } from './shadowgram.ts';

/** A place where a source may be. */
export interface Candidate {
  readonly shift: Shift;
  /** Significance of the image there. */
  readonly value: number;
  /** Index in the catalogue, or -1. */
  readonly catalogueIndex: number;
}

/** A candidate with its position and rate fitted to what is left on the detector. */
export interface FittedCandidate extends Candidate {
  readonly rateCps: number;
  /** By how much it lowers the chi-square. */
  readonly gain: number;
}

/** A catalogued source is the counterpart of a peak within this many pixels: 10 arcmin. */
export const CATALOGUE_RADIUS = 2;

/** Places this much lower than the peak cannot be the source itself, whatever the coding. */
const GHOST_FRACTION = 0.4;

/** How much less (in chi-square) a catalogued candidate may gain than an unknown one and still be preferred. */
const CATALOGUE_BONUS = 25;

/** The peak and the places one or two mask periods from it where the image is high as well. */
export function ghostCandidates(
  { significance }: SkyImage,
  peak: SkyPixel & { readonly value: number },
  catalogue: readonly Shift[],
): Candidate[] {
  const candidates: Candidate[] = [];
  for (let i = -2; i <= 2; i++) {
    for (let j = -2; j <= 2; j++) {
      const place = { x: Math.round(peak.x + i * GHOST_DISTANCE), y: Math.round(peak.y + j * GHOST_DISTANCE) };
      const top = localMaximum(significance, place);
      if (top === undefined || top.value < GHOST_FRACTION * peak.value) continue;
      const shift = shiftOf(top);
      candidates.push({ shift, value: top.value, catalogueIndex: counterpart(shift, catalogue) });
    }
  }
  return candidates;
}

/** The highest pixel within one pixel of a place, undefined outside the image. */
function localMaximum(map: Float64Array, { x, y }: SkyPixel): (SkyPixel & { value: number }) | undefined {
  let best: (SkyPixel & { value: number }) | undefined;
  for (let row = Math.max(0, y - 1); row <= Math.min(IMAGE_SIDE - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(IMAGE_SIDE - 1, x + 1); column++) {
      const value = map[row * IMAGE_SIDE + column]!;
      if (value > (best?.value ?? -Infinity)) best = { x: column, y: row, value };
    }
  }
  return best;
}

/** Index of the catalogued source nearest to a place, -1 when none is within 2 pixels. */
export function counterpart(shift: Shift, catalogue: readonly Shift[]): number {
  let [nearest, least] = [-1, CATALOGUE_RADIUS];
  catalogue.forEach((known, k) => {
    const distance = Math.hypot(known.y - shift.y, known.z - shift.z);
    if (distance <= least) [nearest, least] = [k, distance];
  });
  return nearest;
}

/** The candidate that explains best what `model` leaves of the counts; undefined when none has a positive rate. */
export function likeliestSource(
  shadowgram: Shadowgram,
  background: Float64Array,
  model: Float64Array,
  candidates: readonly Candidate[],
): FittedCandidate | undefined {
  const { counts, efficiency } = shadowgram;
  const rest = counts.map((count, i) => count - model[i]!);
  const weights = model.map((mean, i) => (efficiency[i]! > 0 && mean > 0 ? 1 / mean : 0));
  const level = background.map((value, i) => value * efficiency[i]!);
  let best: FittedCandidate | undefined;
  let highest = -Infinity;
  for (const candidate of candidates) {
    const fitted = fitAlone({ rest, weights, level, efficiency }, candidate.shift);
    if (fitted === undefined) continue;
    const score = fitted.gain + (candidate.catalogueIndex >= 0 ? CATALOGUE_BONUS : 0);
    if (score <= highest) continue;
    highest = score;
    const rateCps = (fitted.counts * DETECTOR_SIDE ** 2) / 2 / shadowgram.exposureS;
    best = { ...candidate, shift: fitted.shift, rateCps, gain: fitted.gain };
  }
  return best;
}

interface Leftover {
  readonly rest: Float64Array;
  readonly weights: Float64Array;
  readonly level: Float64Array;
  readonly efficiency: Float64Array;
}

/** Rounds of the fit of one position: it starts within a pixel of its place. */
const ROUNDS = 4;

/** One source and a change of the background fitted to the leftover counts; its position moves by up to 2 pixels. */
function fitAlone({ rest, weights, level, efficiency }: Leftover, start: Shift) {
  let shift = start;
  let counts = 0;
  for (let round = 0; ; round++) {
    const { pif, alongY, alongZ } = illuminationGradient(shift);
    const lit = pif.map((value, i) => value * efficiency[i]!);
    const scale = counts;
    const slopes = scale > 0 ? [alongY, alongZ].map((slope) => slope.map((v, i) => v * efficiency[i]! * scale)) : [];
    const last = round === ROUNDS;
    const solution = fitColumns(last ? [lit, level] : [lit, level, ...slopes], rest, weights);
    if (solution === undefined || !(solution.values[0]! > 0)) return undefined;
    const { values } = solution;
    counts = values[0]!;
    if (last) return { shift, counts, gain: gainOf(rest, weights, [lit, level], values) };
    if (values.length === 2) continue;
    const step = (value: number): number => Math.max(-0.4, Math.min(0.4, value));
    const moved = { y: shift.y + step(values[2]!), z: shift.z + step(values[3]!) };
    if (Math.hypot(moved.y - start.y, moved.z - start.z) <= 2) shift = moved;
  }
}

/** Chi-square of the data less that of the data without the fitted columns. */
function gainOf(
  data: Float64Array,
  weights: Float64Array,
  columns: readonly Float64Array[],
  values: Float64Array,
): number {
  let gain = 0;
  for (let i = 0; i < GRID_CELLS; i++) {
    const model = columns.reduce((total, column, k) => total + values[k]! * column[i]!, 0);
    gain += weights[i]! * model * (2 * data[i]! - model);
  }
  return gain;
}
