/**
 * The planes of a sky image as they are stored between the steps: single precision, the part of the field that the mask
 * codes, and only what cannot be computed from the rest. A file, so that a mosaic reads one window at a time.
 */

import { codingMap, IMAGE_SIDE } from '../coded-mask/geometry.ts';

/** Columns and rows from the first to the last that light any of the detector; both ends belong to it. */
export interface Field {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The coded field: the same for every pointing. */
export const CODED_FIELD: Field = codedField();

function codedField(): Field {
  const map = codingMap();
  const lit = [...map.keys()].filter((i) => map[i]! > 0);
  const [first, last] = [lit[0]!, lit.at(-1)!];
  // The field is a product of its axes: its first pixel is one corner, its last the opposite one.
  return {
    left: first % IMAGE_SIDE,
    right: last % IMAGE_SIDE,
    bottom: Math.floor(first / IMAGE_SIDE),
    top: Math.floor(last / IMAGE_SIDE),
  };
}

const WIDTH = CODED_FIELD.right - CODED_FIELD.left + 1;
const HEIGHT = CODED_FIELD.top - CODED_FIELD.bottom + 1;

/** Bytes of one plane. */
export const PLANE_BYTES: number = 4 * WIDTH * HEIGHT;

/** Planes of 400 x 400 pixels, cut to the coded field, one after the other as little-endian float32. */
export function packPlanes(planes: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(planes.length * PLANE_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const plane of planes) {
    for (let y = CODED_FIELD.bottom; y <= CODED_FIELD.top; y++) {
      for (let x = CODED_FIELD.left; x <= CODED_FIELD.right; x++, at += 4)
        view.setFloat32(at, plane[y * IMAGE_SIDE + x]!, true);
    }
  }
  return bytes;
}

/** Plane `k` of packed planes at its full size, NaN outside of the coded field. Throws a RangeError when there is none. */
export function unpackPlane(bytes: Uint8Array, k: number): Float64Array {
  if (!((k + 1) * PLANE_BYTES <= bytes.length)) throw new RangeError(`there is no plane ${k} in ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + k * PLANE_BYTES, PLANE_BYTES);
  const plane = new Float64Array(IMAGE_SIDE * IMAGE_SIDE).fill(Number.NaN);
  let at = 0;
  for (let y = CODED_FIELD.bottom; y <= CODED_FIELD.top; y++) {
    for (let x = CODED_FIELD.left; x <= CODED_FIELD.right; x++, at += 4)
      plane[y * IMAGE_SIDE + x] = view.getFloat32(at, true);
  }
  return plane;
}
