// Element types of numeric arrays: their names (as numpy has them) and the typed array of each.

const constructors = {
  int8: Int8Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float16: Float16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

interface Arrays {
  int8: Int8Array;
  uint8: Uint8Array;
  uint8clamped: Uint8ClampedArray;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float16: Float16Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** Name of an element type: `int8` … `uint64`, `float16` … `float64`. */
export type Dtype = keyof Arrays;

/** The typed array that holds elements of a dtype. */
export type ArrayOf<D extends Dtype> = Arrays[D];

/** Any typed array. */
export type TypedArray = ArrayOf<Dtype>;

/** Every dtype. */
export const dtypes = Object.keys(constructors) as readonly Dtype[];

const names = new Map<unknown, Dtype>(dtypes.map((dtype) => [constructors[dtype], dtype]));

/** True for every typed array, of any realm that shares these constructors; false for DataView. */
export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** The dtype of a typed array; subclasses such as Node's Buffer count as what they extend. */
export function dtypeOf(array: TypedArray): Dtype {
  const exact = names.get(array.constructor);
  if (exact) return exact;
  return dtypes.find((dtype) => array instanceof constructors[dtype])!;
}

/** How many bytes an element takes; undefined for what is no dtype. */
export function bytesPerElement(dtype: Dtype): number | undefined {
  return Object.hasOwn(constructors, dtype) ? constructors[dtype].BYTES_PER_ELEMENT : undefined;
}

/**
 * A typed array over its own copy of little-endian bytes, which is the order of every machine that runs JavaScript today.
 * @throws RangeError when the length is no multiple of the element's.
 */
export function typedArrayOf(dtype: Dtype, bytes: Uint8Array): TypedArray {
  // Not `bytes.slice()`, which Node's Buffer overrides by a view into a shared pool.
  const copy = new Uint8Array(bytes);
  const make = constructors[dtype];
  return new make(copy.buffer, 0, copy.byteLength / make.BYTES_PER_ELEMENT);
}
