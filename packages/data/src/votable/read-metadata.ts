/** Turns the elements of a document into the model. */

import { isDatatype } from './datatypes.ts';
import { type Element, attributesAs, childText, childrenOf, requiredAttribute } from './element.ts';
import type {
  VoColumn,
  VoDescription,
  VoDocument,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoParam,
  VoResource,
  VoSystem,
  VoTable,
} from './model.ts';
import { VoTableError } from './votable-error.ts';

/** The columns read for each TABLE element. */
export type ColumnsOf = (table: Element) => { columns: readonly VoColumn[]; rowCount: number };

const described = { id: 'ID', name: 'name', ref: 'ref', ucd: 'ucd', utype: 'utype' } as const;
const fieldAttributes = {
  id: 'ID',
  unit: 'unit',
  ucd: 'ucd',
  utype: 'utype',
  xtype: 'xtype',
  ref: 'ref',
  width: 'width',
  precision: 'precision',
  arraysize: 'arraysize',
} as const;

function description(element: Element): { description?: string } {
  const text = childText(element, 'DESCRIPTION');
  return text === undefined ? {} : { description: text };
}

function readLink(element: Element): VoLink {
  return attributesAs(element, {
    href: 'href',
    title: 'title',
    contentRole: 'content-role',
    contentType: 'content-type',
  });
}

/** VALUES: null, range and options. */
function readValues(element: Element): Pick<VoDescription, 'nullValue' | 'minimum' | 'maximum' | 'options'> {
  const values = childrenOf(element, 'VALUES')[0];
  if (values === undefined) return {};
  const limit = (name: string): string | undefined => childrenOf(values, name)[0]?.attributes['value'];
  const [minimum, maximum] = [limit('MIN'), limit('MAX')];
  const options = childrenOf(values, 'OPTION').map((option) => requiredAttribute(option, 'value'));
  return {
    ...attributesAs(values, { nullValue: 'null' }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(options.length === 0 ? {} : { options }),
  };
}

/**
 * A FIELD or the common part of a PARAM. Attributes keep the text that they have: units and UCDs are for others to
 * judge. Throws `corrupt` without a name or datatype, or with a datatype that the standard does not have.
 */
export function readField(element: Element): VoField {
  const name = requiredAttribute(element, 'name');
  const datatype = requiredAttribute(element, 'datatype');
  if (!isDatatype(datatype)) throw new VoTableError('corrupt', `field ${name} has the unknown datatype '${datatype}'`);
  const links = childrenOf(element, 'LINK').map(readLink);
  return {
    name,
    datatype,
    ...attributesAs(element, fieldAttributes),
    ...description(element),
    ...(links.length === 0 ? {} : { links }),
    ...readValues(element),
  };
}

function readParam(element: Element): VoParam {
  return { ...readField(element), value: requiredAttribute(element, 'value') };
}

/** The text inside of an INFO is where services put their error messages. */
function readInfo(element: Element): VoInfo {
  const text = element.text.trim();
  return {
    name: requiredAttribute(element, 'name'),
    value: requiredAttribute(element, 'value'),
    ...attributesAs(element, { id: 'ID', unit: 'unit', ucd: 'ucd' }),
    ...(text === '' ? {} : { text }),
  };
}

/** Groups nest; the reader has limited the depth. */
function readGroup(element: Element): VoGroup {
  const references = (name: string): string[] =>
    childrenOf(element, name).map((reference) => requiredAttribute(reference, 'ref'));
  return {
    ...attributesAs(element, described),
    ...description(element),
    params: childrenOf(element, 'PARAM').map(readParam),
    fieldRefs: references('FIELDref'),
    paramRefs: references('PARAMref'),
    groups: childrenOf(element, 'GROUP').map(readGroup),
  };
}

// As they stand there: COOSYS and TIMESYS have gained attributes with every version of the standard.
function readSystems(element: Element): VoSystem[] {
  return element.children
    .filter(({ name }) => name === 'COOSYS' || name === 'TIMESYS')
    .map(({ name, attributes }) => ({ kind: name as VoSystem['kind'], attributes: { ...attributes } }));
}

/** Metadata of a table around the columns that were read with its data. */
function readTable(element: Element, columnsOf: ColumnsOf): VoTable {
  return {
    ...attributesAs(element, described),
    ...description(element),
    params: childrenOf(element, 'PARAM').map(readParam),
    groups: childrenOf(element, 'GROUP').map(readGroup),
    links: childrenOf(element, 'LINK').map(readLink),
    infos: childrenOf(element, 'INFO').map(readInfo),
    ...columnsOf(element),
  };
}

function readResource(element: Element, columnsOf: ColumnsOf): VoResource {
  return {
    ...attributesAs(element, { id: 'ID', name: 'name', utype: 'utype', type: 'type' }),
    ...description(element),
    infos: childrenOf(element, 'INFO').map(readInfo),
    systems: readSystems(element),
    params: childrenOf(element, 'PARAM').map(readParam),
    groups: childrenOf(element, 'GROUP').map(readGroup),
    links: childrenOf(element, 'LINK').map(readLink),
    tables: childrenOf(element, 'TABLE').map((table) => readTable(table, columnsOf)),
    resources: childrenOf(element, 'RESOURCE').map((resource) => readResource(resource, columnsOf)),
  };
}

/** The document of a VOTABLE element, its tables filled by `columnsOf`. Elements that the model does not know are passed over. */
export function readDocument(element: Element, columnsOf: ColumnsOf): VoDocument {
  return {
    version: element.attributes['version'] ?? '1.0',
    ...attributesAs(element, { id: 'ID' }),
    ...description(element),
    infos: childrenOf(element, 'INFO').map(readInfo),
    systems: readSystems(element),
    params: childrenOf(element, 'PARAM').map(readParam),
    groups: childrenOf(element, 'GROUP').map(readGroup),
    resources: childrenOf(element, 'RESOURCE').map((resource) => readResource(resource, columnsOf)),
  };
}
