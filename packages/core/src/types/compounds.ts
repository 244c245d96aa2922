// Types made of other values: arrays, tables, images, files, lists, records, and values that may be absent.
import type { Json } from '../canonical/json.ts';
import { FileValue } from '../values/file.ts';
import { dtypeOf, isTypedArray, type ArrayOf, type Dtype } from './dtype.ts';
import { described, mismatch, type Type, type TypeOptions, type ValueOf } from './type.ts';

/** A one-dimensional numeric array of one dtype. */
export function array<D extends Dtype>(
  dtype: D,
  options: TypeOptions<ArrayOf<D>> & { readonly unit?: string } = {},
): Type<ArrayOf<D>> {
  return outputOnly<ArrayOf<D>>(
    'array',
    { type: 'array', 'x-dtype': dtype, ...(options.unit && { 'x-unit': options.unit }) },
    options,
    (value, where) => {
      if (!isTypedArray(value) || dtypeOf(value) !== dtype) throw mismatch(where, value, `an array of ${dtype}`);
    },
  );
}

/** How a table column is declared: its dtype, or `string`/`boolean`, with unit, meaning and elements per row. */
export interface ColumnSpec<D extends Dtype | 'string' | 'boolean' = Dtype | 'string' | 'boolean'> {
  readonly dtype: D;
  readonly unit?: string;
  readonly description?: string;
  /** IVOA unified content descriptor, for example `phys.energy`. */
  readonly ucd?: string;
  /** Elements per row, flat in the column's array. */
  readonly width?: number;
}

/** A column declared with its unit: `column('float64', 'keV')`. */
export function column<const D extends Dtype | 'string' | 'boolean'>(
  dtype: D,
  unit?: string,
  more: Omit<ColumnSpec, 'dtype' | 'unit'> = {},
): ColumnSpec<D> {
  return { dtype, ...(unit !== undefined && { unit }), ...more };
}

type ColumnDtype<C> = C extends ColumnSpec<infer D> ? D : C;
type ColumnValues<D> = D extends Dtype ? ArrayOf<D> : D extends 'boolean' ? readonly boolean[] : readonly string[];
type Columns = Readonly<Record<string, ColumnSpec | Dtype | 'string' | 'boolean'>>;

/** A table's values: one array per column, all of one length (times the column's width). */
export type TableValue<C extends Columns> = { readonly [K in keyof C]: ColumnValues<ColumnDtype<C[K]>> };

/** A table: named columns of equal length, each of one dtype. */
export function table<const C extends Columns>(
  columns: C,
  options: TypeOptions<TableValue<C>> = {},
): Type<TableValue<C>> {
  const specs = Object.entries(columns).map(
    ([name, spec]) => [name, typeof spec === 'string' ? { dtype: spec } : spec] as const,
  );
  const schema = { type: 'object', 'x-columns': Object.fromEntries(specs) as unknown as Json };
  return outputOnly<TableValue<C>>('table', schema, options, (value, where) => {
    if (!isPlainObject(value))
      throw mismatch(where, value, `a table with the columns ${Object.keys(columns).join(', ')}`);
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(columns, name))
        throw mismatch(`${where}.${name}`, value[name], 'absent: no such column is declared');
    }
    let rows: number | undefined;
    for (const [name, spec] of specs) rows = checkColumn(value[name], spec, `${where}.${name}`, rows);
  });
}

function checkColumn(values: unknown, spec: ColumnSpec, where: string, rows: number | undefined): number {
  const { dtype, width = 1 } = spec;
  const isText = dtype === 'string' || dtype === 'boolean';
  const fits = isText
    ? Array.isArray(values) && values.every((v) => typeof v === dtype)
    : isTypedArray(values) && dtypeOf(values) === dtype;
  if (!fits) throw mismatch(where, values, `a column of ${dtype}`);
  const length = (values as { length: number }).length / width;
  if (!Number.isInteger(length)) throw mismatch(where, values, `a column with ${width} elements a row`);
  if (rows !== undefined && length !== rows)
    throw mismatch(where, values, `a column of ${rows} rows like those before it (it has ${length})`);
  return length;
}

/** An image: pixels in C order (last axis fastest), its shape, and optionally a world coordinate system as FITS keywords. */
export interface ImageValue<D extends Dtype = Dtype> {
  /** Lengths of the axes, slowest first: `[rows, columns]` for two. */
  readonly shape: readonly number[];
  readonly data: ArrayOf<D>;
  readonly wcs?: Readonly<Record<string, string | number>>;
}

