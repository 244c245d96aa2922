// What the caller gives for a column to be written, checked and completed: type, shape and number of rows.
import type { ColumnType, ColumnValues } from './column-type.ts';
import { elementFormat, isNumericType } from './column-type.ts';
import { FitsError } from './fits-error.ts';
import { numericTypeOf } from './numeric-type.ts';

/**
 * A column to be written. The type follows from `values`: typed arrays as they are, strings, booleans (`null`
 * for undefined), and one array per row for a variable-length column; `type` is needed for bits and complex numbers.
 */
export interface ColumnSpec {
  /** TTYPE. */
  readonly name: string;
  readonly values: ColumnValues;
  readonly type?: ColumnType | undefined;
  /** `[rows, ...element shape]`, slowest axis first; needed when a row holds an array. Complex pairs count as one. */
  readonly shape?: readonly number[] | undefined;
  /** Makes strings variable-length (P or Q); for arrays per row, Q asks for 64-bit descriptors. */
  readonly descriptor?: 'P' | 'Q' | undefined;
  /** Characters reserved per string; by default what the longest needs. */
  readonly width?: number | undefined;
  /** TUNIT. */
  readonly unit?: string | undefined;
  /** A remark on the TTYPE card. */
  readonly comment?: string | undefined;
  /** TDISP. */
  readonly display?: string | undefined;
  /** The value of an integer column, as in `values`, that means "undefined" (TNULL). */
  readonly nullValue?: number | bigint | undefined;
  /** TSCAL and TZERO: physical = zero + scale × value. Not for unsigned types, whose TZERO is taken. */
  readonly scale?: number | undefined;
  readonly zero?: number | undefined;
}

/** A column whose type and shape are known. */
export interface ResolvedColumn {
  readonly spec: ColumnSpec;
  readonly type: ColumnType;
  readonly variable: boolean;
  readonly rowCount: number;
  /** Shape of the elements of one row. */
  readonly elementShape: readonly number[];
  /** Elements per row. */
  readonly repeat: number;
}

function invalid(spec: ColumnSpec, problem: string): FitsError {
  return new FitsError('invalid_request', `Column ${JSON.stringify(spec.name)} ${problem}.`);
}

// `null` alone can only be a logical; nothing at all is taken for text, the only type that has no typed array.
function inferType(spec: ColumnSpec, sample: unknown): ColumnType {
  const numeric = numericTypeOf(sample);
  if (numeric !== undefined) return numeric;
  const first: unknown = Array.isArray(sample) ? sample.find((value) => value !== null) : sample;
  if (typeof first === 'string') return 'string';
  if (typeof first === 'boolean' || (Array.isArray(sample) && sample.length > 0 && first === undefined)) return 'bool';
  if (first === undefined) return 'string';
  throw invalid(spec, 'must hold a typed array, strings or booleans');
}

function checkType(spec: ColumnSpec, type: ColumnType, values: unknown): void {
  const stored = elementFormat(type).numeric.create(0);
  const fits =
    type === 'string' || type === 'bool' ? Array.isArray(values) : numericTypeOf(values) === numericTypeOf(stored);
  if (!fits) throw invalid(spec, `is declared as ${type}, but its values are not stored that way`);
}

function checkScaling(spec: ColumnSpec, type: ColumnType): void {
  if (isNumericType(type)) return;
  const { scale = 1, zero = 0, nullValue } = spec;
  if (scale !== 1 || zero !== 0) throw invalid(spec, `of type ${type} cannot be scaled`);
  if (nullValue !== undefined) throw invalid(spec, `of type ${type} cannot have a nullValue`);
}

// An array of typed arrays or of arrays holds one of them per row; strings and logicals are their own rows.
function isPerRow(spec: ColumnSpec): boolean {
  const { values } = spec;
  if (!Array.isArray(values)) return false;
  if (spec.descriptor !== undefined) return true;
  return values.some((row) => ArrayBuffer.isView(row) || Array.isArray(row));
}

function resolveVariable(spec: ColumnSpec): ResolvedColumn {
  const rows = spec.values as readonly unknown[];
  const sample = rows.find((row) => typeof row === 'string' || (row as ArrayLike<unknown>).length > 0) ?? rows[0];
  const type = spec.type ?? inferType(spec, sample);
  for (const row of rows) {
    if (type === 'string' ? typeof row !== 'string' : row === null)
      throw invalid(spec, `must hold one ${type} array per row`);
    if (type !== 'string') checkType(spec, type, row);
    if ((row as ArrayLike<unknown>).length % elementFormat(type).components !== 0)
      throw invalid(spec, 'holds half a complex number');
  }
  checkScaling(spec, type);
  return { spec, type, variable: true, rowCount: rows.length, elementShape: [], repeat: 1 };
}

/** Checks a column and works out its type and shape. Throws `invalid_request`. */
export function resolveColumn(spec: ColumnSpec): ResolvedColumn {
  if (spec.name === '') throw invalid(spec, 'needs a name');
  if (isPerRow(spec)) return resolveVariable(spec);
  const type = spec.type ?? inferType(spec, spec.values);
  checkType(spec, type, spec.values);
  checkScaling(spec, type);
  const count = spec.values.length / elementFormat(type).components;
  if (!Number.isInteger(count) || spec.shape?.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw invalid(spec, 'has an impossible shape or half a complex number');
  }
  const [rowCount = 0, ...elementShape] = spec.shape ?? [count];
  const repeat = elementShape.reduce((total, size) => total * size, 1);
  if (rowCount * repeat !== count)
    throw invalid(spec, `has ${count} values, which do not fill the shape [${spec.shape?.join(', ')}]`);
  return { spec, type, variable: false, rowCount, elementShape, repeat };
}
