// Decodes one column of a binary table: fixed-size values in one loop over the rows, variable-length
// arrays through their descriptors into the heap (FITS 4.0, sections 7.3.3 and 7.3.5).
import { readBigEndian } from './byte-order.ts';
import type { ColumnLayout } from './column-layout.ts';
import {
  byteLengthOf,
  type ColumnValues,
  elementFormat,
  type ElementFormat,
  type LogicalValues,
} from './column-type.ts';
import { FitsError } from './fits-error.ts';
import type { NumericArray } from './numeric-type.ts';
import { decodeFields, decodeText } from './text-values.ts';

/** The bytes of a binary table: rows, then the heap. Offsets count from the start of the file. */
export interface TableBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly rowBytes: number;
  readonly rowCount: number;
  readonly heapStart: number;
  readonly heapEnd: number;
  /** Names the HDU in errors. */
  readonly label: string;
}

/** Groups of `repeat` elements, `stride` bytes apart; offsets count from the start of the file. */
interface Run {
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly repeat: number;
}

type Elements = NumericArray | LogicalValues;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function decodeLogicals(bytes: Uint8Array, run: Run): LogicalValues {
  const values: LogicalValues = [];
  for (let row = 0; row < run.rows; row++) {
    const offset = run.start + row * run.stride;
    for (let i = 0; i < run.repeat; i++) {
      const byte = bytes[offset + i];
      values.push(byte === 0x54 ? true : byte === 0x46 ? false : null);
    }
  }
  return values;
}

function decodeBits(bytes: Uint8Array, run: Run): Uint8Array {
  const values = new Uint8Array(run.rows * run.repeat);
  for (let row = 0, next = 0; row < run.rows; row++) {
    const offset = run.start + row * run.stride;
    // The first bit is the most significant one.
    for (let i = 0; i < run.repeat; i++) values[next++] = (bytes[offset + (i >> 3)]! >> (7 - (i & 7))) & 1;
  }
  return values;
}

function decodeElements(format: ElementFormat, bytes: Uint8Array, run: Run): Elements {
  if (format.type === 'bool') return decodeLogicals(bytes, run);
  if (format.type === 'bit') return decodeBits(bytes, run);
  const repeat = run.repeat * format.components;
  const values = format.numeric.create(run.rows * repeat);
  readBigEndian(viewOf(bytes), { ...run, repeat }, values, format.numeric.offset !== undefined);
  return values;
}

/** Values of fixed size: one pass over the rows into one array. */
function decodeFixed(layout: ColumnLayout, table: TableBytes): ColumnValues {
  const { bytes, rowBytes, rowCount } = table;
  const start = table.start + layout.byteOffset;
  if (layout.type !== 'string') {
    const run = { start, stride: rowBytes, rows: rowCount, repeat: layout.repeat };
    return decodeElements(elementFormat(layout.type), bytes, run);
  }
  const width = layout.width!;
  const perRow = layout.shape.slice(1).reduce((total, size) => total * size, 1);
  if (perRow === 1) return decodeFields(bytes, { start, stride: rowBytes, rows: rowCount, width });
  const values: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    const fields = { start: start + row * rowBytes, stride: width, rows: perRow, width };
    for (const text of decodeFields(bytes, fields)) values.push(text);
  }
  return values;
}

/** Element counts and absolute byte offsets of the arrays of a variable-length column. */
interface Descriptors {
  readonly counts: Float64Array;
  readonly offsets: Float64Array;
  /** Sum of the bytes that all rows refer to. */
  readonly totalBytes: number;
  /** Whether the arrays follow one another in the order of the rows. */
  readonly contiguous: boolean;
}

/**
 * All descriptors are checked before any array is decoded. Counts and offsets are kept as float64, which is
 * exact far beyond any file; an offset that is not used (count 0) may be anything.
 */
