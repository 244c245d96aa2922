// Identifiers and values as the graph of Renku (metadata version 10) wants them: its SHACL shapes are closed and match
// every IRI against a pattern.
import type { Json } from '../../canonical/json.ts';
import type { Digest } from '../../identity/digest.ts';

/** One node of the graph. */
export type RenkuNode = Readonly<Record<string, Json>>;

// What identifiers begin with unless something else is asked for: Renku takes only http and https.
const defaultBase = 'https://stemma.example';

/** The version of Renku whose shapes are followed; activities must name a Renku as their software. */
export const renkuVersion = '2.9.4';

/** JSON-LD context of the document. */
export const renkuContext = {
  oa: 'http://www.w3.org/ns/oa#',
  prov: 'http://www.w3.org/ns/prov#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  renku: 'https://swissdatasciencecenter.github.io/renku-ontology#',
  schema: 'http://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** IRIs of what stands for derivations and definitions. */
export class RenkuNames {
  readonly #base: string;

  /** @param base an http or https address; others cannot be said in Renku, and the default takes their place. */
  constructor(base: string | undefined) {
    const given =
      base !== undefined && /^https?:\/\/[^\s/"<>\\^`{|}]+$/.test(base.replace(/\/+$/, '')) ? base : defaultBase;
    this.#base = given.replace(/\/+$/, '');
  }

  activity(id: Digest): string {
    return `${this.#base}/activities/${id}`;
  }

  /** A plan is a definition: the digest of its code names it. */
  plan(code: Digest): string {
    return `${this.#base}/plans/${code}`;
  }

  entity(id: Digest, path: string): string {
    return `${this.#base}/entities/${id}/${path}`;
  }

  person(name: string): string {
    return `${this.#base}/persons/${encodeURIComponent(name.toWellFormed()) || 'unknown'}`;
  }

  other(kind: 'projects' | 'agents' | 'annotations', name: string): string {
    return `${this.#base}/${kind}/${name}`;
  }
}

/** A reference. */
export function iri(id: string): { '@id': string } {
  return { '@id': id };
}

/** A time of an activity. */
export function typedTime(timeMs: number): RenkuNode {
  return { '@type': 'xsd:dateTime', '@value': textTime(timeMs) };
}

/** A time of a plan or project: text with a numeric offset. */
export function textTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}+00:00`;
}
