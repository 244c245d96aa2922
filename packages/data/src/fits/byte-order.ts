// Copies numbers between big-endian FITS bytes and native typed arrays. Works on bare words, never on
// floating-point values, so that every bit survives, payloads of signalling NaNs included.
import type { NumericArray } from './numeric-type.ts';

/** Where the numbers lie in the file: `rows` groups, `stride` bytes apart, of `repeat` adjacent numbers each. */
export interface Placement {
  /** Byte offset of the first number within the view. */
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly repeat: number;
}

// A float64 or int64 is copied as two 32-bit words, since BigInt access is an order of magnitude slower.
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const high = littleEndian ? 1 : 0;
const low = 1 - high;

function read1(view: DataView, at: Placement, out: Uint8Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++) out[next++] = view.getUint8(offset++) ^ flip;
  }
}

function read2(view: DataView, at: Placement, out: Uint16Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 2) out[next++] = view.getUint16(offset) ^ flip;
  }
}

function read4(view: DataView, at: Placement, out: Uint32Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 4) out[next++] = view.getUint32(offset) ^ flip;
  }
}

function read8(view: DataView, at: Placement, out: Uint32Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 8, next += 2) {
      out[next + high] = view.getUint32(offset) ^ flip;
      out[next + low] = view.getUint32(offset + 4);
    }
  }
}

function write1(view: DataView, at: Placement, source: Uint8Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++) view.setUint8(offset++, source[next++]! ^ flip);
  }
}

function write2(view: DataView, at: Placement, source: Uint16Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 2) view.setUint16(offset, source[next++]! ^ flip);
  }
}

function write4(view: DataView, at: Placement, source: Uint32Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 4) view.setUint32(offset, source[next++]! ^ flip);
  }
}

function write8(view: DataView, at: Placement, source: Uint32Array, flip: number): void {
  for (let row = 0, next = 0; row < at.rows; row++) {
    let offset = at.start + row * at.stride;
    for (let i = 0; i < at.repeat; i++, offset += 8, next += 2) {
      view.setUint32(offset, source[next + high]! ^ flip);
      view.setUint32(offset + 4, source[next + low]!);
    }
  }
}

/**
 * Fills `target` from the big-endian numbers at `at`; `flipSign` applies the unsigned (or signed byte) convention.
 * The caller has checked that they lie inside the view.
 */
export function readBigEndian(view: DataView, at: Placement, target: NumericArray, flipSign: boolean): void {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width } = target;
  if (width === 1) read1(view, at, new Uint8Array(buffer, byteOffset, byteLength), flipSign ? 0x80 : 0);
  else if (width === 2) read2(view, at, new Uint16Array(buffer, byteOffset, byteLength / 2), flipSign ? 0x8000 : 0);
  else {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    (width === 4 ? read4 : read8)(view, at, words, flipSign ? 0x80000000 : 0);
  }
}

/** The inverse of {@link readBigEndian}: stores `source` as big-endian numbers at `at`. */
export function writeBigEndian(view: DataView, at: Placement, source: NumericArray, flipSign: boolean): void {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width } = source;
  if (width === 1) write1(view, at, new Uint8Array(buffer, byteOffset, byteLength), flipSign ? 0x80 : 0);
  else if (width === 2) write2(view, at, new Uint16Array(buffer, byteOffset, byteLength / 2), flipSign ? 0x8000 : 0);
  else {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    (width === 4 ? write4 : write8)(view, at, words, flipSign ? 0x80000000 : 0);
  }
}
