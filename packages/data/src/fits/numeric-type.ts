// The ten number types that FITS images and table columns can hold, with their codes and widths.
// Unsigned integers and signed bytes are stored with the opposite signedness and an offset of half the
// range (FITS 4.0, sections 4.4.2.5 and 7.3.2, table 11), which is nothing but a flipped sign bit.
import { FitsError } from './fits-error.ts';

/** Any typed array that maps one to one on a FITS number type; 64-bit integers keep all their bits. */
export type NumericArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Name of a number type; the typed array class of the same name holds its values. */
export type NumericType =
  | 'uint8'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64';

/** How one number type is stored in a file. */
export interface NumericFormat {
  /** Bytes per value. */
  readonly byteWidth: 1 | 2 | 4 | 8;
  /** TFORM letter of a binary table column. */
  readonly letter: string;
  /** BITPIX of an image. */
  readonly bitpix: number;
  /** BZERO or TZERO that turns the stored values into this type; absent when stored as they are. */
  readonly offset?: bigint;
  /** Allocates `length` zeros. */
  readonly create: (length: number) => NumericArray;
}

/** All number types by name. */
export const numericFormats: Readonly<Record<NumericType, NumericFormat>> = {
  uint8: { byteWidth: 1, letter: 'B', bitpix: 8, create: (length) => new Uint8Array(length) },
  int8: { byteWidth: 1, letter: 'B', bitpix: 8, offset: -128n, create: (length) => new Int8Array(length) },
  int16: { byteWidth: 2, letter: 'I', bitpix: 16, create: (length) => new Int16Array(length) },
  uint16: { byteWidth: 2, letter: 'I', bitpix: 16, offset: 1n << 15n, create: (length) => new Uint16Array(length) },
  int32: { byteWidth: 4, letter: 'J', bitpix: 32, create: (length) => new Int32Array(length) },
  uint32: { byteWidth: 4, letter: 'J', bitpix: 32, offset: 1n << 31n, create: (length) => new Uint32Array(length) },
  int64: { byteWidth: 8, letter: 'K', bitpix: 64, create: (length) => new BigInt64Array(length) },
  uint64: { byteWidth: 8, letter: 'K', bitpix: 64, offset: 1n << 63n, create: (length) => new BigUint64Array(length) },
  float32: { byteWidth: 4, letter: 'E', bitpix: -32, create: (length) => new Float32Array(length) },
  float64: { byteWidth: 8, letter: 'D', bitpix: -64, create: (length) => new Float64Array(length) },
};

// The tag survives a structured clone or another realm, where `instanceof` would not.
const typeByTag = new Map<string, NumericType>(
  (Object.keys(numericFormats) as NumericType[]).map((type) => [
    numericFormats[type].create(0)[Symbol.toStringTag],
    type,
  ]),
);

/** The number type of a typed array, or `undefined` when `values` is none that FITS can hold. */
export function numericTypeOf(values: unknown): NumericType | undefined {
  return ArrayBuffer.isView(values) ? typeByTag.get((values as NumericArray)[Symbol.toStringTag]) : undefined;
}

/**
 * Chooses the number type of an image or column from its storage code and offset.
 * An offset that is not the convention's leaves the stored type: it is then ordinary linear scaling.
 */
export function resolveNumericType(code: number | string, scale: number, zero: number): NumericType {
  let plain: NumericType | undefined;
  for (const type of Object.keys(numericFormats) as NumericType[]) {
    const format = numericFormats[type];
    if (format.letter !== code && format.bitpix !== code) continue;
    if (format.offset === undefined) plain = type;
    else if (scale === 1 && zero === Number(format.offset)) return type;
  }
  if (plain === undefined) throw new FitsError('corrupt', `${code} is not a FITS number type`);
  return plain;
}

/**
 * Linear scaling `zero + scale * value` in float64, with `NaN` for `nullValue`.
 * 64-bit integers beyond 2^53 are rounded to the nearest float64.
 */
export function toPhysical(
  values: NumericArray,
  scaling: { readonly scale: number; readonly zero: number; readonly nullValue?: number | bigint | undefined },
): Float64Array {
  const { scale, zero, nullValue } = scaling;
  const result = new Float64Array(values.length);
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (let i = 0; i < result.length; i++) result[i] = Number(values[i]);
  } else {
    result.set(values);
  }
  if (scale !== 1 || zero !== 0) for (let i = 0; i < result.length; i++) result[i] = zero + scale * result[i]!;
  // Compared with the stored value: after scaling, or beyond 2^53, a genuine value could collide with it.
  if (nullValue !== undefined) {
    for (let i = 0; i < result.length; i++) if (values[i] === nullValue) result[i] = NaN;
  }
  return result;
}