function readDescriptors(layout: ColumnLayout, table: TableBytes, format: ElementFormat): Descriptors {
  const view = viewOf(table.bytes);
  const wide = layout.descriptor === 'Q';
  const integerAt = (offset: number): number =>
    wide ? view.getInt32(offset) * 2 ** 32 + view.getUint32(offset + 4) : view.getInt32(offset);
  const counts = new Float64Array(table.rowCount);
  const offsets = new Float64Array(table.rowCount);
  let totalBytes = 0;
  let contiguous = true;
  let next = -1;
  for (let row = 0; row < table.rowCount && layout.repeat > 0; row++) {
    const at = table.start + row * table.rowBytes + layout.byteOffset;
    const count = integerAt(at);
    if (count === 0) continue;
    const offset = table.heapStart + integerAt(at + layout.byteWidth / 2);
    const length = byteLengthOf(format, count);
    if (count < 0 || offset < table.heapStart || !(offset + length <= table.heapEnd)) {
      const place = `row ${row} of column ${layout.name} of ${table.label}`;
      throw new FitsError('corrupt', `The array in ${place} lies outside the heap (descriptor at byte ${at}).`);
    }
    contiguous &&= next === -1 || next === offset;
    next = offset + length;
    totalBytes += length;
    counts[row] = count;
    offsets[row] = offset;
  }
  return { counts, offsets, totalBytes, contiguous };
}

function decodeArray(format: ElementFormat, bytes: Uint8Array, start: number, count: number): Elements | string {
  if (format.type === 'string') return decodeText(bytes, start, start + count);
  return decodeElements(format, bytes, { start, stride: 0, rows: 1, repeat: count });
}

/** All arrays in one go: adjacent in the heap, hence slices of one typed array. */
function decodeContiguous(format: ElementFormat, bytes: Uint8Array, at: Descriptors): NumericArray[] {
  const first = at.counts.findIndex((count) => count > 0);
  const total = at.counts.reduce((sum, count) => sum + count, 0);
  const start = first === -1 ? 0 : at.offsets[first]!;
  const all = decodeElements(format, bytes, { start, stride: 0, rows: 1, repeat: total }) as NumericArray;
  const rows: NumericArray[] = [];
  for (let row = 0, next = 0; row < at.counts.length; row++) {
    const end = next + at.counts[row]! * format.components;
    rows.push(all.subarray(next, end));
    next = end;
  }
  return rows;
}

function decodeVariable(layout: ColumnLayout, table: TableBytes): ColumnValues {
  const format = elementFormat(layout.type);
  const at = readDescriptors(layout, table, format);
  const plain = format.type !== 'bit' && format.type !== 'bool' && format.type !== 'string';
  if (at.contiguous && plain) return decodeContiguous(format, table.bytes, at);
  // Rows may share arrays, and then they share the decoded one. Arrays that merely overlap are legal too, but
  // without a bound a small damaged file could ask for rows × heap bytes of memory.
  const heapBytes = table.heapEnd - table.heapStart;
  const shared = at.totalBytes > heapBytes ? new Map<string, Elements | string>() : undefined;
  const rows: (Elements | string)[] = [];
  let decodedBytes = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const count = at.counts[row]!;
    const key = `${at.offsets[row]}:${count}`;
    let values = shared?.get(key);
    if (values === undefined) {
      values = decodeArray(format, table.bytes, at.offsets[row]!, count);
      shared?.set(key, values);
      decodedBytes += byteLengthOf(format, count);
    }
    if (decodedBytes > 4 * heapBytes) {
      throw new FitsError(
        'corrupt',
        `The arrays of column ${layout.name} of ${table.label} overlap beyond reason in the heap.`,
      );
    }
    rows.push(values);
  }
  return rows as ColumnValues;
}

/** The values of one column; see {@link ColumnValues} for their form. Throws `corrupt` for impossible descriptors. */
export function decodeBinaryColumn(layout: ColumnLayout, table: TableBytes): ColumnValues {
  return layout.descriptor === undefined ? decodeFixed(layout, table) : decodeVariable(layout, table);
}
