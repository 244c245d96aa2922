/** The cells of a table as TABLEDATA or as a BINARY2 stream. */

import { encodeBase64 } from './base64.ts';
import { fillValue, isText, numberCodecs } from './datatypes.ts';
import type { VoNumbers } from './model.ts';
import type { PreparedColumn } from './prepare-column.ts';
import { VoTableError } from './votable-error.ts';
import { type XmlWriter, escapeXml } from './xml-writer.ts';

/** Text of a cell; a null is an empty cell (VOTable 1.3, section 5.1). */
function cellText(column: PreparedColumn, row: number): string {
  const { field } = column;
  if (isText(field.datatype)) return column.isNull(row) ? '' : escapeXml(column.text(row));
  // An array of variable size that is empty looks like a null: TABLEDATA cannot tell them apart.
  if (column.isNull(row)) return '';
  const { format } = numberCodecs[field.datatype];
  const { values, from, to } = column.numbers(row);
  let text = from < to ? format(values[from]!) : '';
  for (let i = from + 1; i < to; i++) text += ` ${format(values[i]!)}`;
  return text;
}

/** One TR per row, one TD per column; numbers in the shortest text that gives them back. */
export function writeTableData(writer: XmlWriter, columns: readonly PreparedColumn[], rowCount: number): void {
  writer.raw('<TABLEDATA>\n');
  for (let row = 0; row < rowCount; row++) {
    let line = '<TR>';
    for (const column of columns) line += `<TD>${cellText(column, row)}</TD>`;
    writer.raw(`${line}</TR>\n`);
  }
  writer.raw('</TABLEDATA>\n');
}

/** Grows as bytes are written, big-endian as the standard wants. */
class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Position of `count` new bytes, all zero. */
  reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  get view(): DataView {
    return this.#view;
  }

  /** Everything written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** One byte per character, or two in big-endian order; texts of fixed size are padded with NULs. */
function writeText(writer: ByteWriter, column: PreparedColumn, row: number): void {
  const text = column.isNull(row) ? '' : column.text(row);
  const wide = column.field.datatype === 'unicodeChar';
  const length = column.size.variable ? text.length : column.size.count;
  if (column.size.variable) writer.view.setInt32(writer.reserve(4), length);
  const at = writer.reserve(wide ? 2 * length : length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (wide) writer.view.setUint16(at + 2 * i, code);
    else if (code < 128) writer.view.setUint8(at + i, code);
    else throw new VoTableError('invalid_request', `column ${column.field.name}: '${text}' needs datatype unicodeChar`);
  }
}

/** Numbers of a cell, with their count in front when it varies. */
function writeNumbers(writer: ByteWriter, column: PreparedColumn, row: number): void {
  const { field, size } = column;
  const datatype = field.datatype as keyof typeof numberCodecs;
  const codec = numberCodecs[datatype];
  const { values, from, to } = column.numbers(row);
  const isNull = column.isNull(row);
  const count = isNull && size.variable ? 0 : to - from;
  if (size.variable) writer.view.setInt32(writer.reserve(4), count / codec.components);
  if (datatype === 'bit') return writeBits(writer, values, from, isNull ? 0 : count, count);
  const at = writer.reserve(count * codec.bytes);
  const { view } = writer;
  // What lies under a null is nobody's business, and would make equal tables differ.
  const fill = isNull ? fillValue(datatype, field.nullValue) : undefined;
  for (let i = 0; i < count; i++) codec.write(view, at + i * codec.bytes, fill ?? values[from + i]!);
}

/** Bits packed from the highest of each byte on; those beyond `count` are zero. */
function writeBits(writer: ByteWriter, values: VoNumbers, from: number, count: number, reserved: number): void {
  const at = writer.reserve(Math.ceil(reserved / 8));
  for (let i = 0; i < count; i++) {
    if (values[from + i] === 0) continue;
    const byte = at + (i >> 3);
    writer.view.setUint8(byte, writer.view.getUint8(byte) | (128 >> (i & 7)));
  }
}

/** All rows as base64, each with its null flags in front. Throws `unsupported` for arrays like 3x*. */
export function writeBinary2(columns: readonly PreparedColumn[], rowCount: number): string {
  for (const { field, size } of columns) {
    if (!size.variable || size.fixed.length === 0) continue;
    // Readers disagree whether the length in front of such an array counts elements or rows of elements.
    throw new VoTableError('unsupported', `column ${field.name} of arraysize '${field.arraysize!}' needs TABLEDATA`);
  }
  const writer = new ByteWriter();
  const flagBytes = Math.ceil(columns.length / 8);
  for (let row = 0; row < rowCount; row++) {
    const flagsAt = writer.reserve(flagBytes);
    columns.forEach((column, i) => {
      if (!column.isNull(row)) return;
      const byte = flagsAt + (i >> 3);
      writer.view.setUint8(byte, writer.view.getUint8(byte) | (128 >> (i & 7)));
    });
    for (const column of columns) {
      if (isText(column.field.datatype)) writeText(writer, column, row);
      else writeNumbers(writer, column, row);
    }
  }
  return encodeBase64(writer.finish());
}
