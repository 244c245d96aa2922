// How values become bytes and come back with the same types and bits: a JSON header that holds the structure,
// then the raw little-endian bytes of every typed array, each aligned to eight bytes.
//
//   "STEMMA" 0x00 version | uint32 header length | header (UTF-8 JSON) | padding | arrays …
import { StemmaError } from '../errors.ts';
import { bytesPerElement, dtypeOf, isTypedArray, typedArrayOf, type Dtype, type TypedArray } from '../types/dtype.ts';
import { isDigest, type Digest } from '../identity/digest.ts';
import { FileValue, isSafeName } from './file.ts';

const magic = new TextEncoder().encode('STEMMA\0\x01');
const preamble = magic.length + 4;

/** A file inside an encoded value. */
export interface FileEntry {
  readonly name: string;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** The files inside a value, in the order in which {@link encodeValue} will ask for their entries. */
export function filesIn(value: unknown): FileValue[] {
  const files: FileValue[] = [];
  const visit = (item: unknown): void => {
    if (item instanceof FileValue) files.push(item);
    else if (item instanceof Map) for (const pair of item) pair.forEach(visit);
    else if (item instanceof Set || Array.isArray(item)) for (const element of item) visit(element);
    else if (typeof item === 'object' && item !== null && !ArrayBuffer.isView(item)) Object.values(item).forEach(visit);
  };
  visit(value);
  return files;
}

/**
 * Encodes any value made of null, undefined, booleans, numbers (with NaN, infinities, -0), big integers, strings,
 * dates, lists, maps, sets, plain objects, typed arrays of every width, and files.
 * Equal values in equal order give equal bytes on every machine.
 * @throws StemmaError `invalid_request` naming the place of what cannot be encoded.
 */
export function encodeValue(
  value: unknown,
  entryOf: (file: FileValue) => FileEntry,
  where = 'value',
): Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = [];
  const tree = toTree(value, where, arrays, entryOf);
  const lengths = arrays.map((array) => array.byteLength);
  const header = new TextEncoder().encode(JSON.stringify(lengths.length > 0 ? { tree, lengths } : { tree }));
  const start = align(preamble + header.length);
  const total = lengths.reduce((sum, length) => sum + align(length), start);
  const bytes = new Uint8Array(lengths.length > 0 ? total : preamble + header.length);
  bytes.set(magic, 0);
  new DataView(bytes.buffer).setUint32(magic.length, header.length, true);
  bytes.set(header, preamble);
  let offset = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += align(array.byteLength);
  }
  return bytes;
}

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

function toTree(value: unknown, where: string, arrays: TypedArray[], entryOf: (file: FileValue) => FileEntry): Tree {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $float: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { $int: value.toString() };
    case 'undefined':
      return { $undefined: true };
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : objectTree(value, where, arrays, entryOf);
    default:
      throw new StemmaError('invalid_request', `${where} is a ${typeof value}, which cannot be stored`);
  }
}

function objectTree(value: object, where: string, arrays: TypedArray[], entryOf: (file: FileValue) => FileEntry): Tree {
  const inside = (item: unknown, at: string) => toTree(item, at, arrays, entryOf);
  // Not `map`, which would keep the holes of a sparse list.
  if (Array.isArray(value)) return Array.from(value, (item: unknown, i) => inside(item, `${where}[${i}]`));
  if (isTypedArray(value)) {
    arrays.push(value);
    return { $array: [dtypeOf(value), arrays.length - 1] };
  }
  if (value instanceof FileValue) return { $file: { ...entryOf(value) } };
  if (value instanceof Date) return { $time: value.getTime() };
  if (value instanceof Set) return { $set: [...value].map((item) => inside(item, where)) };
  if (value instanceof Map) return { $map: [...value].map(([k, v]) => [inside(k, where), inside(v, where)]) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value.constructor as { name?: string } | undefined)?.name ?? 'an unnamed class';
    throw new StemmaError('invalid_request', `${where} is an instance of ${name}, which cannot be stored`);
  }
  const entries = Object.entries(value).map(([k, v]): [string, Tree] => [k, inside(v, `${where}.${k}`)]);
  if (entries.some(([k]) => k.startsWith('$') || k === '__proto__')) return { $object: entries };
  return Object.fromEntries(entries);
}

/**
 * Decodes what {@link encodeValue} wrote. Typed arrays are private copies; plain objects and lists are frozen, since
 * the inputs of an analysis are read-only.
 * @param fileOf makes the value of a stored file.
 * @throws StemmaError `corrupt` when the bytes are not an encoded value.
 */
