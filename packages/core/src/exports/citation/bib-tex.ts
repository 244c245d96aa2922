// A BibTeX entry for a result, that old and new styles take: `misc`, with the DOI where there is one.
import type { Exporter } from '../exported-file.ts';
import { citationOf, type Citation, type CitedCreator } from './citation.ts';

/** BibTeX. */
export const bibTexExporter: Exporter = {
  name: 'bibtex',
  mediaType: 'application/x-bibtex',
  title: 'BibTeX, for papers',
  write: (history, options) => [{ path: 'citation.bib', text: bibTex(citationOf(history, options)) }],
};

function bibTex(citation: Citation): string {
  const { root, doi, address, sources } = citation;
  const note = [`Stemma derivation ${root.id}`, ...sources.map((one) => `derived from ${one.doi ?? one.url}`)].join(
    '; ',
  );
  const fields: [string, string][] = [
    ['author', citation.creators.map(authorText).join(' and ')],
    ['title', `{${latexText(citation.title)}}`],
    ['year', citation.publishedDay.slice(0, 4)],
    ['publisher', latexText(citation.publisher)],
    ['version', latexText(citation.version)],
    ...(doi === undefined ? [] : [['doi', latexText(doi)] as [string, string]]),
    ...(/^https?:/.test(address) ? [['url', latexText(address)] as [string, string]] : []),
    ['note', latexText(note)],
  ];
  const lines = fields.map(([key, value]) => `  ${key} = {${value}}`);
  return `@misc{stemma-${root.id.slice(0, 16)},\n${lines.join(',\n')}\n}\n`;
}

// In braces, so that `and` and commas inside a name do not end it.
function authorText({ name, person }: CitedCreator): string {
  return person ? `{${latexText(person.family)}}, {${latexText(person.given)}}` : `{${latexText(name)}}`;
}

const latexEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // BibTeX counts braces even where they are escaped.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** Text as LaTeX reads it as itself. Letters beyond ASCII stay: both biber and today's BibTeX read UTF-8. */
export function latexText(text: string): string {
  return text.replace(/[\\{}^~#$%&_]/g, (character) => latexEscapes[character] ?? `\\${character}`);
}
