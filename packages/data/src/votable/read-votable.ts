/** Reads a VOTable: the XML is parsed as a stream of events, tables go straight into typed columns. */

import { SaxesParser } from 'saxes';
import { type Element, childrenOf } from './element.ts';
import type { VoColumn, VoDocument } from './model.ts';
import { readDocument, readField } from './read-metadata.ts';
import { TableData } from './table-data.ts';
import { VoTableError } from './votable-error.ts';

const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string) => { decode(bytes: Uint8Array): string };
};

// Deeper than any real document, shallow enough for recursion.
const maximumDepth = 64;

/**
 * The document in a text or in bytes of UTF-8. Reads versions 1.0 to 1.5 with TABLEDATA, BINARY or BINARY2 in base64.
 * Throws VoTableError: `not_votable` when the root is no VOTABLE, `corrupt` for broken XML, cells that are not of their
 * datatype, rows with too few or too many cells and truncated streams, `unsupported` for data in other files or FITS.
 */
export function readVoTable(input: string | Uint8Array): VoDocument {
  const text = typeof input === 'string' ? input : new TextDecoder('utf-8').decode(input);
  const reader = new DocumentReader();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new VoTableError(reader.begun ? 'corrupt' : 'not_votable', `broken XML at ${error.message}`);
  });
  parser.on('opentag', (tag) => reader.open(tag.name, tag.attributes));
  parser.on('closetag', () => reader.close());
  parser.on('text', (part) => reader.addText(part));
  parser.on('cdata', (part) => reader.addText(part));
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof VoTableError)) throw error;
    const place = error.message.startsWith('broken XML') ? '' : `line ${parser.line}: `;
    throw new VoTableError(error.code, `${place}${error.message}`, { cause: error });
  }
  return reader.finish();
}

/**
 * Keeps the open elements and hands cells to the table that is being read. Cells go into their
 * column at once and are forgotten, so that memory grows with the numbers and not with the markup around them.
 */
class DocumentReader {
  readonly #stack: Element[] = [];
  readonly #tables = new Map<Element, { columns: readonly VoColumn[]; rowCount: number }>();
  #root: Element | undefined;
  #data: TableData | undefined;

  /** Whether a VOTABLE element has been seen. */
  get begun(): boolean {
    return this.#root !== undefined;
  }

  /** Start of an element; prefixes are dropped, since the namespaces of the versions differ and add nothing. */
  open(qualifiedName: string, attributes: Record<string, string>): void {
    const name = qualifiedName.slice(qualifiedName.indexOf(':') + 1);
    const element: Element = { name, attributes, children: [], text: '' };
    const parent = this.#stack.at(-1);
    if (parent === undefined) this.#begin(element);
    if (this.#stack.length >= maximumDepth) throw new VoTableError('corrupt', 'elements are nested too deeply');
    // Rows and cells are consumed at once; everything else is kept.
    if (name !== 'TR' && name !== 'TD') parent?.children.push(element);
    this.#stack.push(element);
    if (name === 'DATA') this.#beginData(parent!);
    else refuseUnsupported(element);
  }

  /** Text between tags may come in several parts. */
  addText(text: string): void {
    const element = this.#stack.at(-1);
    if (element !== undefined) element.text += text;
  }

  /** End of an element: cells, rows and streams are consumed here. */
  close(): void {
    const element = this.#stack.pop()!;
    const parent = this.#stack.at(-1);
    switch (element.name) {
      case 'TD':
        this.#requireData(element).addCell(element.text);
        break;
      case 'TR':
        this.#requireData(element).endRow();
        break;
      case 'STREAM':
        this.#requireData(element).addStream(element.text, parent?.name === 'BINARY2');
        element.text = '';
        break;
      case 'DATA':
        this.#tables.set(parent!, this.#requireData(element).finish());
        this.#data = undefined;
        break;
      case 'TABLE':
        this.#endTable(element);
        break;
      default:
    }
  }

  /** The model, once the root is closed. */
  finish(): VoDocument {
    if (this.#root === undefined) throw new VoTableError('not_votable', 'there is no XML element');
    return readDocument(this.#root, (table) => this.#tables.get(table)!);
  }

  #begin(root: Element): void {
    if (root.name !== 'VOTABLE') throw new VoTableError('not_votable', `the root element is ${root.name}, not VOTABLE`);
    this.#root = root;
  }

  #beginData(table: Element): void {
    if (table.name !== 'TABLE' || this.#tables.has(table)) {
      throw new VoTableError('corrupt', 'DATA must be the only one in a TABLE');
    }
    this.#data = new TableData(childrenOf(table, 'FIELD').map(readField), tableLabel(table));
  }

  #requireData(element: Element): TableData {
    if (this.#data === undefined) throw new VoTableError('corrupt', `a ${element.name} stands outside of DATA`);
    return this.#data;
  }

  /** A table may have no DATA at all; its columns are then empty, but have their types. */
  #endTable(table: Element): void {
    const fields = childrenOf(table, 'FIELD');
    const read = this.#tables.get(table) ?? new TableData(fields.map(readField), tableLabel(table)).finish();
    this.#tables.set(table, read);
    const declared = table.attributes['nrows'];
    if (declared !== undefined && Number(declared) !== read.rowCount) {
      throw new VoTableError('corrupt', `${tableLabel(table)} has ${read.rowCount} rows, but declares ${declared}`);
    }
    if (fields.length !== read.columns.length) {
      throw new VoTableError('corrupt', `${tableLabel(table)} has a FIELD after its DATA`);
    }
  }
}

function tableLabel(table: Element): string {
  const name = table.attributes['name'] ?? table.attributes['ID'];
  return name === undefined ? 'a table' : `table ${name}`;
}

/** Legal ways of keeping data elsewhere or otherwise that would silently give an empty table. */
function refuseUnsupported({ name, attributes }: Element): void {
  if (name === 'FITS') throw new VoTableError('unsupported', 'tables in FITS within a VOTable are not supported');
  if (name === 'STREAM' && attributes['href'] !== undefined) {
    throw new VoTableError('unsupported', 'the data are in another file, which is not fetched');
  }
  const { encoding } = attributes;
  const isCell = name === 'TD';
  if ((isCell && encoding !== undefined) || (name === 'STREAM' && encoding !== 'base64')) {
    throw new VoTableError('unsupported', `the encoding '${encoding ?? 'none'}' of a ${name} is not supported`);
  }
}
