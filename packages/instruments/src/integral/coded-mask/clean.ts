/**
 * The sources of one pointing: find the strongest peak, tell it from its ghosts, fit all sources found so far together
 * on the detector, take their model away and decode again, until no peak is left (the IROS scheme of coded-mask imaging;
 * Goldwurm & Gros 2022, arXiv:2305.10130).
 */

import { type Balance, type SkyImage, balanceOf, decode } from './decode.ts';
import { type FittedSource, type SourceFit, fitSources } from './fit-sources.ts';
import { GHOST_DISTANCE, IMAGE_SIDE, type Shift, type SkyPixel, shiftOf, skyPixelOf } from './geometry.ts';
import { pixelIllumination } from './pif.ts';
import { restoredImage } from './restored-image.ts';
import { type Shadowgram, detectorImage } from './shadowgram.ts';
import { excludeDisc, highestPeak } from './source-search.ts';

/** How a pointing is cleaned. */
export interface CleanOptions {
  /** Shape of the background on the detector grid, mean about 1. */
  readonly background: Float64Array;
  /** Where known sources are; peaks there need only `catalogueThreshold`. */
  readonly catalogue?: readonly Shift[];
  /** Significance from which on a peak is a new source (7) and a catalogued one (6). */
  readonly newThreshold?: number;
  readonly catalogueThreshold?: number;
  /** Sources after which the search ends (30). */
  readonly maximum?: number;
}

/** A source of a pointing. */
export interface CleanedSource extends FittedSource {
  /** Sky pixel of the fitted position, 0-based. */
  readonly pixel: SkyPixel;
  /** Significance of the peak at which it was found, in the image without the sources found before. */
  readonly peakSignificance: number;
  /** Fitted rate over its error. */
  readonly significance: number;
  /** Index in the catalogue, or -1. */
  readonly catalogueIndex: number;
}

/** A cleaned pointing. */
export interface CleanedPointing {
  readonly sources: readonly CleanedSource[];
  /** The sky with its sources and without their ghosts: what is published and goes into mosaics. */
  readonly image: SkyImage;
  /** The sky as decoded: sources, ghosts and all, only the background taken away. */
  readonly raw: SkyImage;
  /** The sky without the sources: what is left. */
  readonly residual: SkyImage;
  readonly fit: SourceFit;
  readonly balance: Balance;
}

/** A catalogued source is the counterpart of a peak within this many pixels: 10 arcmin. */
const CATALOGUE_RADIUS = 2;

/** No second source is looked for this close to a known one: the width of the point spread function. */
const SEPARATION = 3;

/** Ghosts this much lower than the peak cannot be the source itself, whatever the coding. */
const GHOST_FRACTION = 0.4;

/** How much worse (in chi-square) a catalogued candidate may be than an unknown one and still be preferred. */
const CATALOGUE_BONUS = 25;

interface Candidate {
  readonly shift: Shift;
  readonly value: number;
  readonly catalogueIndex: number;
}

/**
 * Finds, fits and removes the sources of a shadowgram. Undefined when it holds nothing to decode (no counts or no live
 * pixels), which a pipeline reports as an expected failure.
 */
export function cleanPointing(shadowgram: Shadowgram, options: CleanOptions): CleanedPointing | undefined {
  const { background, catalogue = [], maximum = 30 } = options;
  let fit = fitSources(shadowgram, [], { background });
  if (fit === undefined) return undefined;
  const balance = balanceOf(shadowgram.efficiency);
  const picture = (model: Float64Array): SkyImage =>
    decode(detectorImage(shadowgram, model), shadowgram.exposureS, balance);
  const raw = picture(fit.model);
  let residual = raw;
  const thresholds = thresholdMap(options);
  const excluded = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  const found: Candidate[] = [];
  while (found.length < maximum) {
    const peak = highestPeak(residual.significance, IMAGE_SIDE, thresholds, excluded);
    if (peak === undefined) break;
    const best = bestCandidate(shadowgram, background, fit, ghostCandidates(residual, peak, peak.value, catalogue));
    excludeDisc(excluded, IMAGE_SIDE, best === undefined ? peak : skyPixelOf(best.candidate.shift), SEPARATION);
    if (best === undefined) continue;
    found.push(best.candidate);
    fit = best.fit;
    residual = picture(fit.model);
  }
  const sources = fit.sources.map((source, k) => ({
    ...source,
    pixel: skyPixelOf(source.shift),
    peakSignificance: found[k]!.value,
    significance: source.rateCps.value / source.rateCps.error,
    catalogueIndex: found[k]!.catalogueIndex,
  }));
  const image = restoredImage(residual, sources, shadowgram.exposureS, balance);
  return { sources, image, raw, residual, fit, balance };
}

/** Lowest significance of a source at each sky pixel. */
function thresholdMap({ catalogue = [], newThreshold = 7, catalogueThreshold = 6 }: CleanOptions): Float64Array {
  const near = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  for (const shift of catalogue) excludeDisc(near, IMAGE_SIDE, skyPixelOf(shift), CATALOGUE_RADIUS);
  return Float64Array.from(near, (flag) => (flag ? catalogueThreshold : newThreshold));
}

/** The peak and the places one or two mask periods from it where the image is high as well. */
function ghostCandidates(image: SkyImage, peak: SkyPixel, height: number, catalogue: readonly Shift[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (let i = -2; i <= 2; i++) {
    for (let j = -2; j <= 2; j++) {
      const place = { x: Math.round(peak.x + i * GHOST_DISTANCE), y: Math.round(peak.y + j * GHOST_DISTANCE) };
      const top = localMaximum(image.significance, place);
      if (top === undefined || top.value < GHOST_FRACTION * height) continue;
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

function counterpart(shift: Shift, catalogue: readonly Shift[]): number {
  let [nearest, least] = [-1, CATALOGUE_RADIUS];
  catalogue.forEach((known, k) => {
    const distance = Math.hypot(known.y - shift.y, known.z - shift.z);
    if (distance <= least) [nearest, least] = [k, distance];
  });
  return nearest;
}

/**
 * The candidate whose addition explains the counts best. Ghosts differ from the source on the part of the detector
 * that the other does not light, and over the edges of the mask. The positions of all sources are fitted for the best
 * candidate only: while candidates compete the known sources keep their places.
 */
function bestCandidate(
  shadowgram: Shadowgram,
  background: Float64Array,
  known: SourceFit,
  candidates: readonly Candidate[],
): { candidate: Candidate; fit: SourceFit } | undefined {
  const places = known.sources.map(({ shift }) => shift);
  const illuminations = places.map(pixelIllumination);
  let best: { candidate: Candidate; fit: SourceFit; score: number } | undefined;
  for (const candidate of candidates) {
    const shifts = [...places, candidate.shift];
    const freePosition = shifts.map((_, k) => k === places.length);
    const fit = fitSources(shadowgram, shifts, { background, freePosition, illuminations });
    if (fit === undefined || !(fit.sources.at(-1)!.rateCps.value > 0)) continue;
    const score = fit.chiSquare - (candidate.catalogueIndex >= 0 ? CATALOGUE_BONUS : 0);
    if (score < (best?.score ?? Infinity)) best = { candidate, fit, score };
  }
  if (best === undefined || places.length === 0) return best;
  const shifts = best.fit.sources.map(({ shift }) => shift);
  const refined = fitSources(shadowgram, shifts, { background, freePosition: shifts.map(() => true) });
  return { candidate: best.candidate, fit: refined ?? best.fit };
}
