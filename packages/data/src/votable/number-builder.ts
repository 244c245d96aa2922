/** Collects the cells of a column of numbers, truth values or bits. */

import { type ArraySize, parseArraySize } from './array-size.ts';
import type { ByteReader } from './byte-reader.ts';
import { type NumberCodec, fillValue, numberCodecs } from './datatypes.ts';
import type { VoColumn, VoField, VoNumbers } from './model.ts';
import { NullFlags } from './null-flags.ts';
import { VoTableError } from './votable-error.ts';

const unknownBoolean = 2;

/** One flat array for scalars and arrays of fixed size, an array per row otherwise. */
export class NumberBuilder {
  readonly #field: VoField;
  readonly #codec: NumberCodec;
  readonly #size: ArraySize;
  readonly #isBit: boolean;
  readonly #isBoolean: boolean;
  /** Numbers per cell of fixed size. */
  readonly #perCell: number;
  readonly #null: number | bigint | undefined;
  readonly #fill: number | bigint;
  readonly #nulls = new NullFlags();
  readonly #cells: VoNumbers[] = [];
  #flat: VoNumbers;
  #rows = 0;

  constructor(field: VoField, datatype: keyof typeof numberCodecs) {
    this.#field = field;
    this.#codec = numberCodecs[datatype];
    this.#size = parseArraySize(field.arraysize, `field ${field.name}`);
    this.#isBit = datatype === 'bit';
    this.#isBoolean = datatype === 'boolean';
    this.#perCell = this.#size.count * this.#codec.components;
    this.#flat = this.#codec.make(this.#size.variable ? 0 : 16 * this.#perCell);
    this.#null = field.nullValue === undefined ? undefined : this.#codec.parse(field.nullValue.trim());
    if (field.nullValue !== undefined && this.#null === undefined) throw this.#error(field.nullValue);
    this.#fill = fillValue(datatype, field.nullValue);
  }

  /** Throws `corrupt`, naming field and row, for what is no number of the datatype or too few or many of them. */
  addText(text: string): void {
    const trimmed = text.trim();
    if (this.#size.variable) {
      const tokens = this.#tokens(trimmed);
      this.#cells.push(this.#parseInto(this.#codec.make(tokens.length), 0, tokens));
      this.#requireWhole(tokens.length, text);
    } else if (trimmed === '') {
      this.#addNull();
      return;
    } else if (this.#perCell === 1) {
      const at = this.#reserve();
      this.#flat[at] = this.#parse(trimmed);
      this.#markScalar(at);
    } else {
      const tokens = this.#tokens(trimmed);
      if (tokens.length !== this.#perCell) {
        throw this.#error(text, `${tokens.length} numbers instead of ${this.#perCell}`);
      }
      this.#parseInto(this.#flat, this.#reserve(), tokens);
    }
    this.#rows++;
  }

  /** What lies under a null flag is not looked at: writers put anything there. */
  addBinary(reader: ByteReader, isNull: boolean): void {
    if (this.#size.variable) {
      const length = reader.count() * this.#codec.components;
      // Bounds before memory: a damaged count must not ask for gigabytes.
      const at = reader.take(this.#byteLength(length));
      this.#cells.push(this.#readInto(this.#codec.make(length), 0, length, reader, at));
      this.#requireWhole(length, `${length} numbers`);
      if (isNull) this.#nulls.mark(this.#rows);
    } else {
      const bytesAt = reader.take(this.#byteLength(this.#perCell));
      if (isNull) {
        this.#addNull();
        return;
      }
      const at = this.#reserve();
      this.#readInto(this.#flat, at, this.#perCell, reader, bytesAt);
      // astropy writes a single bit as 8 where the standard wants 128; padding is zero, so that any bit will do.
      if (this.#isBit && this.#perCell === 1) this.#flat[at] = Number(reader.bytes[bytesAt] !== 0);
      if (this.#perCell === 1) this.#markScalar(at);
    }
    this.#rows++;
  }

  /** A copy of just the cells, since the growing array is larger. */
  finish(): VoColumn {
    const values = this.#size.variable ? this.#cells : this.#flat.slice(0, this.#rows * this.#perCell);
    return { ...this.#field, values, ...this.#nulls.finish(this.#rows) };
  }

  /** A null keeps its place in the flat array. */
  #addNull(): void {
    const at = this.#reserve();
    (this.#flat as Float64Array).fill(this.#fill as number, at, at + this.#perCell);
    this.#nulls.mark(this.#rows);
    this.#rows++;
  }

  /** A scalar is null when it is the declared null value, or an unknown truth value. */
  #markScalar(at: number): void {
    const value = this.#flat[at]!;
    if (value === this.#null || (this.#isBoolean && value === unknownBoolean)) this.#nulls.mark(this.#rows);
  }

  /** Position of the next cell in the flat array, doubled when full so that the cost per row stays constant. */
  #reserve(): number {
    const at = this.#rows * this.#perCell;
    if (at + this.#perCell > this.#flat.length) {
      const grown = this.#codec.make(2 * (at + this.#perCell));
      (grown as Float64Array).set(this.#flat as Float64Array);
      this.#flat = grown;
    }
    return at;
  }

  #tokens(trimmed: string): string[] {
    if (trimmed === '') return [];
    // Bits may stand next to each other.
    return this.#isBit ? [...trimmed.replace(/\s+/g, '')] : trimmed.split(/\s+/);
  }

  #parse(token: string): number {
    const value = this.#codec.parse(token);
    if (value === undefined) throw this.#error(token);
    return value as number;
  }

  #parseInto(target: VoNumbers, at: number, tokens: readonly string[]): VoNumbers {
    for (let i = 0; i < tokens.length; i++) target[at + i] = this.#parse(tokens[i]!);
    return target;
  }

  #byteLength(numbers: number): number {
    return this.#isBit ? Math.ceil(numbers / 8) : numbers * this.#codec.bytes;
  }

  #readInto(target: VoNumbers, at: number, count: number, reader: ByteReader, bytesAt: number): VoNumbers {
    const { bytes, read } = this.#codec;
    for (let i = 0; i < count; i++) {
      target[at + i] = this.#isBit
        ? (reader.bytes[bytesAt + (i >> 3)]! >> (7 - (i & 7))) & 1
        : (read(reader.view, bytesAt + i * bytes) as number);
    }
    return target;
  }

  /** Arrays like 3x* have whole rows of elements. */
  #requireWhole(length: number, text: string): void {
    if (length % this.#perCell !== 0) throw this.#error(text, `no multiple of ${this.#perCell} numbers`);
  }

  #error(text: string, problem = `no ${this.#field.datatype}`): VoTableError {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return new VoTableError('corrupt', `field ${this.#field.name}, row ${this.#rows + 1}: '${shown}' is ${problem}`);
  }
}
