// A table column as the user sees it: its description at once, its values decoded on first use.
import type { ColumnType, ColumnValues } from './column-type.ts';
import { isNumericType } from './column-type.ts';
import { FitsError } from './fits-error.ts';
import { type NumericArray, numericTypeOf, toPhysical } from './numeric-type.ts';

/** What is known of a column before its values are read. */
export interface ColumnDescription {
  /** TTYPE; `col1` and so on when the file names none. */
  readonly name: string;
  /** TFORM as in the file. */
  readonly format: string;
  /** TUNIT. */
  readonly unit: string | undefined;
  /** The remark on the TTYPE card. */
  readonly comment: string | undefined;
  /** TDISP. */
  readonly display: string | undefined;
  /** What kind of values the column holds. */
  readonly type: ColumnType;
  /** The kind of descriptor of a variable-length column: 32 (P) or 64 bits (Q). */
  readonly descriptor: 'P' | 'Q' | undefined;
  /** Sizes with rows first and the fastest axis last, as in numpy: `[rows, ...TDIM reversed]`. */
  readonly shape: readonly number[];
  /** Characters per string of a fixed-width string column. */
  readonly width: number | undefined;
  /** The value (as it appears in `values`) that means "undefined". */
  readonly nullValue: number | bigint | undefined;
  /** TSCAL and TZERO, after the unsigned conventions are taken out: physical = zero + scale × value. */
  readonly scale: number;
  readonly zero: number;
}

/** Values with the positions of undefined ones, where those cannot be told from the values. */
export interface DecodedColumn {
  readonly values: ColumnValues;
  readonly nulls?: Uint8Array;
}

/**
 * A column of a FITS table. It can be handed to `tableHdu` as it is, to be written again.
 *
 * ```ts
 * const column = table.column('ENERGY');
 * column.as(Float32Array); // the stored values, when they are float32
 * column.physical(); // scaled to float64, undefined values NaN
 * ```
 */
export class Column implements ColumnDescription {
  readonly name: string;
  readonly format: string;
  readonly unit: string | undefined;
  readonly comment: string | undefined;
  readonly display: string | undefined;
  readonly type: ColumnType;
  readonly descriptor: 'P' | 'Q' | undefined;
  readonly shape: readonly number[];
  readonly width: number | undefined;
  readonly nullValue: number | bigint | undefined;
  readonly scale: number;
  readonly zero: number;
  readonly #decode: () => DecodedColumn;
  #decoded: DecodedColumn | undefined;

  constructor(description: ColumnDescription, decode: () => DecodedColumn) {
    this.name = description.name;
    this.format = description.format;
    this.unit = description.unit;
    this.comment = description.comment;
    this.display = description.display;
    this.type = description.type;
    this.descriptor = description.descriptor;
    this.shape = description.shape;
    this.width = description.width;
    this.nullValue = description.nullValue;
    this.scale = description.scale;
    this.zero = description.zero;
    this.#decode = decode;
  }

  /** Whether each row holds an array (or string) of its own length. */
  get variable(): boolean {
    return this.descriptor !== undefined;
  }

  /**
   * The values as stored, before TSCAL and TZERO (unsigned conventions applied), in the typed array class of
   * {@link type}. Decoded on first use and kept. Throws `corrupt` for impossible variable-length descriptors.
   */
  get values(): ColumnValues {
    return this.#read().values;
  }

  /** Fixed-size numeric values as float64: scaled, undefined ones `NaN`. Throws `unsupported` for other columns. */
  physical(): Float64Array {
    const { values, nulls } = this.#read();
    if (this.variable || !isNumericType(this.type)) throw this.#unsuitable('numbers of a fixed size');
    const physical = toPhysical(values as NumericArray, this);
    if (nulls !== undefined) for (let i = 0; i < nulls.length; i++) if (nulls[i]) physical[i] = NaN;
    return physical;
  }

  /** One float64 array per row of a variable-length numeric column, scaled, undefined values `NaN`. */
  physicalRows(): Float64Array[] {
    if (!this.variable || !isNumericType(this.type)) throw this.#unsuitable('numbers of variable length');
    return (this.values as NumericArray[]).map((row) => toPhysical(row, this));
  }

  /** The values of a string column. Throws `unsupported` for other columns. */
  strings(): readonly string[] {
    if (this.type !== 'string') throw this.#unsuitable('strings');
    return this.values as string[];
  }

  /** The values, when they are of the given typed array class: `column.as(Float64Array)`. Throws `unsupported` if not. */
  as<T extends NumericArray>(arrayClass: new (length: number) => T): T {
    const values: unknown = this.values;
    const wanted = numericTypeOf(new arrayClass(0));
    if (numericTypeOf(values) !== wanted) throw this.#unsuitable(`${wanted} values of a fixed size`);
    return values as T;
  }

  /** One byte per value of a fixed-size column: 1 where it is undefined (TNULL, NaN, or neither T nor F). */
  nullMask(): Uint8Array {
    if (this.variable) throw this.#unsuitable('values of a fixed size');
    const { values, nulls } = this.#read();
    if (nulls !== undefined) return nulls.slice();
    const mask = new Uint8Array(values.length);
    const missing = this.type === 'bool' ? null : this.nullValue;
    const floating = values instanceof Float32Array || values instanceof Float64Array;
    for (let i = 0; i < mask.length; i++) {
      const value = values[i];
      mask[i] = (missing !== undefined && value === missing) || (floating && Number.isNaN(value)) ? 1 : 0;
    }
    return mask;
  }

  #read(): DecodedColumn {
    this.#decoded ??= this.#decode();
    return this.#decoded;
  }

  #unsuitable(wanted: string): FitsError {
    return new FitsError('unsupported', `Column ${this.name} (TFORM ${this.format}) does not hold ${wanted}.`);
  }
}
