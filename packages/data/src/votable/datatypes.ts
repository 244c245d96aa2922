/** The data types of the standard: their sizes, their arrays, their texts in cells and their bytes in streams. */

import type { Datatype, VoNumbers } from './model.ts';

/**
 * How one numeric data type is stored; texts and bits are handled apart. Reading a text or bytes and writing them again
 * gives the same value bit by bit, except that NaN has one form only.
 */
export interface NumberCodec {
  /** Numbers per element: 2 for complex ones. */
  readonly components: 1 | 2;
  /** Bytes per number in a binary stream. */
  readonly bytes: number;
  /** An array of zeros of the type that holds the values without loss. */
  make(length: number): VoNumbers;
  /** The number of a token, `undefined` when it is none of this type. */
  parse(token: string): number | bigint | undefined;
  /** Big-endian, at a byte position that must exist. */
  read(view: DataView, at: number): number | bigint;
  write(view: DataView, at: number, value: number | bigint): void;
  /** A token that `parse` reads back as the same value. */
  format(value: number | bigint): string;
}

const isInteger = /^[+-]?\d+$|^0[xX][0-9a-fA-F]+$/;

/** Decimal or hexadecimal (VOTable 1.4, section 6), within the range of the type. */
function integerParser(low: number, high: number): (token: string) => number | undefined {
  return (token) => {
    const value = isInteger.test(token) ? Number(token) : NaN;
    return value >= low && value <= high ? value : undefined;
  };
}

/** Beyond 2^53 a number would lose digits. */
function parseLong(token: string): bigint | undefined {
  if (!isInteger.test(token)) return undefined;
  const value = BigInt(token.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

const isFloat = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const namedFloats: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

/** Infinity and NaN are spelled in several ways by the writers of the world. */
function parseFloating(token: string): number | undefined {
  if (isFloat.test(token)) return Number(token);
  const name = token.toLowerCase();
  return Object.hasOwn(namedFloats, name) ? namedFloats[name] : undefined;
}

/** The shortest decimal that gives the same double. */
function formatDouble(value: number | bigint): string {
  const number = Number(value);
  if (number === Infinity) return '+Inf';
  if (number === -Infinity) return '-Inf';
  return Object.is(number, -0) ? '-0' : String(number);
}

/** The shortest decimal that gives the same single-precision number. */
function formatFloat(value: number | bigint): string {
  const number = Number(value);
  if (!Number.isFinite(number) || number === 0) return formatDouble(number);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(number.toPrecision(digits)));
    if (Math.fround(Number(text)) === number) return text;
  }
  return String(Number(number.toPrecision(9)));
}

const booleans: Readonly<Record<string, number>> = {
  t: 1,
  '1': 1,
  true: 1,
  f: 0,
  '0': 0,
  false: 0,
  '?': 2,
};

/** 2 is unknown. */
function parseBoolean(token: string): number | undefined {
  const name = token.toLowerCase();
  return Object.hasOwn(booleans, name) ? booleans[name] : undefined;
}

const float = {
  bytes: 4,
  make: (length: number) => new Float32Array(length),
  parse: parseFloating,
  read: (view: DataView, at: number) => view.getFloat32(at),
  write: (view: DataView, at: number, value: number | bigint) => view.setFloat32(at, Number(value)),
  format: formatFloat,
};

const double = {
  bytes: 8,
  make: (length: number) => new Float64Array(length),
  parse: parseFloating,
  read: (view: DataView, at: number) => view.getFloat64(at),
  write: (view: DataView, at: number, value: number | bigint) => view.setFloat64(at, Number(value)),
  format: formatDouble,
};

/** Code letters of a boolean in a binary stream, by value. */
const booleanLetters = ['F', 'T', '?'].map((letter) => letter.charCodeAt(0));

/** The codecs; `bit` is stored as one byte per bit in memory and packed in streams, texts have none. */
export const numberCodecs: Readonly<Record<Exclude<Datatype, 'char' | 'unicodeChar'>, NumberCodec>> = {
  boolean: {
    components: 1,
    bytes: 1,
    make: (length) => new Uint8Array(length),
    parse: parseBoolean,
    // A blank or a zero byte means unknown as well.
    read: (view, at) => parseBoolean(String.fromCharCode(view.getUint8(at))) ?? 2,
    write: (view, at, value) => view.setUint8(at, booleanLetters[Number(value)]!),
    format: (value) => 'FT?'[Number(value)]!,
  },
  bit: {
    components: 1,
    bytes: 1,
    make: (length) => new Uint8Array(length),
    parse: (token) => (token === '0' || token === '1' ? Number(token) : undefined),
    read: (view, at) => view.getUint8(at),
    write: (view, at, value) => view.setUint8(at, Number(value)),
    format: String,
  },
  unsignedByte: {
    components: 1,
    bytes: 1,
    make: (length) => new Uint8Array(length),
    parse: integerParser(0, 255),
    read: (view, at) => view.getUint8(at),
    write: (view, at, value) => view.setUint8(at, Number(value)),
    format: String,
  },
  short: {
    components: 1,
    bytes: 2,
    make: (length) => new Int16Array(length),
    parse: integerParser(-(2 ** 15), 2 ** 15 - 1),
    read: (view, at) => view.getInt16(at),
    write: (view, at, value) => view.setInt16(at, Number(value)),
    format: String,
  },
  int: {
    components: 1,
    bytes: 4,
    make: (length) => new Int32Array(length),
    parse: integerParser(-(2 ** 31), 2 ** 31 - 1),
    read: (view, at) => view.getInt32(at),
    write: (view, at, value) => view.setInt32(at, Number(value)),
    format: String,
  },
  long: {
    components: 1,
    bytes: 8,
    make: (length) => new BigInt64Array(length),
    parse: parseLong,
    read: (view, at) => view.getBigInt64(at),
    write: (view, at, value) => view.setBigInt64(at, BigInt(value)),
    format: String,
  },
  float: { components: 1, ...float },
  double: { components: 1, ...double },
  floatComplex: { components: 2, ...float },
  doubleComplex: { components: 2, ...double },
};

const names = new Set<string>([...Object.keys(numberCodecs), 'char', 'unicodeChar']);

/** Whether a text names a data type. */
export function isDatatype(name: string): name is Datatype {
  return names.has(name);
}

/** Whether a data type is a text. */
export function isText(datatype: Datatype): datatype is 'char' | 'unicodeChar' {
  return datatype === 'char' || datatype === 'unicodeChar';
}

/** What stands in the place of a null: the declared null value, else NaN, unknown or zero. */
export function fillValue(datatype: keyof typeof numberCodecs, nullValue: string | undefined): number | bigint {
  const { parse, make } = numberCodecs[datatype];
  const declared = nullValue === undefined ? undefined : parse(nullValue.trim());
  if (declared !== undefined) return declared;
  if (datatype === 'boolean') return 2;
  const sample = make(0);
  if (sample instanceof BigInt64Array) return 0n;
  return sample instanceof Float32Array || sample instanceof Float64Array ? NaN : 0;
}
