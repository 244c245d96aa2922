/** Writes a VOTable 1.4 document. */

import { isText, numberCodecs } from './datatypes.ts';
import type { VoDocumentSpec, VoGroupSpec, VoParamSpec, VoResourceSpec, VoTableSpec } from './document-spec.ts';
import type { Datatype, VoDescription, VoField, VoInfo, VoLink, VoSystem } from './model.ts';
import { prepareColumn } from './prepare-column.ts';
import { VoTableError } from './votable-error.ts';
import { writeBinary2, writeTableData } from './write-cells.ts';
import { type Attributes, XmlWriter } from './xml-writer.ts';

/** How the cells are written: as text, or as base64 of their bytes. */
export interface VoTableWriteOptions {
  /** `tabledata` is readable and larger; `binary2` is smaller and tells nulls apart in every type. */
  readonly serialization?: 'tabledata' | 'binary2';
}

/**
 * The XML text of a document (UTF-8 when it is encoded). Default serialisation is `tabledata`. Throws VoTableError
 * `invalid_request` for columns of unequal lengths, values that do not fit their datatype, characters that XML cannot
 * hold, and `unsupported` for arrays of several dimensions, the last of them variable, in BINARY2.
 */
export function writeVoTable(document: VoDocumentSpec, options: VoTableWriteOptions = {}): string {
  const writer = new XmlWriter();
  const attributes = {
    version: '1.4',
    // The namespace has not changed since version 1.3 (VOTable 1.4, section 3.2).
    xmlns: 'http://www.ivoa.net/xml/VOTable/v1.3',
    ID: document.id,
  };
  writer.element('VOTABLE', attributes, () => {
    writeDescription(writer, document.description);
    writeCommon(writer, document);
    for (const resource of document.resources) writeResource(writer, resource, options);
  });
  return writer.finish();
}

/** DESCRIPTION comes first in every element that has one. */
function writeDescription(writer: XmlWriter, text: string | undefined): void {
  if (text !== undefined) writer.textElement('DESCRIPTION', {}, text);
}

/** What documents and resources have in common. */
interface Common {
  readonly systems?: readonly VoSystem[];
  readonly groups?: readonly VoGroupSpec[];
  readonly params?: readonly VoParamSpec[];
  readonly infos?: readonly VoInfo[];
}

function writeCommon(writer: XmlWriter, { systems = [], groups = [], params = [], infos = [] }: Common): void {
  for (const { kind, attributes } of systems) writer.element(kind, attributes);
  for (const group of groups) writeGroup(writer, group);
  for (const param of params) writeParam(writer, param);
  writeInfos(writer, infos);
}

function writeInfos(writer: XmlWriter, infos: readonly VoInfo[]): void {
  for (const { id, name, value, unit, ucd, text } of infos) {
    const attributes = { ID: id, name, value, unit, ucd };
    if (text === undefined) writer.element('INFO', attributes);
    else writer.textElement('INFO', attributes, text);
  }
}

function writeLinks(writer: XmlWriter, links: readonly VoLink[] = []): void {
  for (const { href, title, contentRole, contentType } of links) {
    writer.element('LINK', { 'content-role': contentRole, 'content-type': contentType, title, href });
  }
}

function writeResource(writer: XmlWriter, resource: VoResourceSpec, options: VoTableWriteOptions): void {
  const { id, name, utype, type } = resource;
  writer.element('RESOURCE', { ID: id, name, type, utype }, () => {
    writeDescription(writer, resource.description);
    writeCommon(writer, resource);
    writeLinks(writer, resource.links);
    for (const table of resource.tables ?? []) writeTable(writer, table, options);
    for (const inner of resource.resources ?? []) writeResource(writer, inner, options);
  });
}

