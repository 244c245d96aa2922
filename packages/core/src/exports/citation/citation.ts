// What a citation says of a result: the facts that DataCite, CITATION.cff and BibTeX share, with a plain default for
// everything that no store knows.
import { StemmaError } from '../../errors.ts';
import type { Creator, ExportOptions } from '../exported-file.ts';
import { rootOf, type History, type HistoryNode } from '../history.ts';
import { boundedText, isoDay, valueText, xmlCharacters } from '../plain-text.ts';
import { defaultBase } from '../prov/prov-graph.ts';

/** Somebody who is cited. */
export interface CitedCreator extends Creator {
  /** Set for a person: the name is `Family, Given`. */
  readonly person?: { readonly family: string; readonly given: string };
}

/** A data file that the result was derived from and that anybody can get. */
export interface CitedSource {
  readonly title: string;
  /** Without an address in front; else `url` is set. */
  readonly doi?: string;
  readonly url?: string;
  readonly licence?: string;
}

/** A citation; all texts are one line of characters that every format can hold, and never empty. */
export interface Citation {
  readonly title: string;
  readonly creators: readonly CitedCreator[];
  readonly publisher: string;
  /** ISO 8601, UTC. */
  readonly publishedDay: string;
  readonly createdDay: string;
  readonly version: string;
  readonly description: string;
  /** How it was made, in one sentence. */
  readonly method: string;
  readonly doi?: string;
  /** SPDX identifier. */
  readonly licence?: string;
  readonly sources: readonly CitedSource[];
  /** Where the result can be looked up, or a URN. */
  readonly address: string;
  readonly root: HistoryNode;
}

/** The citation of a result. @throws StemmaError `invalid_request` for a DOI, ORCID or licence that is none. */
export function citationOf(history: History, options: ExportOptions): Citation {
  const root = rootOf(history);
  const publishedMs = options.exportedMs ?? root.publishedMs ?? 0;
  return {
    title: citedText(options.title ?? root.name),
    creators: creatorsOf(history, options),
    publisher: citedText(options.publisher ?? 'Stemma'),
    publishedDay: isoDay(publishedMs),
    createdDay: isoDay(root.activity?.finishedMs ?? publishedMs),
    version: citedText(root.version),
    description: citedText(root.description ?? `A result of ${root.name}.`),
    method: methodOf(history),
    ...(options.doi !== undefined && { doi: checked('doi', options.doi, doiPattern, '10.5281/zenodo.1') }),
    ...(options.licence !== undefined && { licence: checked('licence', options.licence, spdxPattern, 'CC-BY-4.0') }),
    sources: sourcesOf(history),
    address: `${options.base ?? defaultBase}result-${root.id}`,
    root,
  };
}

const doiPattern = /^10\.\d{4,9}(\.\d+)?\/[A-Za-z0-9:/_;\-.()[\]\\]+$/;
const spdxPattern = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/;
const orcidPattern = /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/;

function checked(what: string, given: string, pattern: RegExp, example: string): string {
  if (pattern.test(given)) return given;
  throw new StemmaError('invalid_request', `"${boundedText(given, 80)}" is no ${what}, which looks like ${example}`, {
    [what]: given,
  });
}

/** Text as citations can hold it: one line, characters of XML, never empty. */
export function citedText(text: string): string {
  return xmlCharacters(boundedText(text)).replace(/\s+/g, ' ').trim() || 'unknown';
}

function creatorsOf({ nodes }: History, { creators }: ExportOptions): CitedCreator[] {
  // Who asked for any part of it, in the order of the history: the result itself first.
  const agents = new Set([...nodes.values()].flatMap(({ activity }) => (activity ? [citedText(activity.agent)] : [])));
  const given = creators ?? [...agents].map((name) => ({ name }));
  return given.length > 0 ? given.map(citedCreator) : [{ name: 'unknown' }];
}

function citedCreator({ name, orcid, affiliation }: Creator): CitedCreator {
  const text = citedText(name);
  const [family = '', ...rest] = text.split(',');
  const given = rest.join(',').trim();
  const isPerson = given !== '' && family.trim() !== '';
  return {
    name: text,
    ...(isPerson && { person: { family: family.trim(), given } }),
    ...(orcid !== undefined && { orcid: checked('orcid', orcid, orcidPattern, '0000-0002-1825-0097') }),
    ...(affiliation !== undefined && { affiliation: citedText(affiliation) }),
  };
}

function methodOf(history: History): string {
  const { name, version, parameters } = rootOf(history);
  const kinds = { analysis: 0, file: 0, literal: 0 };
  for (const { kind } of history.nodes.values()) kinds[kind]++;
  const told = parameters.map(
    (one) => `${one.name} = ${valueText(one)}${one.unit === undefined ? '' : ` ${one.unit}`}`,
  );
  const made = `Made by the analysis ${name}, version ${version}, in ${kinds.analysis} steps from ${kinds.file} data files`;
  return citedText(told.length > 0 ? `${made}, with ${told.join(', ')}.` : `${made}.`);
}

// A DOI among the addresses of a file names it best; otherwise its first address. Each once, however many files have it.
function sourcesOf({ nodes }: History): CitedSource[] {
  const sources = new Map<string, CitedSource>();
  for (const { source } of nodes.values()) {
    if (!source?.urls || source.urls.length === 0) continue;
    const dois = source.urls.map((url) => /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)(.+)$/i.exec(url)?.[1]);
    const doi = dois.find((one) => one !== undefined && doiPattern.test(one));
    const address = doi === undefined ? { url: encodeURI(source.urls[0]!.toWellFormed()) } : { doi };
    const licence = source.licence === undefined ? {} : { licence: citedText(source.licence) };
    const key = doi ?? source.urls[0]!;
    if (!sources.has(key)) sources.set(key, { title: citedText(source.name), ...address, ...licence });
  }
  return [...sources.values()];
}
