/**
 * Where the detector pixels, the mask and the sky lie with respect to each other: constants of IBIS/ISGRI as the
 * mission's analysis software has them, and the maps detector pixel <-> image grid and shadow shift <-> sky pixel.
 */

import { MASK_ELEMENTS } from './mura.ts';

/** Pixels of ISGRI along Y and along Z, without the gaps between modules. */
export const DETECTOR_SIDE = 128;

/** The detector on a regular grid with the gaps between modules as empty cells: columns along Y. */
export const GRID_WIDTH = 130;

/** Rows of the detector grid, along Z. */
export const GRID_HEIGHT = 134;

/** Cells of the detector grid. */
export const GRID_CELLS = GRID_WIDTH * GRID_HEIGHT;

/** Distance of pixel centres, mm. */
export const PITCH_MM = 4.6;

/** Sensitive width of a pixel, mm: 0.3 mm are dead on each side. */
export const ACTIVE_WIDTH_MM = 4;

/** Side of a mask element, mm. */
export const ELEMENT_MM = 11.2;

/** From the middle of the mask to the detector, mm. */
export const MASK_DISTANCE_MM = 3202.97;

/** Angle of one pixel at the centre of the field, degrees: the CDELT of sky images. */
export const PIXEL_DEG = 0.0822862539155913;

/** Sky images have this many pixels along each side, one per shift of the shadow by one detector pixel. */
export const IMAGE_SIDE = 400;

/** 0-based sky pixel coordinate of the pointing direction, on both axes (CRPIX = 200.5). */
export const IMAGE_CENTRE = (IMAGE_SIDE - 1) / 2;

/** Sensitive area of the detector with all pixels on, cm2. */
export const DETECTOR_AREA_CM2 = (DETECTOR_SIDE * DETECTOR_SIDE * ACTIVE_WIDTH_MM ** 2) / 100;

/** Distance of ghosts of a source, in sky pixels: the period of the mask pattern, 53 elements. */
export const GHOST_DISTANCE = (53 * ELEMENT_MM) / PITCH_MM;

/** The side of the mask in detector pixels. */
const MASK_SIDE_PIXELS = (MASK_ELEMENTS * ELEMENT_MM) / PITCH_MM;

/** Displacement of the shadow of the mask on the detector, in pixels along Y and Z, for a direction of the sky. */
export interface Shift {
  /** MASK_DISTANCE_MM / PITCH_MM x (s.Y / s.X) for the unit vector s to the source. */
  readonly y: number;
  /** The same with s.Z. */
  readonly z: number;
}

/** A position in a sky image, 0-based: x along the fast axis (which runs towards -Y), y along the slow axis (+Z). */
export interface SkyPixel {
  readonly x: number;
  readonly y: number;
}

/** Sky pixel of a shift. The x axis runs towards -Y, so that images show the sky as seen from inside. */
export function skyPixelOf({ y, z }: Shift): SkyPixel {
  return { x: IMAGE_CENTRE - y, y: IMAGE_CENTRE + z };
}

/** Shift of a sky pixel (inverse of `skyPixelOf`). */
export function shiftOf({ x, y }: SkyPixel): Shift {
  return { y: IMAGE_CENTRE - x, z: y - IMAGE_CENTRE };
}

/** Grid column of a pixel's Y (0..127): two empty columns part the halves. */
export function gridColumn(y: number): number {
  return y < 64 ? y : y + 2;
}

/** Grid row of a pixel's Z (0..127): two empty rows after every 32. */
export function gridRow(z: number): number {
  return z + 2 * (z >> 5);
}

/** For each pixel z * 128 + y its cell in the grid. */
export function gridCellOfPixel(): Uint16Array {
  const cells = new Uint16Array(DETECTOR_SIDE * DETECTOR_SIDE);
  for (let z = 0; z < DETECTOR_SIDE; z++) {
    for (let y = 0; y < DETECTOR_SIDE; y++) cells[z * DETECTOR_SIDE + y] = gridRow(z) * GRID_WIDTH + gridColumn(y);
  }
  return cells;
}

/** The grid with 1 where a pixel is and 0 in the gaps. */
export function pixelCells(): Float64Array {
  const grid = new Float64Array(GRID_CELLS);
  for (const cell of gridCellOfPixel()) grid[cell] = 1;
  return grid;
}

/** Module (MCE 0..7) of a pixel of the 128 x 128 detector. */
export function moduleOf(y: number, z: number): number {
  return (y >= 64 ? 3 : 7) - (z >> 5);
}

/** Fraction of the detector, 0..1, that lies in the shadow of the mask: 1 in the fully coded field of view. */
export function codingFraction({ y, z }: Shift): number {
  return codedLength(y, GRID_WIDTH) * codedLength(z, GRID_HEIGHT);
}

function codedLength(shift: number, side: number): number {
  return Math.min(1, Math.max(0, ((MASK_SIDE_PIXELS + side) / 2 - Math.abs(shift)) / side));
}

/** Coding fraction of every sky pixel, row by row. */
export function codingMap(): Float64Array {
  const map = new Float64Array(IMAGE_SIDE * IMAGE_SIDE);
  for (let y = 0; y < IMAGE_SIDE; y++) {
    const along = codedLength(y - IMAGE_CENTRE, GRID_HEIGHT);
    for (let x = 0; x < IMAGE_SIDE; x++) {
      map[y * IMAGE_SIDE + x] = along * codedLength(IMAGE_CENTRE - x, GRID_WIDTH);
    }
  }
  return map;
}