/** FIELDs before PARAMs and GROUPs, as the schema has them in any order but readers expect them. */
function writeTable(writer: XmlWriter, table: VoTableSpec, { serialization = 'tabledata' }: VoTableWriteOptions): void {
  const columns = table.columns.map(prepareColumn);
  const rowCount = columns[0]?.rowCount ?? 0;
  for (const column of columns) {
    if (column.rowCount === rowCount) continue;
    const lengths = `${column.rowCount} rows, but ${columns[0]!.field.name} has ${rowCount}`;
    throw new VoTableError('invalid_request', `column ${column.field.name} has ${lengths}`);
  }
  const { id, name, ref, ucd, utype } = table;
  writer.element('TABLE', { ID: id, name, ref, ucd, utype, nrows: String(rowCount) }, () => {
    writeDescription(writer, table.description);
    for (const { field } of columns) writeField(writer, 'FIELD', field);
    for (const param of table.params ?? []) writeParam(writer, param);
    for (const group of table.groups ?? []) writeGroup(writer, group);
    writeLinks(writer, table.links);
    if (columns.length > 0) {
      writer.element('DATA', {}, () => {
        if (serialization === 'tabledata') return writeTableData(writer, columns, rowCount);
        const stream = writeBinary2(columns, rowCount);
        writer.raw(`<BINARY2>\n<STREAM encoding="base64">\n${stream}</STREAM>\n</BINARY2>\n`);
      });
    }
    writeInfos(writer, table.infos ?? []);
  });
}

function writeGroup(writer: XmlWriter, group: VoGroupSpec): void {
  const { id, name, ref, ucd, utype } = group;
  writer.element('GROUP', { ID: id, name, ref, ucd, utype }, () => {
    writeDescription(writer, group.description);
    for (const reference of group.fieldRefs ?? []) writer.element('FIELDref', { ref: reference });
    for (const reference of group.paramRefs ?? []) writer.element('PARAMref', { ref: reference });
    for (const param of group.params ?? []) writeParam(writer, param);
    for (const inner of group.groups ?? []) writeGroup(writer, inner);
  });
}

const valueDatatypes: Readonly<Record<string, Datatype>> = { number: 'double', bigint: 'long', boolean: 'boolean' };

// The value decides the datatype where none is given, as for columns: numbers are doubles, bigints longs.
function writeParam(writer: XmlWriter, param: VoParamSpec): void {
  const { value } = param;
  const datatype = param.datatype ?? valueDatatypes[typeof value] ?? 'char';
  // A text needs an arraysize; its length is not fixed.
  const arraysize = param.arraysize ?? (param.datatype === undefined && isText(datatype) ? '*' : undefined);
  const text = typeof value === 'string' ? value : formatValue(datatype, value);
  const field = { ...param, datatype, ...(arraysize === undefined ? {} : { arraysize }) };
  writeField(writer, 'PARAM', field, { value: text });
}

function formatValue(datatype: Datatype, value: number | bigint | boolean): string {
  if (isText(datatype)) return String(value);
  return numberCodecs[datatype].format(typeof value === 'boolean' ? Number(value) : value);
}

/** The attributes in the order of the standard's table; children only where there are any. */
function writeField(writer: XmlWriter, name: 'FIELD' | 'PARAM', field: VoField, extra: Attributes = {}): void {
  const { id, datatype, arraysize, width, precision, unit, ucd, utype, xtype, ref, links = [] } = field;
  const attributes = {
    ID: id,
    name: field.name,
    datatype,
    arraysize,
    width,
    precision,
    unit,
    ucd,
    utype,
    xtype,
    ref,
    ...extra,
  };
  const hasValues = hasRange(field);
  if (field.description === undefined && !hasValues && links.length === 0) return writer.element(name, attributes);
  writer.element(name, attributes, () => {
    writeDescription(writer, field.description);
    if (hasValues) writeValues(writer, field);
    writeLinks(writer, links);
  });
}

function hasRange({ nullValue, minimum, maximum, options }: VoDescription): boolean {
  return [nullValue, minimum, maximum].some((value) => value !== undefined) || (options?.length ?? 0) > 0;
}

function writeValues(writer: XmlWriter, { nullValue, minimum, maximum, options = [] }: VoDescription): void {
  writer.element('VALUES', { null: nullValue }, () => {
    if (minimum !== undefined) writer.element('MIN', { value: minimum });
    if (maximum !== undefined) writer.element('MAX', { value: maximum });
    for (const value of options) writer.element('OPTION', { value });
  });
}
