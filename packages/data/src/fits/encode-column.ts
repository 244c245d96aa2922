// Lays out one column of a binary table for writing and fills it in: the inverse of binary-column.ts.
import { writeBigEndian } from './byte-order.ts';
import type { ResolvedColumn } from './column-spec.ts';
import { byteLengthOf, elementFormat, type ElementFormat, isNumericType, type LogicalValues } from './column-type.ts';
import { encodeText, fieldWidth } from './encode-text.ts';
import { FitsError } from './fits-error.ts';
import type { KeywordEntry } from './format-header.ts';
import type { NumericArray } from './numeric-type.ts';
import { scalingEntries } from './scaling.ts';

/** Where a column goes: its bytes in the first row, the row length, and its part of the heap. */
export interface ColumnTarget {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly rowBytes: number;
  readonly heapStart: number;
  /** Offset within the heap of this column's first array. */
  readonly heapOffset: number;
}

/** A column ready to be written. */
export interface ColumnPlan {
  readonly name: string;
  readonly rowCount: number;
  readonly byteWidth: number;
  /** Bytes of the heap that the column needs. */
  readonly heapBytes: number;
  /** The cards of the column, whose 1-based number is `index`. */
  entries(index: number): KeywordEntry[];
  /** Fills the column in. */
  encode(target: ColumnTarget): void;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// Undefined is a NUL byte (FITS 4.0, section 7.3.3.1).
function encodeLogical(value: boolean | null | undefined): number {
  return value === true ? 0x54 : value === false ? 0x46 : 0;
}

/** Writes `rows` groups of `repeat` elements, `stride` bytes apart. */
function encodeElements(
  format: ElementFormat,
  values: NumericArray | LogicalValues,
  bytes: Uint8Array,
  run: { start: number; stride: number; rows: number; repeat: number },
): void {
  if (format.type !== 'bool' && format.type !== 'bit') {
    const flip = format.numeric.offset !== undefined;
    const placement = { ...run, repeat: run.repeat * format.components };
    writeBigEndian(viewOf(bytes), placement, values as NumericArray, flip);
    return;
  }
  for (let row = 0, next = 0; row < run.rows; row++) {
    const offset = run.start + row * run.stride;
    for (let i = 0; i < run.repeat; i++) {
      const value = values[next++];
      if (format.type === 'bool') bytes[offset + i] = encodeLogical(value as boolean | null);
      else if (value) bytes[offset + (i >> 3)]! |= 0x80 >> (i & 7);
    }
  }
}

/** TTYPE and what describes the values, common to all columns. */
function describe(column: ResolvedColumn, index: number, form: string): KeywordEntry[] {
  const { spec, type } = column;
  const entries: KeywordEntry[] = [
    { keyword: `TTYPE${index}`, value: spec.name, comment: spec.comment },
    { keyword: `TFORM${index}`, value: form },
  ];
  if (spec.unit !== undefined) entries.push({ keyword: `TUNIT${index}`, value: spec.unit });
  if (isNumericType(type)) {
    const keywords = [`TSCAL${index}`, `TZERO${index}`, `TNULL${index}`] as const;
    entries.push(...scalingEntries(keywords, type, spec, `Column ${JSON.stringify(spec.name)}`));
  }
  if (spec.display !== undefined) entries.push({ keyword: `TDISP${index}`, value: spec.display });
  return entries;
}

function dimensions(sizes: readonly number[], index: number): KeywordEntry {
  return { keyword: `TDIM${index}`, value: `(${sizes.toReversed().join(',')})` };
}

/** Strings in fields of one width, padded with NUL, so that trailing blanks survive. */
function planStrings(column: ResolvedColumn): ColumnPlan {
  const { spec, rowCount, repeat, elementShape } = column;
  const texts = spec.values as readonly string[];
  // An array of strings needs a width for TDIM to divide by, even when all are empty.
  const width = Math.max(spec.width ?? 0, fieldWidth(texts), elementShape.length > 0 ? 1 : 0);
  if (spec.width !== undefined && width > spec.width && texts.some((text) => text.length > spec.width!)) {
    throw new FitsError(
      'invalid_request',
      `Column ${JSON.stringify(spec.name)} has strings longer than its width of ${spec.width}.`,
    );
  }
  const byteWidth = width * repeat;
  return {
    name: spec.name,
    rowCount,
    byteWidth,
    heapBytes: 0,
    entries: (index) => [
      ...describe(column, index, `${byteWidth}A`),
      ...(elementShape.length > 0 ? [dimensions([...elementShape, width], index)] : []),
    ],
    encode: ({ bytes, start, rowBytes }) => {
      const where = `Column ${JSON.stringify(spec.name)}`;
      for (let i = 0; i < texts.length; i++) {
        encodeText(bytes, start + Math.floor(i / repeat) * rowBytes + (i % repeat) * width, texts[i]!, where);
      }
    },
  };
}

/** Numbers, bits and logicals of a fixed count per row. */
function planElements(column: ResolvedColumn): ColumnPlan {
  const { spec, rowCount, repeat, elementShape } = column;
  const format = elementFormat(column.type);
  // One axis needs TDIM only where the repeat count alone would read back as a scalar.
  const needsDimensions = elementShape.length > 1 || (elementShape.length === 1 && repeat === 1);
  return {
    name: spec.name,
    rowCount,
    byteWidth: byteLengthOf(format, repeat),
    heapBytes: 0,
    entries: (index) => [
      ...describe(column, index, `${repeat}${format.letter}`),
      ...(needsDimensions ? [dimensions(elementShape, index)] : []),
    ],
    encode: ({ bytes, start, rowBytes }) => {
      const values = spec.values as NumericArray | LogicalValues;
      encodeElements(format, values, bytes, { start, stride: rowBytes, rows: rowCount, repeat });
    },
  };
}

/** One descriptor per row, and the arrays one after the other in the heap. */
function planVariable(column: ResolvedColumn): ColumnPlan {
  const { spec, rowCount } = column;
  const format = elementFormat(column.type);
  const rows = spec.values as readonly Row[];
  let longest = 0;
  let heapBytes = 0;
  for (const row of rows) {
    const count = row.length / format.components;
    if (count > longest) longest = count;
    heapBytes += byteLengthOf(format, count);
  }
  const descriptor = spec.descriptor ?? (heapBytes >= 2 ** 31 ? 'Q' : 'P');
  return {
    name: spec.name,
    rowCount,
    byteWidth: descriptor === 'P' ? 8 : 16,
    heapBytes,
    entries: (index) => describe(column, index, `1${descriptor}${format.letter}(${longest})`),
    encode: (target) => {
      const view = viewOf(target.bytes);
      let heapOffset = target.heapOffset;
      for (let row = 0; row < rowCount; row++) {
        const count = rows[row]!.length / format.components;
        writeDescriptor(view, target.start + row * target.rowBytes, descriptor, count, heapOffset);
        heapOffset += byteLengthOf(format, count);
      }
      fillHeap(target, format, rows, `Column ${JSON.stringify(spec.name)}`);
    },
  };
}

type Row = string | NumericArray | LogicalValues;

/** Joins the arrays of all rows, since one long copy is several times faster than many short ones. */
function concatenate(rows: readonly NumericArray[], format: ElementFormat): NumericArray {
  const all = format.numeric.create(rows.reduce((total, row) => total + row.length, 0));
  let next = 0;
  for (const row of rows) {
    (all as Float64Array).set(row as Float64Array, next);
    next += row.length;
  }
  return all;
}

function fillHeap(target: ColumnTarget, format: ElementFormat, rows: readonly Row[], where: string): void {
  const { bytes } = target;
  let start = target.heapStart + target.heapOffset;
  if (isNumericType(format.type) || format.components === 2) {
    const all = concatenate(rows as readonly NumericArray[], format);
    encodeElements(format, all, bytes, { start, stride: 0, rows: 1, repeat: all.length / format.components });
    return;
  }
  for (const row of rows) {
    if (typeof row === 'string') encodeText(bytes, start, row, where);
    else encodeElements(format, row, bytes, { start, stride: 0, rows: 1, repeat: row.length });
    start += byteLengthOf(format, row.length);
  }
}

function writeDescriptor(view: DataView, at: number, kind: 'P' | 'Q', count: number, heapOffset: number): void {
  if (kind === 'Q') {
    view.setBigInt64(at, BigInt(count));
    view.setBigInt64(at + 8, BigInt(heapOffset));
    return;
  }
  if (heapOffset + count >= 2 ** 31) {
    throw new FitsError('invalid_request', 'The heap exceeds 2 GiB: variable-length columns need the descriptor Q.');
  }
  view.setInt32(at, count);
  view.setInt32(at + 4, heapOffset);
}

/** Lays a column out. Throws `invalid_request` for strings that do not fit. */
export function planColumn(column: ResolvedColumn): ColumnPlan {
  if (column.variable) return planVariable(column);
  return column.type === 'string' ? planStrings(column) : planElements(column);
}
