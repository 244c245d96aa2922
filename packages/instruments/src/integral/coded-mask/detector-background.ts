/**
 * A model of what ISGRI counts without any source: its spectrum and its distribution over the detector. Parametric and
 * declared, not calibrated: the mission's background maps are not public. Pipelines may replace it by measured maps.
 */

import { DETECTOR_SIDE, GRID_CELLS, gridCellOfPixel, moduleOf } from './geometry.ts';

/** Fluorescence lines of cadmium and tellurium, tungsten and lead that dominate the structure: energy, width, strength. */
const LINES: readonly (readonly [energyKeV: number, sigmaKeV: number, strength: number])[] = [
  [25, 2.2, 0.9],
  [59.3, 2.6, 0.8],
  [74.9, 2.8, 0.45],
];

/** Relative count density (per keV) at an energy: a continuum that steepens above 80 keV, and fluorescence lines. */
export function backgroundDensity(energyKeV: number): number {
  const continuum = 1 / ((energyKeV / 80) ** 0.4 + (energyKeV / 80) ** 2.2);
  const lines = LINES.reduce(
    (total, [line, sigma, strength]) => total + strength * Math.exp(-((energyKeV - line) ** 2) / (2 * sigma * sigma)),
    0,
  );
  return continuum + lines;
}

/** Relative counts of each channel given by its limits. */
export function backgroundSpectrum(lowKeV: ArrayLike<number>, highKeV: ArrayLike<number>): Float64Array {
  return Float64Array.from(
    { length: lowKeV.length },
    (_, k) => backgroundDensity((lowKeV[k]! + highKeV[k]!) / 2) * (highKeV[k]! - lowKeV[k]!),
  );
}

/** Modules differ by some per cent in their thresholds and depth. */
const MODULE_FACTORS = [1.03, 0.98, 1.0, 0.97, 1.02, 0.99, 1.04, 0.97] as const;

/** Growth from the centre to the corners: the sides of the detector see more of the spacecraft. */
const BOWL = 0.16;

/** Pixels at the edge of a module have no neighbour on one side to veto scattered photons with. */
const EDGE_EXCESS = 0.06;

/** Background per pixel on the detector grid relative to its mean over the 16384 pixels; 0 in the gaps. */
export function backgroundShape(): Float64Array {
  const shape = new Float64Array(GRID_CELLS);
  const cells = gridCellOfPixel();
  let total = 0;
  for (let z = 0; z < DETECTOR_SIDE; z++) {
    for (let y = 0; y < DETECTOR_SIDE; y++) {
      const [u, v] = [(y - 63.5) / 64, (z - 63.5) / 64];
      const atEdge = y % 64 === 0 || y % 64 === 63 || z % 32 === 0 || z % 32 === 31;
      const value =
        MODULE_FACTORS[moduleOf(y, z)]! * (1 + BOWL * (u * u + v * v - 2 / 3)) * (atEdge ? 1 + EDGE_EXCESS : 1);
      shape[cells[z * DETECTOR_SIDE + y]!] = value;
      total += value;
    }
  }
  return shape.map((value) => (value * DETECTOR_SIDE * DETECTOR_SIDE) / total);
}
