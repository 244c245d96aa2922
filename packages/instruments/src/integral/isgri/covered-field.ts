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

let field: Field | undefined;

/** The coded field: the same for every pointing; found when it is first asked for, since most programs never do. */
export function codedField(): Field {
  return (field ??= findCodedField());
}

function findCodedField(): Field {
  const map = codingMap();
  const [first, last] = [map.findIndex((coding) => coding > 0), map.findLastIndex((coding) => coding > 0)];
  // The field is a product of its axes: its first pixel is one corner, its last the opposite one.
  return {
    left: first % IMAGE_SIDE,
    right: last % IMAGE_SIDE,
    bottom: Math.floor(first / IMAGE_SIDE),
    top: Math.floor(last / IMAGE_SIDE),
  };
}

/** Bytes of one plane. */
export function planeBytes(): number {
  const { left, right, bottom, top } = codedField();
  return 4 * (right - left + 1) * (top - bottom + 1);
}

/** Planes of 400 x 400 pixels, cut to the coded field, one after the other as little-endian float32. */
export function packPlanes(planes: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(planes.length * planeBytes());
  const view = new DataView(bytes.buffer);
  const { left, right, bottom, top } = codedField();
  let at = 0;
  for (const plane of planes) {
    for (let y = bottom; y <= top; y++) {
      for (let x = left; x <= right; x++, at += 4) view.setFloat32(at, plane[y * IMAGE_SIDE + x]!, true);
    }
  }
  return bytes;
}

/** Plane `k` of packed planes at its full size, NaN outside of the coded field. Throws a RangeError when there is none. */
export function unpackPlane(bytes: Uint8Array, k: number): Float64Array {
  const sizeBytes = planeBytes();
  if (!((k + 1) * sizeBytes <= bytes.length)) throw new RangeError(`there is no plane ${k} in ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + k * sizeBytes, sizeBytes);
  const plane = new Float64Array(IMAGE_SIDE * IMAGE_SIDE).fill(Number.NaN);
  const { left, right, bottom, top } = codedField();
  let at = 0;
  for (let y = bottom; y <= top; y++) {
    for (let x = left; x <= right; x++, at += 4) plane[y * IMAGE_SIDE + x] = view.getFloat32(at, true);
  }
  return plane;
}
