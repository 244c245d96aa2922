/**
 * Forward folding: the power law whose counts, folded with the response, are closest to a measured spectrum.
 * A check of extracted spectra and a first look at a source; spectral analysis proper belongs to XSPEC and its kin.
 */

import type { Measured } from '@stemma/data/statistics';
import { solveNormalEquations } from './normal-equations.ts';
import type { PowerLaw } from './power-law.ts';
import { type Response, foldSpectrum, rateInBand } from './response.ts';
import type { EnergyBand } from './shadowgram.ts';

/** A measured spectrum in bands. */
export interface BandRates {
  readonly bands: readonly EnergyBand[];
  readonly rateCps: ArrayLike<number>;
  readonly errorCps: ArrayLike<number>;
}

/** Best power law; the norm is that at 30 keV, where it hardly depends on the index. */
export interface PowerLawFit {
  readonly normAt30KeV: Measured;
  readonly index: Measured;
  readonly spectrum: PowerLaw;
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
}

const PIVOT_KEV = 30;

/** Chi-square fit; bands without a positive error are left out. Undefined with fewer than two bands or no flux. */
export function fitPowerLaw(response: Response, { bands, rateCps, errorCps }: BandRates): PowerLawFit | undefined {
  const used = bands.map((_, k) => k).filter((k) => errorCps[k]! > 0 && Number.isFinite(rateCps[k]!));
  if (used.length < 2) return undefined;
  const folded = (index: number): number[] => {
    const rates = foldSpectrum(response, { normAt1KeV: PIVOT_KEV ** index, index });
    return used.map((k) => rateInBand(response, rates, bands[k]!.minKeV, bands[k]!.maxKeV));
  };
  const data = used.map((k) => rateCps[k]!);
  const weights = used.map((k) => 1 / errorCps[k]! ** 2);
  let index = 2;
  let norm = bestNorm(folded(index), data, weights);
  if (!(norm > 0)) return undefined;
  for (let round = 0; round < 30; round++) {
    const step = 1e-3;
    const [model, above, below] = [folded(index), folded(index + step), folded(index - step)];
    const slope = above.map((value, k) => (norm * (value - below[k]!)) / (2 * step));
    const rest = data.map((value, k) => value - norm * model[k]!);
    const matrix = Float64Array.of(
      inner(model, model, weights),
      0,
      inner(slope, model, weights),
      inner(slope, slope, weights),
    );
    const solution = solveNormalEquations(
      matrix,
      Float64Array.of(inner(model, rest, weights), inner(slope, rest, weights)),
    );
    if (solution === undefined) return undefined;
    const [dNorm, dIndex] = solution.values as unknown as [number, number];
    // A norm that shrinks by more than half, or an index that moves by more than one, overshoots.
    const damping = Math.min(1, (0.5 * norm) / Math.abs(dNorm), 1 / Math.abs(dIndex));
    norm += damping * dNorm;
    index += damping * dIndex;
    if (Math.abs(dNorm) < 1e-7 * norm && Math.abs(dIndex) < 1e-7) {
      const chiSquare = inner(rest, rest, weights);
      const error = (k: number): number => Math.sqrt(solution.covariance[3 * k]!);
      return {
        normAt30KeV: { value: norm, error: error(0) },
        index: { value: index, error: error(1) },
        spectrum: { normAt1KeV: norm * PIVOT_KEV ** index, index },
        chiSquare,
        degreesOfFreedom: used.length - 2,
      };
    }
  }
  return undefined;
}

function bestNorm(model: number[], data: number[], weights: number[]): number {
  return inner(model, data, weights) / inner(model, model, weights);
}

function inner(a: readonly number[], b: readonly number[], weights: readonly number[]): number {
  return a.reduce((total, value, k) => total + value * b[k]! * weights[k]!, 0);
}
