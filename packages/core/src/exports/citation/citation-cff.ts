// CITATION.cff 1.2.0 (https://citation-file-format.github.io): how to cite a result, and what it was derived from.
import type { Exporter } from '../exported-file.ts';
import { citationOf, type Citation, type CitedCreator, type CitedSource } from './citation.ts';

/** CITATION.cff. */
export const citationCffExporter: Exporter = {
  name: 'cff',
  mediaType: 'application/yaml',
  title: 'CITATION.cff, for repositories',
  write: (history, options) => [{ path: 'CITATION.cff', text: citationCff(citationOf(history, options)) }],
};

function citationCff(citation: Citation): string {
  const { root, doi, licence, sources } = citation;
  const lines = [
    'cff-version: 1.2.0',
    'message: If you use this result, please cite it and the data that it was derived from.',
    'type: dataset',
    `title: ${yamlText(citation.title)}`,
    `version: ${yamlText(citation.version)}`,
    `date-released: ${yamlText(citation.publishedDay)}`,
    `abstract: ${yamlText(citation.method)}`,
    ...(doi === undefined ? [] : [`doi: ${yamlText(doi)}`]),
    ...(licence === undefined ? [] : [`license: ${yamlText(licence)}`]),
    'authors:',
    ...citation.creators.flatMap(authorLines),
    'identifiers:',
    '  - type: other',
    `    value: ${yamlText(root.id)}`,
    '    description: The derivation that made the result, in Stemma.',
    ...(sources.length > 0 ? ['references:', ...sources.flatMap(referenceLines)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function authorLines({ name, person, orcid, affiliation }: CitedCreator): string[] {
  const names: [string, string][] = person
    ? [
        ['family-names', person.family],
        ['given-names', person.given],
      ]
    : [['name', name]];
  if (orcid !== undefined) names.push(['orcid', `https://orcid.org/${orcid}`]);
  // An author that is no person has no affiliation in this format.
  if (affiliation !== undefined && person) names.push(['affiliation', affiliation]);
  return names.map(([key, value], i) => `${i === 0 ? '  - ' : '    '}${key}: ${yamlText(value)}`);
}

// Who made a data file is not known to the store: the archive stands for them.
function referenceLines({ title, doi, url }: CitedSource): string[] {
  const archive = url === undefined ? 'doi.org' : (/^[a-z]+:\/\/([^/:]+)/i.exec(url)?.[1] ?? 'unknown');
  return [
    '  - type: data',
    `    title: ${yamlText(title)}`,
    '    authors:',
    `      - name: ${yamlText(archive)}`,
    doi === undefined ? `    url: ${yamlText(url!)}` : `    doi: ${yamlText(doi)}`,
  ];
}

/** Text as a double-quoted scalar of YAML 1.1 and 1.2: all but letters, digits and printable ASCII is escaped. */
export function yamlText(text: string): string {
  const escaped = text.toWellFormed().replace(/["\\]|[^ -~\p{L}]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const hex = character.codePointAt(0)!.toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
