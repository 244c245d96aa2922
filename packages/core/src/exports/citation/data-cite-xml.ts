// DataCite metadata as XML of kernel 4: the same facts as the JSON, by the names of the XML schema.
import { xmlText } from '../plain-text.ts';
import type { DataCite } from './data-cite-metadata.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * DataCite metadata as XML. Where there is no DOI yet, the identifier is `(:tba)`, the standard value for one that is to
 * be assigned (DataCite 4.5, appendix 3).
 */
export function dataCiteXml(metadata: DataCite): string {
  const { types, publisher, creators } = metadata;
  const body = [
    element('identifier', { identifierType: 'DOI' }, [metadata.doi ?? '(:tba)']),
    list('creators', creators.map(creatorXml)),
    list(
      'titles',
      metadata.titles.map(({ title }) => element('title', {}, [title])),
    ),
    element('publisher', {}, [publisher.name]),
    element('publicationYear', {}, [metadata.publicationYear]),
    element('resourceType', { resourceTypeGeneral: types.resourceTypeGeneral }, [types.resourceType]),
    list(
      'dates',
      metadata.dates.map(({ date, ...rest }) => element('date', rest, [date])),
    ),
    list(
      'alternateIdentifiers',
      metadata.alternateIdentifiers.map(({ alternateIdentifier, ...rest }) =>
        element('alternateIdentifier', rest, [alternateIdentifier]),
      ),
    ),
    list(
      'relatedIdentifiers',
      metadata.relatedIdentifiers.map(textAndAttributes('relatedIdentifier', 'relatedIdentifier')),
    ),
    list(
      'sizes',
      metadata.sizes.map((size) => element('size', {}, [size])),
    ),
    list(
      'formats',
      metadata.formats.map((format) => element('format', {}, [format])),
    ),
    element('version', {}, [metadata.version]),
    list('rightsList', metadata.rightsList.map(textAndAttributes('rights', 'rights'))),
    list('descriptions', metadata.descriptions.map(textAndAttributes('description', 'description'))),
  ];
  const schema =
    'xmlns="http://datacite.org/schema/kernel-4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xsi:schemaLocation="http://datacite.org/schema/kernel-4 http://schema.datacite.org/meta/kernel-4.5/metadata.xsd"';
  const lines = body.filter((text) => text !== '').map((text) => `  ${text}`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<resource ${schema}>\n${lines.join('\n')}\n</resource>\n`;
}

interface Markup {
  readonly xml: string;
}

function creatorXml(creator: DataCite['creators'][number]): string {
  const {
    name,
    nameType,
    givenName,
    familyName,
    nameIdentifiers = [],
    affiliation = [],
  } = creator as {
    readonly name: string;
    readonly nameType?: string;
    readonly givenName?: string;
    readonly familyName?: string;
    readonly nameIdentifiers?: readonly Fields[];
    readonly affiliation?: readonly { readonly name: string }[];
  };
  const parts = [
    element('creatorName', { nameType }, [name]),
    ...(givenName === undefined ? [] : [element('givenName', {}, [givenName])]),
    ...(familyName === undefined ? [] : [element('familyName', {}, [familyName])]),
    ...nameIdentifiers.map(textAndAttributes('nameIdentifier', 'nameIdentifier')),
    ...affiliation.map((one) => element('affiliation', {}, [one.name])),
  ];
  return element(
    'creator',
    {},
    parts.map((xml) => ({ xml })),
  );
}

function list(name: string, items: readonly string[]): string {
  return items.length === 0
    ? ''
    : element(
        name,
        {},
        items.map((xml) => ({ xml })),
      );
}

// An object of the JSON becomes an element: one field is its text, the others are attributes.
function textAndAttributes(name: string, field: string): (fields: Fields) => string {
  return ({ [field]: text, ...rest }) => element(name, rest, [String(text)]);
}

// What the JSON calls `schemeUri` the XML calls `schemeURI`.
function element(name: string, attributes: Fields, content: readonly (string | Markup)[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key.replace(/Uri$/, 'URI')}="${xmlText(String(value))}"`);
  const inside = content.map((part) => (typeof part === 'string' ? xmlText(part) : part.xml));
  return `<${name}${written.join('')}>${inside.join('')}</${name}>`;
}
