/** Collects the cells of a column of texts. */

import { type ArraySize, parseArraySize } from './array-size.ts';
import type { ByteReader } from './byte-reader.ts';
import type { VoColumn, VoField } from './model.ts';
import { NullFlags } from './null-flags.ts';
import { VoTableError } from './votable-error.ts';

interface Decoder {
  decode(bytes: Uint8Array): string;
}

const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => Decoder;
};
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('latin1');
const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true });

/** The standard says ASCII, the world writes UTF-8, old archives Latin-1. */
function decodeChars(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

/** One string per row, or with several dimensions an array of strings per row. */
export class TextBuilder {
  readonly #field: VoField;
  readonly #size: ArraySize;
  readonly #wide: boolean;
  readonly #strings: string[] = [];
  readonly #nulls = new NullFlags();

  constructor(field: VoField) {
    this.#field = field;
    this.#size = parseArraySize(field.arraysize, `field ${field.name}`);
    this.#wide = field.datatype === 'unicodeChar';
  }

  /** An empty cell is an empty string: TABLEDATA cannot tell it from a null. */
  addText(text: string): void {
    this.#strings.push(text);
  }

  /** Texts of fixed size end at the first NUL, or at their size. */
  addBinary(reader: ByteReader, isNull: boolean): void {
    const width = this.#wide ? 2 : 1;
    const length = this.#size.variable ? reader.count() : this.#size.count;
    const at = reader.take(length * width);
    const bytes = reader.bytes.subarray(at, at + length * width);
    const text = this.#wide ? utf16.decode(bytes) : decodeChars(bytes);
    if (isNull) this.#nulls.mark(this.#strings.length);
    // In an array of strings a NUL ends its own string only.
    const end = this.#isArray ? -1 : text.indexOf('\0');
    this.#strings.push(end < 0 ? text : text.slice(0, end));
  }

  /** Splits arrays of strings only here, when the sizes of all are known. */
  finish(): VoColumn {
    const values = this.#isArray ? this.#strings.map((text) => this.#split(text)) : this.#strings;
    return { ...this.#field, values, ...this.#nulls.finish(this.#strings.length) };
  }

  get #isArray(): boolean {
    return this.#size.fixed.length + Number(this.#size.variable) > 1;
  }

  /** Strings of one width, padded with blanks or NULs, follow each other without separators. */
  #split(text: string): string[] {
    const width = this.#size.fixed[0]!;
    if (width === 0) throw new VoTableError('corrupt', `the strings of field ${this.#field.name} have a width of 0`);
    const count = this.#size.variable ? Math.ceil(text.length / width) : this.#size.count / width;
    return Array.from({ length: count }, (_, i) => text.slice(i * width, (i + 1) * width).replace(/[\0 ]+$/, ''));
  }
}
