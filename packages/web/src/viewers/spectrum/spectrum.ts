// A spectrum to look at: counts in energy channels, grouped and in the units that people compare.
import { StemmaError } from '@stemma/core';
import { folded, powerLawPhotons, type Response } from './response.ts';

/** A spectrum; arrays have one entry for each channel. */
export interface Spectrum {
  /** Edges of the channels in keV. */
  readonly lowKeV: Float64Array;
  readonly highKeV: Float64Array;
  /** Counts in the exposure, background taken off. */
  readonly counts: Float64Array;
  /** One standard deviation of the counts, systematic errors included. */
  readonly error: Float64Array;
  readonly exposureS: number;
  readonly response?: Response;
}

/** Units of the flux axis; νFν needs a response. */
export const fluxUnits = ['counts', 'counts/s/keV', 'νFν'] as const;

/** One of {@link fluxUnits}. */
export type FluxUnit = (typeof fluxUnits)[number];

/** What each unit is called on an axis. */
export const fluxTitles: Readonly<Record<FluxUnit, string>> = {
  counts: 'Counts',
  'counts/s/keV': 'Rate (counts/s/keV)',
  νFν: 'νFν (erg/cm²/s)',
};

const ergPerKeV = 1.602_176_634e-9;

/** Points in a unit, one for each channel, with the model of the same unit. */
export interface FluxPoints {
  readonly energyKeV: Float64Array;
  readonly value: Float64Array;
  readonly error: Float64Array;
  /** NaN without a response. */
  readonly model: Float64Array;
}

/** Checks the columns. @throws StemmaError `no_data` for no channels, `invalid_request` otherwise. */
export function checkSpectrum(spectrum: Spectrum): Spectrum {
  const { lowKeV, highKeV, counts, error, exposureS } = spectrum;
  if (counts.length === 0) throw new StemmaError('no_data', 'the spectrum has no channels');
  if ([lowKeV, highKeV, error].some(({ length }) => length !== counts.length) || !(exposureS > 0))
    throw new StemmaError(
      'invalid_request',
      'the columns of the spectrum differ in length, or its exposure is not positive',
    );
  const wrong = lowKeV.findIndex((low, i) => !(low > 0 && highKeV[i]! > low));
  if (wrong >= 0)
    throw new StemmaError('invalid_request', `channel ${wrong} of the spectrum has no positive width in energy`);
  return spectrum;
}

/** The norm, at 1 keV in photons/cm²/s/keV, of the power law that fits best (linear least squares; χ² has one minimum). */
export function fittedNorm(spectrum: Spectrum, index: number): number {
  const rate = modelCounts(spectrum, index, 1);
  let [product, square] = [0, 0];
  spectrum.counts.forEach((counts, i) => {
    const weight = spectrum.error[i]! > 0 ? spectrum.error[i]! ** -2 : 0;
    product += weight * counts * rate[i]!;
    square += weight * rate[i]! ** 2;
  });
  return product / square;
}

/** Counts that a power law gives in each channel; NaN without a response. */
export function modelCounts({ response, exposureS, counts }: Spectrum, index: number, norm: number): Float64Array {
  if (!response) return new Float64Array(counts.length).fill(NaN);
  return folded(response, powerLawPhotons(response.energyEdgesKeV, index, norm), counts.length).map(
    (rate) => rate * exposureS,
  );
}

/**
 * The channels in a unit. νFν is unfolded through a power law: the model's E²N(E) times data over folded model, right as
 * far as the model is; its norm is the best one.
 */
export function fluxPoints(
  spectrum: Spectrum,
  unit: FluxUnit,
  index: number,
  norm = fittedNorm(spectrum, index),
): FluxPoints {
  const { lowKeV, highKeV, counts, error, exposureS } = spectrum;
  const energyKeV = lowKeV.map((low, i) => Math.sqrt(low * highKeV[i]!));
  const model = modelCounts(spectrum, index, norm);
  const factor = energyKeV.map((energy, i) => {
    if (unit === 'counts') return 1;
    if (unit === 'counts/s/keV') return 1 / (exposureS * (highKeV[i]! - lowKeV[i]!));
    return (ergPerKeV * norm * energy ** (2 - index)) / model[i]!;
  });
  const scaled = (values: Float64Array) => values.map((value, i) => value * factor[i]!);
  return { energyKeV, value: scaled(counts), error: scaled(error), model: scaled(model) };
}

/**
 * Neighbouring channels taken together, from the lowest, until counts over error reach `leastSigma`; what is left at the
 * end joins the last group. The response is grouped with them. O(energies × channels).
 */
export function groupedToSignificance(spectrum: Spectrum, leastSigma: number): Spectrum {
  const starts: number[] = [];
  let [counts, variance] = [0, 0];
  let isOpen = false;
  for (let i = 0; i < spectrum.counts.length; i++) {
    if (!isOpen) starts.push(i);
    isOpen = true;
    counts += spectrum.counts[i]!;
    variance += spectrum.error[i]! ** 2;
    if (counts < leastSigma * Math.sqrt(variance)) continue;
    [counts, variance, isOpen] = [0, 0, false];
  }
  if (isOpen && starts.length > 1) starts.pop();
  return groupedAt(spectrum, starts);
}

function groupedAt(spectrum: Spectrum, starts: readonly number[]): Spectrum {
  const { lowKeV, highKeV, counts, error, response } = spectrum;
  const size = counts.length;
  const ends = starts.map((_, g) => starts[g + 1] ?? size);
  const sums = (of: (channel: number) => number) =>
    Float64Array.from(starts, (start, g) => {
      let sum = 0;
      for (let i = start; i < ends[g]!; i++) sum += of(i);
      return sum;
    });
  const matrix = response && Float64Array.from({ length: response.areaCm2.length * starts.length });
  response?.areaCm2.forEach((_, e) =>
    matrix!.set(
      sums((i) => response.matrix[e * size + i]!),
      e * starts.length,
    ),
  );
  return {
    ...spectrum,
    lowKeV: Float64Array.from(starts, (start) => lowKeV[start]!),
    highKeV: Float64Array.from(ends, (end) => highKeV[end - 1]!),
    counts: sums((i) => counts[i]!),
    error: sums((i) => error[i]! ** 2).map(Math.sqrt),
    ...(response && matrix ? { response: { ...response, matrix } } : {}),
  };
}
