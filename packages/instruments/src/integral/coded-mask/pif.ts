/**
 * The pixel illumination function: which part of each detector pixel a distant source lights through the mask.
 * It is what sources are fitted with in detector space, for images, spectra and light curves alike.
 */

import { ACTIVE_WIDTH_MM, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH, type Shift, pixelCells } from './geometry.ts';
import { axisOverlap, projectMask } from './mask-projection.ts';

const inPixel: Float64Array = pixelCells();

/**
 * Illuminated fraction (0..1) of every cell of the 134 x 130 detector grid for a source with this shift;
 * 0 in the gaps between modules. Opaque, thin mask (Goldwurm et al. 2003, doi:10.1051/0004-6361:20031395).
 */
export function pixelIllumination(shift: Shift): Float64Array {
  const y = axisOverlap(GRID_WIDTH, shift.y - (GRID_WIDTH - 1) / 2, ACTIVE_WIDTH_MM);
  const z = axisOverlap(GRID_HEIGHT, shift.z - (GRID_HEIGHT - 1) / 2, ACTIVE_WIDTH_MM);
  const pif = projectMask({ y, z });
  for (let i = 0; i < GRID_CELLS; i++) pif[i]! *= inPixel[i]!;
  return pif;
}

/** Illumination and its change per pixel of shift along Y and Z, for fits of positions. */
export interface IlluminationGradient {
  readonly pif: Float64Array;
  readonly alongY: Float64Array;
  readonly alongZ: Float64Array;
}

/**
 * Central differences over one pixel: the function has kinks, and this is the scale on which fits must see it. It makes
 * errors of fitted positions about 10 % too large, never too small.
 */
export function illuminationGradient(shift: Shift): IlluminationGradient {
  const difference = (plus: Float64Array, minus: Float64Array): Float64Array => {
    for (let i = 0; i < plus.length; i++) plus[i]! -= minus[i]!;
    return plus;
  };
  const at = (dy: number, dz: number): Float64Array => pixelIllumination({ y: shift.y + dy, z: shift.z + dz });
  return {
    pif: at(0, 0),
    alongY: difference(at(0.5, 0), at(-0.5, 0)),
    alongZ: difference(at(0, 0.5), at(0, -0.5)),
  };
}
