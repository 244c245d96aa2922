// The responses of one run to a point source at some distance from the pointing: effective area (AEFF_2D), energy
// dispersion (EDISP_2D) and point-spread function (PSF_TABLE), interpolated between the distances of the file.
// Format: https://gamma-astro-data-formats.readthedocs.io/en/v0.2/irfs/
import { StemmaError } from '@stemma/core';
import { readFits, type FitsFile, type TableHdu } from '@stemma/data/fits';

/** Responses at one distance from the pointing. Bins of true energy are those of the effective area. */
export interface PointResponse {
  readonly trueLowTeV: Float64Array;
  readonly trueHighTeV: Float64Array;
  /** Effective area of the region: whole area times the part of the point-spread function inside. */
  readonly areaM2: Float64Array;
  /** Ratio of reconstructed to true energy: edges, and the density for each true energy (one row each). */
  readonly migraEdges: Float64Array;
  readonly migraDensity: Float64Array;
  readonly safeLowTeV: number;
  readonly safeHighTeV: number;
}

/**
 * Reads the responses (unpacked) for a circle of `radiusDeg` around a point source `offsetDeg` from the pointing.
 * @throws FitsError when an extension or column is missing; StemmaError `invalid_request` when the source is outside
 *   the distances of the file, or when energy bins of area and dispersion differ.
 */
export function readPointResponse(bytes: Uint8Array, offsetDeg: number, radiusDeg: number): PointResponse {
  const file = readFits(bytes);
  const [area, dispersion] = [file.table('AEFF'), file.table('EDISP')];
  const [low, high] = [numbers(area, 'ENERG_LO'), numbers(area, 'ENERG_HI')];
  const dispersionLow = numbers(dispersion, 'ENERG_LO');
  if (dispersionLow.length !== low.length) {
    throw new StemmaError('invalid_request', 'effective area and energy dispersion have different energy bins');
  }
  const areaHere = atOffset(numbers(area, 'EFFAREA'), numbers(area, 'THETA_LO'), offsetDeg);
  const inside = containment(file, offsetDeg, radiusDeg);
  const [migraLow, migraHigh] = [numbers(dispersion, 'MIGRA_LO'), numbers(dispersion, 'MIGRA_HI')];
  // The file has the true energy as its fastest axis; rows of ratios for each energy are what folding needs.
  const matrix = atOffset(numbers(dispersion, 'MATRIX'), numbers(dispersion, 'THETA_LO'), offsetDeg);
  const [energies, ratios] = [low.length, migraLow.length];
  const density = new Float64Array(energies * ratios);
  for (let e = 0; e < energies; e++)
    for (let m = 0; m < ratios; m++) density[e * ratios + m] = matrix[m * energies + e]!;
  return {
    trueLowTeV: low,
    trueHighTeV: high,
    areaM2: areaHere.map((value, e) => value * inside(Math.sqrt(low[e]! * high[e]!))),
    migraEdges: Float64Array.of(...migraLow, migraHigh.at(-1)!),
    migraDensity: density,
    safeLowTeV: area.header.number('LO_THRES'),
    safeHighTeV: area.header.number('HI_THRES'),
  };
}

/** The part of the point-spread function inside a radius, as a function of energy: linear in its logarithm. */
function containment(file: FitsFile, offsetDeg: number, radiusDeg: number): (energyTeV: number) => number {
  const table = file.table('PSF');
  const [low, high] = [numbers(table, 'ENERG_LO'), numbers(table, 'ENERG_HI')];
  const [radLow, radHigh] = [numbers(table, 'RAD_LO'), numbers(table, 'RAD_HI')];
  const [values, theta] = [numbers(table, 'RPSF'), numbers(table, 'THETA_LO')];
  const [energies, offsets] = [low.length, theta.length];
  const inside = new Float64Array(offsets * energies);
  const total = new Float64Array(offsets * energies);
  for (let r = 0; r < radLow.length; r++) {
    const solidAngle = ringSr(radLow[r]!, radHigh[r]!);
    const part = ringSr(radLow[r]!, Math.min(radHigh[r]!, Math.max(radLow[r]!, radiusDeg)));
    for (let i = 0; i < inside.length; i++) {
      const value = values[r * inside.length + i]!;
      total[i]! += value * solidAngle;
      inside[i]! += value * part;
    }
  }
  // Energies that the simulation did not reach have an empty or unfinished function: nothing is expected there.
  const fraction = atOffset(
    inside.map((value, i) => (total[i]! > 0.9 ? value / total[i]! : 0)),
    theta,
    offsetDeg,
  );
  const centre = low.map((value, e) => Math.log(Math.sqrt(value * high[e]!)));
  return (energyTeV) => {
    const { index, weight } = bracket(centre, Math.log(energyTeV));
    return fraction[index]! * (1 - weight) + fraction[index + 1]! * weight;
  };
}

function ringSr(lowDeg: number, highDeg: number): number {
  return Math.PI * (highDeg ** 2 - lowDeg ** 2) * (Math.PI / 180) ** 2;
}

// The offset is the slowest axis of these arrays once the others are counted as one.
function atOffset(values: Float64Array, thetaDeg: Float64Array, offsetDeg: number): Float64Array {
  if (!(offsetDeg >= thetaDeg[0]! && offsetDeg <= thetaDeg.at(-1)!)) {
    throw new StemmaError(
      'invalid_request',
      `the responses reach ${thetaDeg.at(-1)} deg from the pointing, not ${offsetDeg.toFixed(2)}`,
      { offsetDeg },
    );
  }
  const { index, weight } = bracket(thetaDeg, offsetDeg);
  const length = values.length / thetaDeg.length;
  return Float64Array.from(
    { length },
    (_, i) => values[index * length + i]! * (1 - weight) + values[(index + 1) * length + i]! * weight,
  );
}

/** Where a value lies between increasing nodes; beyond their ends the end counts. */
function bracket(nodes: Float64Array, value: number): { index: number; weight: number } {
  let index = 0;
  while (index < nodes.length - 2 && nodes[index + 1]! <= value) index++;
  const weight = (value - nodes[index]!) / (nodes[index + 1]! - nodes[index]!);
  return { index, weight: Math.min(1, Math.max(0, weight)) };
}

function numbers(table: TableHdu, name: string): Float64Array {
  return table.column(name).physical();
}
