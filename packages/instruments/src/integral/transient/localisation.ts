// Where a burst came from, by the counts that several detectors of different patterns saw of it.
import { componentRates, type EnergyBand, fluxes } from './direction-response.ts';
import type { Detector } from './detectors.ts';
import { patternMap, type SkyGrid } from './sky-grid.ts';
import type { BurstSpectrum } from './spectral-model.ts';

/** Net counts of a burst in a detector, with an error that holds everything but the model. */
export interface DetectorCounts {
  readonly detector: Detector;
  readonly netCounts: number;
  readonly errorCounts: number;
}

/** A localisation: one value for each pixel of the grid. */
export interface Localisation {
  /** Probability that the burst came from the pixel; sums to 1. */
  readonly probability: Float64Array;
  /** Least chi2 over spectra and fluences; NaN behind the Earth. */
  readonly chi2: Float64Array;
  /** Fluence in the band (erg/cm2) at the least chi2. */
  readonly fluence: Float64Array;
}

/**
 * Chi2 and posterior of the direction. For each pixel and spectrum the counts of detector d are predicted as fluence x
 * m_d; the fluence with the least chi2 is taken in closed form (never below zero), sum(n m / s²) / sum(m² / s²), with
 * s² = error² + (systematic x n)²: `systematic` is the relative error of the model in each detector. The posterior is
 * exp(-chi2 / 2) averaged over the spectra, flat on the visible sky; taking the best fluence amounts to a prior that is
 * flat in its logarithm. Cost: pixels x spectra x detectors, without an object in the loops.
 */
export function localise(
  grid: SkyGrid,
  counts: readonly DetectorCounts[],
  spectra: readonly BurstSpectrum[],
  band: EnergyBand,
  systematic: number,
): Localisation {
  const pixels = grid.healpix.pixelCount;
  const sigmas = counts.map(({ netCounts, errorCounts }) => Math.hypot(errorCounts, systematic * netCounts));
  const patterns = counts.map(({ detector }) => detector.components.map(({ pattern }) => patternMap(grid, pattern)));
  const chi2 = new Float64Array(pixels).fill(Infinity);
  const fluence = new Float64Array(pixels);
  const every = spectra.map((spectrum) => {
    const perErg = 1 / fluxes(spectrum, band).energyErg;
    const rates = counts.map(({ detector }) => componentRates(detector, spectrum).map((rate) => rate * perErg));
    const of = chi2Map(counts, sigmas, patterns, rates);
    of.chi2.forEach((value, i) => {
      if (value >= chi2[i]!) return;
      chi2[i] = value;
      fluence[i] = of.fluence[i]!;
    });
    return of.chi2;
  });
  const probability = posterior(every, chi2, grid.occulted);
  grid.occulted.forEach((hidden, i) => {
    if (hidden === 1) chi2[i] = NaN;
  });
  return { probability, chi2, fluence };
}

/** Chi2 at the best fluence for one spectrum; `rates` are counts per erg/cm2 of each component at its best. */
function chi2Map(
  counts: readonly DetectorCounts[],
  sigmas: readonly number[],
  patterns: readonly (readonly Float64Array[])[],
  rates: readonly Float64Array[],
): { chi2: Float64Array; fluence: Float64Array } {
  const pixels = patterns[0]![0]!.length;
  const [dataModel, modelModel] = [new Float64Array(pixels), new Float64Array(pixels)];
  let dataData = 0;
  counts.forEach(({ netCounts }, d) => {
    const weight = sigmas[d]! ** -2;
    dataData += weight * netCounts ** 2;
    for (let i = 0; i < pixels; i++) {
      let model = 0;
      for (let k = 0; k < rates[d]!.length; k++) model += rates[d]![k]! * patterns[d]![k]![i]!;
      dataModel[i]! += weight * netCounts * model;
      modelModel[i]! += weight * model * model;
    }
  });
  const fluence = dataModel.map((value, i) => Math.max(0, value) / modelModel[i]!);
  return { chi2: fluence.map((value, i) => dataData - value * dataModel[i]!), fluence };
}

/** The least chi2 is taken out before the exponential, so that none of them vanishes. */
function posterior(every: readonly Float64Array[], best: Float64Array, occulted: Uint8Array): Float64Array {
  const least = best.reduce((low, value, i) => (occulted[i] === 1 || value > low ? low : value), Infinity);
  const sum = new Float64Array(best.length);
  for (const chi2 of every) chi2.forEach((value, i) => (sum[i]! += Math.exp(0.5 * (least - value))));
  sum.forEach((_, i) => {
    if (occulted[i] === 1) sum[i] = 0;
  });
  const total = sum.reduce((a, b) => a + b, 0);
  return sum.map((value) => value / total);
}

/** For each pixel the probability of all pixels that are at least as probable: a pixel lies in the 90 % area up to 0.9. */
export function credibleLevels(probability: Float64Array): Float64Array {
  const order = Uint32Array.from(probability, (_, i) => i).toSorted((a, b) => probability[b]! - probability[a]!);
  const levels = new Float64Array(probability.length);
  let before = 0;
  for (const pixel of order) {
    // The pixel that crosses a level belongs to its area: the area holds at least what it says.
    levels[pixel] = before;
    before += probability[pixel]!;
  }
  return levels;
}

/** Spectra over which is marginalised: cut-off power laws from soft to hard, and the two of circulars. */
export function spectrumFamily(standard: readonly BurstSpectrum[]): BurstSpectrum[] {
  const family = [-1.3, -0.9, -0.5].flatMap((alpha) =>
    [150, 300, 600, 1200].map((epeakKeV): BurstSpectrum => ({
      model: 'compton',
      alpha,
      beta: -2.5,
      epeakKeV,
      ampl: 0.01,
    })),
  );
  return [...family, ...standard];
}
