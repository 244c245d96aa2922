// The value types of table columns: their names, and what a column's values are in memory.
import { type NumericArray, type NumericFormat, type NumericType, numericFormats } from './numeric-type.ts';

/**
 * Type of the values of a column. `bit` values are unpacked to 0 and 1, one byte each;
 * complex values are pairs (re, im) of float32 or float64.
 */
export type ColumnType = NumericType | 'bool' | 'bit' | 'complex64' | 'complex128' | 'string';

/** Values of a logical column; `null` where the file says neither true nor false. */
export type LogicalValues = (boolean | null)[];

/**
 * Values of a column, all rows one after the other. A variable-length column is an array with one array
 * per row, or one string per row when its type is `string`.
 */
export type ColumnValues = NumericArray | string[] | LogicalValues | NumericArray[] | LogicalValues[];

/** How the elements of a type lie in a row or in the heap. */
export interface ElementFormat {
  readonly type: ColumnType;
  readonly letter: string;
  /** Numbers per element: 2 for complex, 1 otherwise. */
  readonly components: 1 | 2;
  /** The stored numbers; for bits, logicals and characters the byte. */
  readonly numeric: NumericFormat;
}

const element = (type: ColumnType, letter: string, numeric: NumericType, components: 1 | 2 = 1): ElementFormat => ({
  type,
  letter,
  components,
  numeric: numericFormats[numeric],
});

const special = {
  bool: element('bool', 'L', 'uint8'),
  bit: element('bit', 'X', 'uint8'),
  string: element('string', 'A', 'uint8'),
  complex64: element('complex64', 'C', 'float32', 2),
  complex128: element('complex128', 'M', 'float64', 2),
} as const;

/** The storage of a column type. */
export function elementFormat(type: ColumnType): ElementFormat {
  return type in special
    ? special[type as keyof typeof special]
    : element(type, numericFormats[type as NumericType].letter, type as NumericType);
}

/** Whether values of the type are numbers that can be scaled. */
export function isNumericType(type: ColumnType): type is NumericType {
  return type in numericFormats;
}

/** The type of a TFORM letter that stands for no plain number. */
export function specialTypeOf(letter: string): ColumnType | undefined {
  return Object.values(special).find((format) => format.letter === letter)?.type;
}

/** Bytes that `count` elements take. */
export function byteLengthOf(format: ElementFormat, count: number): number {
  return format.type === 'bit' ? Math.ceil(count / 8) : count * format.components * format.numeric.byteWidth;
}
