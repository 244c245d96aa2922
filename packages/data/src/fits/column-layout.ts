// Parses what a binary table header says about its columns: TFORM, TDIM, TNULL, TSCAL, TZERO and where each
// column lies in the row (FITS 4.0, section 7.3).
import type { ColumnDescription } from './column.ts';
import { byteLengthOf, type ColumnType, elementFormat, isNumericType, specialTypeOf } from './column-type.ts';
import { FitsError } from './fits-error.ts';
import type { Header } from './header.ts';
import { numericFormats, resolveNumericType } from './numeric-type.ts';

/** A column of a binary table and its place in the row. */
export interface ColumnLayout extends ColumnDescription {
  /** Elements per row; for a variable-length column 1, or 0 when there is not even a descriptor. */
  readonly repeat: number;
  /** Offset of the column within the row, in bytes. */
  readonly byteOffset: number;
  /** Bytes of the row that the column takes. */
  readonly byteWidth: number;
}

/** A TFORM value taken apart. */
interface TableForm {
  readonly repeat: number;
  readonly letter: string;
  readonly descriptor: 'P' | 'Q' | undefined;
  /** Width of substrings in the `rAw` convention. */
  readonly substring: number | undefined;
}

function parseForm(form: string, column: string): TableForm {
  const match = /^ *(\d*)(?:([PQ])([LXBIJKAEDCM])|([LXBIJKAEDCM]))(\d*)/.exec(form);
  if (match === null) throw new FitsError('corrupt', `${column} has the impossible format ${JSON.stringify(form)}.`);
  const [, count, descriptor, pointed, direct, width] = match;
  const repeat = count === '' ? 1 : Number(count);
  const letter = (pointed ?? direct)!;
  if (descriptor !== undefined && repeat > 1) {
    throw new FitsError(
      'corrupt',
      `${column} has the format ${form}, but a row has one variable-length array at most.`,
    );
  }
  const substring = direct === 'A' && width !== '' ? Number(width) : undefined;
  // `A7` for `7A` breaks the standard but is common; read as astropy does.
  if (count === '' && substring !== undefined)
    return { repeat: substring, letter, descriptor: undefined, substring: undefined };
  return { repeat, letter, descriptor: descriptor as 'P' | 'Q' | undefined, substring };
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

/** TDIM in file order, or `undefined` when it is absent or does not describe `repeat` elements. */
function parseDimensions(text: string | undefined, repeat: number): number[] | undefined {
  const match = /^ *\(([\d ,]+)\) *$/.exec(text ?? '');
  const sizes = match?.[1]!.split(',').map(Number);
  return sizes !== undefined && product(sizes) === repeat ? sizes : undefined;
}

// Strings take their fastest axis for characters: TDIM (4,3) is three strings of four.
function elementShape(
  form: TableForm,
  dimensions: number[] | undefined,
): { shape: number[]; width: number | undefined } {
  if (form.letter !== 'A')
    return { shape: dimensions?.toReversed() ?? (form.repeat === 1 ? [] : [form.repeat]), width: undefined };
  // Strings of no width could be declared in any number without taking a byte.
  if (dimensions !== undefined && dimensions[0] !== 0)
    return { shape: dimensions.slice(1).toReversed(), width: dimensions[0]! };
  const width = form.substring;
  if (width === undefined || width === 0 || form.repeat % width !== 0) return { shape: [], width: form.repeat };
  return { shape: [form.repeat / width], width };
}

/** TNULL counts in stored integers; users compare it with values, which have the unsigned offset applied. */
function nullValueOf(header: Header, index: number, type: ColumnType): number | bigint | undefined {
  const stored = header.get(`TNULL${index}`);
  if (!isNumericType(type) || type.startsWith('float')) return undefined;
  if (typeof stored !== 'bigint' && !Number.isSafeInteger(stored)) return undefined;
  const value = BigInt(stored as number | bigint) + (numericFormats[type].offset ?? 0n);
  return type.endsWith('int64') ? value : Number(value);
}

/** The text of a keyword that is only descriptive: a value of another type counts as absent. */
export function optionalText(header: Header, keyword: string): string | undefined {
  const value = header.get(keyword);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseColumn(header: Header, index: number, rowCount: number, byteOffset: number, label: string): ColumnLayout {
  const format = header.string(`TFORM${index}`);
  const form = parseForm(format, `Column ${index} of ${label}`);
  const scale = header.number(`TSCAL${index}`, 1);
  const zero = header.number(`TZERO${index}`, 0);
  const type = specialTypeOf(form.letter) ?? resolveNumericType(form.letter, scale, zero);
  const shifted = isNumericType(type) && numericFormats[type].offset !== undefined;
  const { shape, width } = elementShape(form, parseDimensions(optionalText(header, `TDIM${index}`), form.repeat));
  const variable = form.descriptor !== undefined;
  const descriptorBytes = form.descriptor === 'P' ? 8 : 16;
  return {
    name: optionalText(header, `TTYPE${index}`) ?? `col${index}`,
    format,
    unit: optionalText(header, `TUNIT${index}`),
    comment: header.card(`TTYPE${index}`)?.comment || undefined,
    display: optionalText(header, `TDISP${index}`),
    type,
    descriptor: form.descriptor,
    shape: variable ? [rowCount] : [rowCount, ...shape],
    width: variable ? undefined : width,
    nullValue: nullValueOf(header, index, type),
    scale: shifted ? 1 : scale,
    zero: shifted ? 0 : zero,
    repeat: form.repeat,
    byteOffset,
    byteWidth: variable ? form.repeat * descriptorBytes : byteLengthOf(elementFormat(type), form.repeat),
  };
}

/** The layout of all columns of a binary table. Throws `corrupt` when they do not add up to the row. */
export function parseColumns(header: Header, rowCount: number, rowBytes: number, label: string): ColumnLayout[] {
  const count = header.integer('TFIELDS');
  if (count < 0 || count > 999)
    throw new FitsError('corrupt', `Keyword TFIELDS of ${label} is ${count}, not 0 to 999.`);
  const columns: ColumnLayout[] = [];
  let offset = 0;
  for (let index = 1; index <= count; index++) {
    const column = parseColumn(header, index, rowCount, offset, label);
    columns.push(column);
    offset += column.byteWidth;
  }
  if (offset !== rowBytes) {
    throw new FitsError(
      'corrupt',
      `The columns of ${label} take ${offset} bytes, but its rows (NAXIS1) have ${rowBytes}.`,
    );
  }
  return columns;
}