/** An image of one dtype and unit. */
export function image<D extends Dtype>(
  dtype: D,
  options: TypeOptions<ImageValue<D>> & { readonly unit?: string } = {},
): Type<ImageValue<D>> {
  return outputOnly<ImageValue<D>>(
    'image',
    { type: 'object', 'x-dtype': dtype, ...(options.unit && { 'x-unit': options.unit }) },
    options,
    (value, where) => {
      const { shape, data } = (value ?? {}) as Partial<ImageValue>;
      if (!isTypedArray(data) || dtypeOf(data) !== dtype) throw mismatch(`${where}.data`, data, `an array of ${dtype}`);
      const size = Array.isArray(shape) ? shape.reduce((a: number, b: number) => a * b, 1) : undefined;
      if (size !== data.length) throw mismatch(`${where}.shape`, shape, `the axis lengths of ${data.length} pixels`);
    },
  );
}

/** A file: bytes with a name and a media type. */
export function file(options: TypeOptions<FileValue> & { readonly mediaType?: string } = {}): Type<FileValue> {
  const { mediaType } = options;
  return outputOnly<FileValue>(
    'file',
    { type: 'object', ...(mediaType && { contentMediaType: mediaType }) },
    options,
    (value, where) => {
      if (!(value instanceof FileValue)) throw mismatch(where, value, 'a file (made with activity.file)');
      if (mediaType && value.mediaType !== mediaType)
        throw mismatch(where, value.mediaType, `a file of type ${mediaType}`);
    },
  );
}

/** A list of values of one type. Text is split at commas. */
export function listOf<T>(
  item: Type<T>,
  options: TypeOptions<readonly T[]> & { readonly minLength?: number; readonly maxLength?: number } = {},
): Type<readonly T[]> {
  const { minLength = 0, maxLength = Infinity } = options;
  const wanted = maxLength === Infinity ? `a list of at least ${minLength}` : `a list of ${minLength} to ${maxLength}`;
  const sized = (value: unknown, where: string): readonly unknown[] => {
    if (!Array.isArray(value) || value.length < minLength || value.length > maxLength)
      throw mismatch(where, value, wanted);
    return value;
  };
  return {
    kind: 'list',
    schema: described({ type: 'array', items: item.schema }, options),
    default: options.default,
    dataUnit: options.dataUnit ?? item.dataUnit,
    parse(given, where) {
      const items = typeof given === 'string' ? fromListText(given) : given;
      return sized(items, where).map((value, i) => item.parse(value, `${where}[${i}]`));
    },
    check(value, where) {
      sized(value, where).forEach((element, i) => item.check(element, `${where}[${i}]`));
    },
  };
}

/** A record of named fields, each with its own type; unknown fields are refused. */
export function record<const F extends Readonly<Record<string, Type<unknown>>>>(
  fields: F,
  options: TypeOptions<{ readonly [K in keyof F]: ValueOf<F[K]> }> = {},
): Type<{ readonly [K in keyof F]: ValueOf<F[K]> }> {
  type Value = { readonly [K in keyof F]: ValueOf<F[K]> };
  const each = (
    value: unknown,
    where: string,
    visit: (type: Type<unknown>, field: unknown, at: string) => unknown,
  ): Value => {
    if (!isPlainObject(value)) throw mismatch(where, value, `a record of ${Object.keys(fields).join(', ')}`);
    for (const name of Object.keys(value))
      if (!Object.hasOwn(fields, name))
        throw mismatch(`${where}.${name}`, value[name], 'absent: no such field is declared');
    return Object.fromEntries(
      Object.entries(fields).map(([name, type]) => [name, visit(type, value[name], `${where}.${name}`)]),
    ) as Value;
  };
  return {
    kind: 'record',
    schema: described(
      {
        type: 'object',
        properties: Object.fromEntries(Object.entries(fields).map(([k, t]) => [k, t.schema])),
        required: Object.keys(fields),
      },
      options,
    ),
    default: options.default,
    dataUnit: options.dataUnit,
    parse: (given, where) =>
      each(typeof given === 'string' ? safeJson(given) : given, where, (type, field, at) =>
        field === undefined && type.default !== undefined ? type.default : type.parse(field, at),
      ),
    check: (value, where) => void each(value, where, (type, field, at) => type.check(field, at)),
  };
}

/** A value that may be absent: null stands for "none", and is the default. */
export function maybe<T>(type: Type<T>): Type<T | null> {
  return {
    ...type,
    kind: type.kind,
    schema: { ...type.schema, 'x-optional': true },
    default: type.default ?? null,
    parse: (given, where) =>
      given === null || given === 'none' || given === undefined ? null : type.parse(given, where),
    check: (value, where) => (value === null ? undefined : type.check(value, where)),
  };
}

function outputOnly<T>(
  kind: string,
  schema: Record<string, Json>,
  options: TypeOptions<T>,
  check: Type<T>['check'],
): Type<T> {
  return {
    kind,
    schema: described(schema, options),
    default: options.default,
    dataUnit: options.dataUnit,
    parse(given, where) {
      check(given, where);
      return given as T;
    },
    check,
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function fromListText(text: string): unknown {
  const parsed = text.trim().startsWith('[') ? safeJson(text) : undefined;
  if (Array.isArray(parsed)) return parsed;
  return text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
