// Forward folding: from a power law through area and energy dispersion to expected counts in bins of reconstructed
// energy.
import type { PointResponse } from '../formats/response-file.ts';

/** dN/dE = norm (E / 1 TeV)^-index, in photons per cm2, s and TeV. */
export interface PowerLaw {
  readonly normPerCm2STeV: number;
  readonly index: number;
}

/** Photons per cm2 and s between two energies. */
export function powerLawIntegral({ normPerCm2STeV, index }: PowerLaw, lowTeV: number, highTeV: number): number {
  const power = 1 - index;
  // The logarithm is the limit of the general formula, which loses its digits beside it.
  if (Math.abs(power) < 1e-9) return normPerCm2STeV * Math.log(highTeV / lowTeV);
  return (normPerCm2STeV * (highTeV ** power - lowTeV ** power)) / power;
}

/** Edges in equal logarithmic steps. */
export function logEdges(lowTeV: number, highTeV: number, bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, i) => lowTeV * (highTeV / lowTeV) ** (i / bins));
}

/**
 * Area by bin of reconstructed (rows) and true energy, in cm2: area times the chance that a photon of the middle of the
 * true bin is reconstructed in the other one.
 */
export function responseMatrix(response: PointResponse, edgesTeV: Float64Array): Float64Array {
  const { trueLowTeV, trueHighTeV, areaM2, migraEdges, migraDensity } = response;
  const [energies, ratios, bins] = [trueLowTeV.length, migraEdges.length - 1, edgesTeV.length - 1];
  const matrix = new Float64Array(bins * energies);
  for (let e = 0; e < energies; e++) {
    const centreTeV = Math.sqrt(trueLowTeV[e]! * trueHighTeV[e]!);
    const cumulative = new Float64Array(ratios + 1);
    for (let m = 0; m < ratios; m++) {
      cumulative[m + 1] = cumulative[m]! + migraDensity[e * ratios + m]! * (migraEdges[m + 1]! - migraEdges[m]!);
    }
    const total = cumulative[ratios]!;
    if (!(total > 0)) continue;
    const below = Float64Array.from(edgesTeV, (edge) => interpolate(migraEdges, cumulative, edge / centreTeV) / total);
    for (let bin = 0; bin < bins; bin++)
      matrix[bin * energies + e] = areaM2[e]! * 1e4 * (below[bin + 1]! - below[bin]!);
  }
  return matrix;
}

function interpolate(x: Float64Array, y: Float64Array, at: number): number {
  if (at <= x[0]!) return y[0]!;
  if (at >= x.at(-1)!) return y.at(-1)!;
  // The ratios are equally spaced, so the bin follows from the value; rounding may miss it by one.
  let index = Math.min(x.length - 2, Math.floor(((at - x[0]!) / (x.at(-1)! - x[0]!)) * (x.length - 1)));
  while (index > 0 && x[index]! > at) index--;
  while (index < x.length - 2 && x[index + 1]! < at) index++;
  return y[index]! + ((at - x[index]!) / (x[index + 1]! - x[index]!)) * (y[index + 1]! - y[index]!);
}

/** Folded data of one run: what {@link expectedCounts} needs. */
export interface Folding {
  readonly trueLowTeV: Float64Array;
  readonly trueHighTeV: Float64Array;
  /** As {@link responseMatrix} gives it, in cm2. */
  readonly matrixCm2: Float64Array;
  readonly livetimeS: number;
}

/** Expected signal counts in the bins of reconstructed energy. */
export function expectedCounts(
  { trueLowTeV, trueHighTeV, matrixCm2, livetimeS }: Folding,
  model: PowerLaw,
): Float64Array {
  const energies = trueLowTeV.length;
  const photons = trueLowTeV.map((low, e) => powerLawIntegral(model, low, trueHighTeV[e]!) * livetimeS);
  const counts = new Float64Array(matrixCm2.length / energies);
  for (let bin = 0; bin < counts.length; bin++) {
    let sum = 0;
    for (let e = 0; e < energies; e++) sum += matrixCm2[bin * energies + e]! * photons[e]!;
    counts[bin] = sum;
  }
  return counts;
}
