/** Brings the columns to write into one form: datatype and arraysize decided, cells of one kind, rows counted. */

import { type ArraySize, parseArraySize } from './array-size.ts';
import { isText, numberCodecs } from './datatypes.ts';
import type { ExtraValues, VoColumnSpec } from './document-spec.ts';
import type { Datatype, VoField, VoNumbers, VoValues } from './model.ts';
import { VoTableError } from './votable-error.ts';

/** A column ready to be written, cell by cell. */
export interface PreparedColumn {
  readonly field: VoField;
  readonly size: ArraySize;
  readonly rowCount: number;
  isNull(row: number): boolean;
  /** Numbers of a cell: where they are. For columns of numbers only. */
  numbers(row: number): { values: VoNumbers; from: number; to: number };
  /** Text of a cell, padded where strings have a fixed width. For columns of texts only. */
  text(row: number): string;
}

const defaultDatatypes = new Map<unknown, Datatype>([
  [Uint8Array, 'unsignedByte'],
  [Int16Array, 'short'],
  [Int32Array, 'int'],
  [BigInt64Array, 'long'],
  [Float32Array, 'float'],
  [Float64Array, 'double'],
]);

/** Typed arrays that the standard does not know, in the next wider type that it does; truth values as bytes. */
function widen(values: VoValues | ExtraValues): VoValues {
  if (values instanceof Int8Array) return Int16Array.from(values);
  if (values instanceof Uint16Array) return Int32Array.from(values);
  if (values instanceof Uint32Array) return BigInt64Array.from(values, BigInt);
  if (!Array.isArray(values)) return values as VoValues;
  const first: unknown = (values as readonly unknown[]).find((value) => value !== null);
  if (typeof first !== 'boolean') return values as VoValues;
  return Uint8Array.from(values as readonly (boolean | null)[], (value) => (value === null ? 2 : Number(value)));
}

/** Whether a list of truth values was given, nulls among them. */
function isBooleans(values: VoColumnSpec['values']): boolean {
  return Array.isArray(values) && (values as readonly unknown[]).some((value) => typeof value === 'boolean');
}

/** All strings of a column of texts, `undefined` for other columns. */
function texts(values: VoValues): readonly string[] | undefined {
  if (!Array.isArray(values)) return undefined;
  const cells = (values as readonly unknown[]).flat();
  return cells.every((cell) => typeof cell === 'string') ? cells : undefined;
}

// oxlint-disable-next-line no-control-regex -- ASCII begins with control characters
const isAscii = /^[\0-\x7f]*$/;

/** The datatype that holds the values without loss. */
function inferDatatype(spec: VoColumnSpec, values: VoValues): Datatype {
  if (spec.datatype !== undefined) return spec.datatype;
  if (isBooleans(spec.values)) return 'boolean';
  const sample = Array.isArray(values) ? (values as readonly unknown[])[0] : values;
  const known = defaultDatatypes.get((sample as object | undefined)?.constructor);
  if (known !== undefined) return known;
  const strings = texts(values);
  if (strings !== undefined) return strings.every((text) => isAscii.test(text)) ? 'char' : 'unicodeChar';
  throw new VoTableError('invalid_request', `column ${spec.name} has values of no known kind; give its datatype`);
}

/**
 * Decides datatype and arraysize where they are not given, and checks that all values fit them, before a byte is
 * written: half a document is worse than none. Throws `invalid_request` naming the column for values of no known
 * kind or another than the datatype's, arrays that do not fit the arraysize, and null flags of another length.
 */
export function prepareColumn(spec: VoColumnSpec): PreparedColumn {
  const values = widen(spec.values);
  const datatype = inferDatatype(spec, values);
  const perRow = Array.isArray(values);
  const arraysize = spec.arraysize ?? (perRow ? '*' : undefined);
  const size = parseArraySize(arraysize, `column ${spec.name}`);
  const { values: _values, nulls, ...described } = spec;
  const field: VoField = { ...described, datatype, ...(arraysize === undefined ? {} : { arraysize }) };
  const cells = isText(datatype) ? textCells(field, size, values) : numberCells(field, size, values);
  if (nulls !== undefined && nulls.length !== cells.rowCount) {
    throw invalid(field, `${nulls.length} null flags for ${cells.rowCount} rows`);
  }
  return { field, size, ...cells, isNull: (row) => nulls !== undefined && Boolean(nulls[row]) };
}

type Cells = Pick<PreparedColumn, 'rowCount' | 'numbers' | 'text'>;

/** Cells of a column of numbers, checked once so that writing need not. */
function numberCells(field: VoField, size: ArraySize, values: VoValues): Cells {
  const codec = numberCodecs[field.datatype as keyof typeof numberCodecs];
  const wanted = codec.make(0).constructor;
  const perCell = size.count * codec.components;
  const text = (): string => {
    throw invalid(field, 'numbers where texts are wanted');
  };
  const arrays = Array.isArray(values) ? (values as readonly unknown[]) : [values];
  for (const array of arrays) {
    if ((array as object).constructor !== wanted) throw invalid(field, `values that are no ${wanted.name}`);
    const { length } = array as VoNumbers;
    if (size.variable === Array.isArray(values) && length % perCell === 0) continue;
    throw invalid(field, `values that do not fit its arraysize '${field.arraysize ?? ''}'`);
  }
  if (size.variable) {
    const rows = arrays as readonly VoNumbers[];
    return { rowCount: rows.length, text, numbers: (row) => ({ values: rows[row]!, from: 0, to: rows[row]!.length }) };
  }
  const flat = values as VoNumbers;
  const numbers = (row: number): ReturnType<PreparedColumn['numbers']> => ({
    values: flat,
    from: row * perCell,
    to: (row + 1) * perCell,
  });
  return { rowCount: perCell === 0 ? 0 : flat.length / perCell, text, numbers };
}

/** Cells of a column of texts; lengths are checked when a cell is written. */
function textCells(field: VoField, size: ArraySize, values: VoValues): Cells {
  if (texts(values) === undefined) throw invalid(field, 'values that are no strings');
  const rows = values as readonly (string | readonly string[])[];
  const text = (row: number): string => {
    const cell = rows[row]!;
    if (typeof cell === 'string') {
      if (size.variable || cell.length <= size.count) return cell;
      throw invalid(field, `'${cell}' in row ${row + 1}, longer than its arraysize '${field.arraysize ?? '1'}'`);
    }
    const width = size.fixed[0] ?? 0;
    const tooLong = cell.find((item) => item.length > width);
    if (tooLong === undefined && (size.variable || cell.length * width === size.count)) {
      return cell.map((item) => item.padEnd(width)).join('');
    }
    throw invalid(field, `strings in row ${row + 1} that do not fit its arraysize '${field.arraysize ?? '1'}'`);
  };
  const numbers = (): never => {
    throw invalid(field, 'texts where numbers are wanted');
  };
  return { rowCount: rows.length, text, numbers };
}

function invalid(field: VoField, problem: string): VoTableError {
  return new VoTableError('invalid_request', `column ${field.name} (${field.datatype}) has ${problem}`);
}
