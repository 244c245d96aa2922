// What a table is made of: columns of equal length, numbers as typed arrays.

/** Values of a column; numbers best as a typed array, which sorts and filters fastest. */
export type ColumnValues = ArrayLike<number> | ArrayLike<string>;

/** A column with what its header says. */
export interface TableColumn {
  readonly name: string;
  /** Unit as FITS writes it; empty or absent for none. */
  readonly unit?: string;
  readonly description?: string;
  readonly values: ColumnValues;
}

/** The text of a cell for people: numbers with up to eight significant digits, NaN as a dash. */
export function cellText(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
}