export function decodeValue(bytes: Uint8Array, fileOf: (entry: FileEntry) => FileValue): unknown {
  try {
    const header = readHeader(bytes);
    const offsets: number[] = [];
    let offset = align(preamble + header.length);
    for (const length of header.lengths) {
      if (!Number.isSafeInteger(length) || length < 0) throw new Error('no length');
      offsets.push(offset);
      offset += align(length);
    }
    if (header.lengths.length > 0 && offset > bytes.length) throw new Error('it ends too early');
    const arrayAt = (dtype: Dtype, i: number) => {
      const length = Number.isSafeInteger(i) ? header.lengths[i] : undefined;
      if (length === undefined || !(length % (bytesPerElement(dtype) ?? Number.NaN) === 0))
        throw new Error('no such array');
      return typedArrayOf(dtype, bytes.subarray(offsets[i]!, offsets[i]! + length));
    };
    return fromTree(header.tree, arrayAt, fileOf);
  } catch (cause) {
    // Whatever the damage did to the structure (even a nesting too deep for the stack), it is one and the same trouble.
    if (cause instanceof StemmaError) throw cause;
    throw new StemmaError('corrupt', `these bytes are not an encoded value: ${(cause as Error).message}`, {}, cause);
  }
}

function readHeader(bytes: Uint8Array): { tree: Tree; lengths: readonly number[]; length: number } {
  if (magic.some((byte, i) => bytes[i] !== byte)) throw new Error('no magic');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(magic.length, true);
  if (preamble + length > bytes.length) throw new Error('it ends too early');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(preamble, preamble + length));
  const { tree, lengths = [] } = JSON.parse(text) as { tree?: Tree; lengths?: number[] };
  if (tree === undefined) throw new Error('no value');
  return { tree, lengths: Array.from(list(lengths)), length };
}

function list<T>(value: T[]): readonly T[] {
  if (!Array.isArray(value)) throw new Error('no list');
  return value;
}

type ArrayAt = (dtype: Dtype, index: number) => TypedArray;
type FileOf = (entry: FileEntry) => FileValue;

function fromTree(tree: Tree, arrayAt: ArrayAt, fileOf: FileOf): unknown {
  if (tree === null || typeof tree !== 'object') return tree;
  const inside = (item: Tree) => fromTree(item, arrayAt, fileOf);
  if (Array.isArray(tree)) return Object.freeze(tree.map(inside));
  for (const tag in tree) {
    // A tagged object has exactly one key, so the first decides.
    if (!tag.startsWith('$')) break;
    const read = readers[tag];
    if (!read) throw new Error(`unknown tag ${tag}`);
    return read(tree[tag]!, inside, arrayAt, fileOf);
  }
  const object: Record<string, unknown> = {};
  for (const key in tree) object[key] = inside(tree[key]!);
  return Object.freeze(object);
}

const readers: Record<
  string,
  (content: Tree, inside: (item: Tree) => unknown, arrayAt: ArrayAt, fileOf: FileOf) => unknown
> = {
  $float: (text) => readFloat(text),
  $int: (text) => BigInt(text as string),
  $undefined: () => undefined,
  $array: (content, _, arrayAt) => arrayAt(...(content as [Dtype, number])),
  $file: (entry, _, __, fileOf) => fileOf(readEntry(entry as unknown as FileEntry)),
  // JSON has null in place of the NaN of an invalid date.
  $time: (ms) => new Date(ms === null ? Number.NaN : readNumber(ms)),
  $set: (items, inside) => new Set(list(items as Tree[]).map(inside)),
  $map: (pairs, inside) => new Map(pairsOf(pairs).map(([k, v]) => [inside(k), inside(v)])),
  $object: (pairs, inside) => {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [k, v] of pairsOf(pairs)) object[k as string] = inside(v);
    return Object.freeze(Object.setPrototypeOf(object, Object.prototype));
  },
};

function pairsOf(content: Tree): readonly [Tree, Tree][] {
  const pairs = list(content as [Tree, Tree][]);
  if (pairs.some((pair) => list(pair).length !== 2)) throw new Error('no pair');
  return pairs;
}

function readFloat(text: Tree): number {
  if (!['NaN', 'Infinity', '-Infinity', '-0'].includes(text as string)) throw new Error('no number');
  return Number(text);
}

function readNumber(value: Tree): number {
  if (typeof value !== 'number') throw new Error('no number');
  return value;
}

function readEntry(entry: FileEntry): FileEntry {
  const { name, mediaType, digest, sizeBytes } = entry;
  const fits =
    typeof name === 'string' &&
    isSafeName(name) &&
    typeof mediaType === 'string' &&
    isDigest(digest) &&
    Number.isSafeInteger(sizeBytes);
  if (!fits) throw new Error('no file');
  return entry;
}

function align(length: number): number {
  return Math.ceil(length / 8) * 8;
}
