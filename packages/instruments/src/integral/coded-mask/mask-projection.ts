/**
 * The mask as detector cells see it from any direction: the open fraction of the mask area in front of each cell.
 * Mask and cells are both aligned squares, so the overlap is a product of two one-dimensional overlap matrices.
 */

import { ELEMENT_MM, PITCH_MM } from './geometry.ts';
import { MASK_ELEMENTS, maskPattern } from './mura.ts';

/** A row of an overlap matrix has at most two entries (cells are smaller than elements): element `first` and the next. */
export interface AxisOverlap {
  /** Index into the mask padded by two closed elements on each side. */
  readonly first: Int32Array;
  /** Fraction of the cell behind element `first`, and behind the one after it. */
  readonly weightFirst: Float64Array;
  readonly weightSecond: Float64Array;
}

/** Elements along a side of the padded mask: two closed ones on each side. */
const PADDED = MASK_ELEMENTS + 4;

/** The mask as float64 with a closed border, so that overlaps at the edge need no special case. */
const paddedMask: Float64Array = pad(maskPattern());

/** The same without holes: what tells the shadow of the mask from the sky beside it. */
const paddedPlate: Float64Array = pad(new Uint8Array(MASK_ELEMENTS * MASK_ELEMENTS).fill(1));

function pad(mask: Uint8Array): Float64Array {
  const padded = new Float64Array(PADDED * PADDED);
  for (let i = 0; i < MASK_ELEMENTS; i++) {
    padded.set(mask.subarray(i * MASK_ELEMENTS, (i + 1) * MASK_ELEMENTS), (i + 2) * PADDED + 2);
  }
  return padded;
}

/**
 * Overlap of `count` cells, whose centres lie at `firstPixel`, `firstPixel` + 1 ... detector pixels from the centre of
 * the mask, with the mask elements. `widthMm` is the sensitive width of a cell; not more than an element.
 */
export function axisOverlap(count: number, firstPixel: number, widthMm: number): AxisOverlap {
  if (!(widthMm > 0 && widthMm <= ELEMENT_MM)) throw new RangeError(`a cell cannot be ${widthMm} mm wide`);
  const first = new Int32Array(count);
  const weightFirst = new Float64Array(count);
  const weightSecond = new Float64Array(count);
  const width = widthMm / ELEMENT_MM;
  for (let k = 0; k < count; k++) {
    // Left edge of the cell in elements from the left edge of the padded mask, kept inside the padding.
    const wanted = ((firstPixel + k) * PITCH_MM - widthMm / 2) / ELEMENT_MM + PADDED / 2;
    const left = Math.min(Math.max(wanted, 0), PADDED - 2);
    const element = Math.floor(left);
    const share = Math.min(1, (element + 1 - left) / width);
    first[k] = element;
    weightFirst[k] = share;
    weightSecond[k] = 1 - share;
  }
  return { first, weightFirst, weightSecond };
}

/** Open fraction (0..1) in front of each cell, rows along Z: O_z M O_y^T, exact at any sub-pixel position. */
export function projectMask(along: { y: AxisOverlap; z: AxisOverlap }): Float64Array {
  return project(paddedMask, along.y, along.z);
}

/** Fraction (0..1) of each cell that lies in the shadow of the whole mask, open or closed. */
export function projectPlate(along: { y: AxisOverlap; z: AxisOverlap }): Float64Array {
  return project(paddedPlate, along.y, along.z);
}

function project(mask: Float64Array, y: AxisOverlap, z: AxisOverlap): Float64Array {
  const width = y.first.length;
  const height = z.first.length;
  const out = new Float64Array(width * height);
  const row = new Float64Array(PADDED);
  for (let k = 0; k < height; k++) {
    const from = z.first[k]! * PADDED;
    const [a, b] = [z.weightFirst[k]!, z.weightSecond[k]!];
    for (let j = 0; j < PADDED; j++) row[j] = a * mask[from + j]! + b * mask[from + PADDED + j]!;
    const base = k * width;
    for (let i = 0; i < width; i++) {
      const j = y.first[i]!;
      out[base + i] = y.weightFirst[i]! * row[j]! + y.weightSecond[i]! * row[j + 1]!;
    }
  }
  return out;
}
