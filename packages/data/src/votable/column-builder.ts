/** Collects the cells of one column while a table is being read. */

import type { ByteReader } from './byte-reader.ts';
import { isText } from './datatypes.ts';
import type { VoColumn, VoField } from './model.ts';
import { NumberBuilder } from './number-builder.ts';
import { TextBuilder } from './text-builder.ts';

/** Takes cells one by one, in the order of the rows. */
export interface ColumnBuilder {
  /** A cell of TABLEDATA. */
  addText(text: string): void;
  /** A cell of BINARY or BINARY2; `isNull` is its flag in the latter. */
  addBinary(reader: ByteReader, isNull: boolean): void;
  /** The column with all its cells. */
  finish(): VoColumn;
}

/** The collector for a field. */
export function columnBuilder(field: VoField): ColumnBuilder {
  return isText(field.datatype) ? new TextBuilder(field) : new NumberBuilder(field, field.datatype);
}
