/** Fills the columns of one table from its DATA element, whichever of the three serialisations it has. */

import { decodeBase64 } from './base64.ts';
import { ByteReader } from './byte-reader.ts';
import { type ColumnBuilder, columnBuilder } from './column-builder.ts';
import type { VoColumn, VoField } from './model.ts';
import { VoTableError } from './votable-error.ts';

/** Takes rows of texts, or a whole binary stream. */
export class TableData {
  readonly #builders: readonly ColumnBuilder[];
  readonly #label: string;
  #next = 0;
  #rows = 0;

  /** `label` names the table in error messages. */
  constructor(fields: readonly VoField[], label: string) {
    this.#builders = fields.map(columnBuilder);
    this.#label = label;
  }

  /** Text of the next TD. */
  addCell(text: string): void {
    const builder = this.#builders[this.#next++];
    if (builder !== undefined) builder.addText(text);
  }

  /** End of a TR. Throws `corrupt` unless it had one TD per field. */
  endRow(): void {
    if (this.#next !== this.#builders.length) {
      const [cells, fields] = [this.#next, this.#builders.length];
      throw new VoTableError(
        'corrupt',
        `row ${this.#rows + 1} of ${this.#label} has ${cells} cells for ${fields} fields`,
      );
    }
    this.#next = 0;
    this.#rows++;
  }

  /** Content of a STREAM in base64; BINARY2 begins each row with one bit per field that tells nulls. */
  addStream(base64: string, hasNullFlags: boolean): void {
    const reader = new ByteReader(decodeBase64(base64));
    if (this.#builders.length === 0 && !reader.done) {
      throw new VoTableError('corrupt', `${this.#label} has a binary stream but no fields`);
    }
    const flagBytes = hasNullFlags ? Math.ceil(this.#builders.length / 8) : 0;
    while (!reader.done) {
      const flagsAt = reader.take(flagBytes);
      const before = reader.position;
      this.#builders.forEach((builder, i) => {
        const isNull = hasNullFlags && ((reader.bytes[flagsAt + (i >> 3)]! >> (7 - (i & 7))) & 1) === 1;
        builder.addBinary(reader, isNull);
      });
      if (flagBytes === 0 && reader.position === before) {
        throw new VoTableError('corrupt', `${this.#label} has a binary stream whose rows are empty`);
      }
      this.#rows++;
    }
  }

  /** The columns and the number of rows. */
  finish(): { columns: VoColumn[]; rowCount: number } {
    return { columns: this.#builders.map((builder) => builder.finish()), rowCount: this.#rows };
  }
}
