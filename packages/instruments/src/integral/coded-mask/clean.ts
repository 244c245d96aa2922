/**
 * The sources of one pointing: find the strongest peak, tell it from its ghosts, fit all sources found so far together
 * on the detector, take their model away and decode again, until no peak is left (the IROS scheme of coded-mask imaging;
 * Goldwurm & Gros 2022, arXiv:2305.10130).
 */

import { type Balance, type SkyImage, balanceOf, decode } from './decode.ts';
import { type FittedSource, type SourceFit, fitSources } from './fit-sources.ts';
import { IMAGE_SIDE, type Shift, type SkyPixel, skyPixelOf } from './geometry.ts';
import { CATALOGUE_RADIUS, type FittedCandidate, counterpart, ghostCandidates, likeliestSource } from './ghost-test.ts';
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

/** A source whose fitted rate falls below this many of its errors was no source. */
const FADED = 4;

/** No second source is looked for this close to a known one: the width of the point spread function. */
const SEPARATION = 3;

/**
 * Finds, fits and removes the sources of a shadowgram. Undefined when it holds nothing to decode (no counts or no live
 * pixels), which a pipeline reports as an expected failure.
 */
export function cleanPointing(shadowgram: Shadowgram, options: CleanOptions): CleanedPointing | undefined {
  const { background, catalogue = [] } = options;
  const empty = fitSources(shadowgram, [], { background });
  if (empty === undefined) return undefined;
  const balance = balanceOf(shadowgram.efficiency);
  const picture = (model: Float64Array): SkyImage =>
    decode(detectorImage(shadowgram, model), shadowgram.exposureS, balance);
  const raw = picture(empty.model);
  const { found, fit, residual } = findSources(shadowgram, options, { found: [], fit: empty, residual: raw }, picture);
  const sources = fit.sources.map((source, k) => ({
    ...source,
    pixel: skyPixelOf(source.shift),
    peakSignificance: found[k]!.value,
    significance: significanceOf(source),
    catalogueIndex: counterpart(source.shift, catalogue),
  }));
  const image = restoredImage(residual, sources, shadowgram.exposureS, balance);
  return { sources, image, raw, residual, fit, balance };
}

/** Sources so far, their common fit and what it leaves. */
interface Progress {
  readonly found: readonly FittedCandidate[];
  readonly fit: SourceFit;
  readonly residual: SkyImage;
}

/** Adds sources one by one, and drops those that later ones explain away, until no peak is left. */
function findSources(
  shadowgram: Shadowgram,
  options: CleanOptions,
  start: Progress,
  picture: (model: Float64Array) => SkyImage,
): Progress {
  const { background, catalogue = [], maximum = 30 } = options;
  const thresholds = thresholdMap(options);
  const barren: SkyPixel[] = [];
  let now = start;
  // Dropped sources may come back, so that the number of attempts needs a limit of its own.
  for (let attempt = 0; attempt < 3 * maximum && now.found.length < maximum; attempt++) {
    const peak = highestPeak(now.residual.significance, IMAGE_SIDE, thresholds, exclusion(now.fit, barren));
    if (peak === undefined) break;
    const candidates = ghostCandidates(now.residual, peak, catalogue);
    const candidate = likeliestSource(shadowgram, background, now.fit.model, candidates);
    const next = candidate && together(shadowgram, background, now, candidate);
    if (next === undefined || !next.found.includes(candidate!)) barren.push(peak);
    if (next !== undefined) now = { ...next, residual: picture(next.fit.model) };
  }
  const shifts = now.fit.sources.map(({ shift }) => shift);
  const rateCps = now.fit.sources.map((source) => source.rateCps.value);
  const initial = { rateCps, model: now.fit.model };
  const last = fitSources(shadowgram, shifts, { background, initial, freePosition: shifts.map(() => true) });
  return last === undefined || shifts.length === 0 ? now : { ...now, fit: last, residual: picture(last.model) };
}

const significanceOf = ({ rateCps }: FittedSource): number => rateCps.value / rateCps.error;

/** Where no further source is looked for. */
function exclusion({ sources }: SourceFit, barren: readonly SkyPixel[]): Uint8Array {
  const excluded = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  for (const { shift } of sources) excludeDisc(excluded, IMAGE_SIDE, skyPixelOf(shift), SEPARATION);
  for (const pixel of barren) excludeDisc(excluded, IMAGE_SIDE, pixel, SEPARATION);
  return excluded;
}

/** Lowest significance of a source at each sky pixel. */
function thresholdMap({ catalogue = [], newThreshold = 7, catalogueThreshold = 6 }: CleanOptions): Float64Array {
  const near = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  for (const shift of catalogue) excludeDisc(near, IMAGE_SIDE, skyPixelOf(shift), CATALOGUE_RADIUS);
  return Float64Array.from(near, (flag) => (flag ? catalogueThreshold : newThreshold));
}

/** Sources whose position is fitted anew with every further source: errors of the brightest leave the largest traces. */
const BRIGHTEST = 5;

/**
 * All sources so far and a new one fitted together; those that no longer stand out are dropped. Overlapping ghosts of
 * several sources make peaks that fade once all of these are found.
 */
function together(
  shadowgram: Shadowgram,
  background: Float64Array,
  { found, fit }: Progress,
  candidate: FittedCandidate,
): { found: readonly FittedCandidate[]; fit: SourceFit } | undefined {
  const shifts = [...fit.sources.map(({ shift }) => shift), candidate.shift];
  const rateCps = [...fit.sources.map((source) => source.rateCps.value), candidate.rateCps];
  const limit = rateCps.toSorted((a, b) => b - a)[BRIGHTEST - 1] ?? 0;
  const freePosition = rateCps.map((rate, k) => rate >= limit || k === found.length);
  const all = fitSources(shadowgram, shifts, { background, initial: { rateCps, model: fit.model }, freePosition });
  if (all === undefined) return undefined;
  const kept = all.sources.map((source) => significanceOf(source) >= FADED);
  const list = [...found, candidate];
  if (!kept.includes(false)) return { found: list, fit: all };
  const left = all.sources.filter((_, k) => kept[k]);
  const initial = { rateCps: left.map((source) => source.rateCps.value), model: all.model };
  const less = fitSources(
    shadowgram,
    left.map(({ shift }) => shift),
    { background, initial },
  );
  return less && { found: list.filter((_, k) => kept[k]), fit: less };
}
