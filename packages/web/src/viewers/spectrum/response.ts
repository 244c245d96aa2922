// An instrument's response: what a model spectrum would give in each channel (OGIP memo CAL/GEN/92-002).
import { StemmaError } from '@stemma/core';

/** Effective area and redistribution. */
export interface Response {
  /** Edges of the true energies in keV, rising; one more than energies. */
  readonly energyEdgesKeV: Float64Array;
  /** Effective area of each true energy bin in cm²; 1 everywhere when the matrix holds it already. */
  readonly areaCm2: Float64Array;
  /** Probability that a photon of a true energy bin is counted in a channel: energies × channels, energy by energy. */
  readonly matrix: Float64Array;
}

/** Photons per cm² and second in each energy bin, of norm · (E / 1 keV)^−index; the exact integral over the bin. */
export function powerLawPhotons(edgesKeV: Float64Array, index: number, norm = 1): Float64Array {
  const integral = (low: number, high: number) =>
    Math.abs(index - 1) < 1e-12 ? Math.log(high / low) : (high ** (1 - index) - low ** (1 - index)) / (1 - index);
  return Float64Array.from({ length: edgesKeV.length - 1 }, (_, i) => norm * integral(edgesKeV[i]!, edgesKeV[i + 1]!));
}

/**
 * Counts per second in each channel for photons per cm² and second in each energy bin. O(energies × channels).
 * @throws StemmaError `invalid_request` when the shapes do not fit.
 */
export function folded({ areaCm2, matrix }: Response, photons: Float64Array, channelCount: number): Float64Array {
  if (areaCm2.length !== photons.length || matrix.length !== photons.length * channelCount)
    throw new StemmaError(
      'invalid_request',
      `a response of ${areaCm2.length} energies and ${matrix.length} elements does not fit ${photons.length} energies and ${channelCount} channels`,
    );
  const rate = new Float64Array(channelCount);
  photons.forEach((flux, e) => {
    const arriving = flux * areaCm2[e]!;
    for (let c = 0; c < channelCount; c++) rate[c]! += arriving * matrix[e * channelCount + c]!;
  });
  return rate;
}
