// What documents of all formats say, in one form: things, activities, and who used and made what. Readers fill it, one
// function makes a graph of it.
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import { importLimits } from './bounded-json.ts';

/** A thing: a file, a value, a collection. */
export interface Thing {
  readonly label: string;
  /** Set for values: what a user of the thing has as a parameter. */
  readonly value?: Json;
  readonly unit?: string;
  /** True for a value that is a node of its own, as literals of Stemma are. */
  readonly isData?: boolean;
  /** sha256 of its bytes. */
  readonly sha256?: Digest;
  /** Any other name that is made of the bytes (`urn:hash::sha1:…`). */
  readonly contentName?: string;
  readonly sizeBytes?: number;
  readonly mediaType?: string;
  /** The derivation of Stemma whose result it is told to be. */
  readonly native?: Digest;
}

/** Something that ran. */
export interface Doing {
  readonly label: string;
  /** What it ran, without the run: `samtools sort`. */
  readonly tool?: string;
  readonly version?: string;
  /** Digest of the code, where it is told. */
  readonly code?: Digest;
  readonly startedMs?: number;
  readonly endedMs?: number;
  readonly agent?: string;
  readonly failed?: string;
  /** True for the run of a whole workflow whose steps are told too. */
  readonly isSummary?: boolean;
  readonly native?: Digest;
}

/** One relation between two keys, with a role where it has one. */
export type Link = readonly [from: string, to: string, role?: string];

/** Everything that a document says. Keys are its own identifiers, whole. */
export class Statements {
  readonly things = new Map<string, Thing>();
  readonly doings = new Map<string, Doing>();
  /** Activity, thing. */
  readonly used: Link[] = [];
  /** Thing, activity. */
  readonly generated: Link[] = [];
  /** Thing, what it was made from. */
  readonly derived: Link[] = [];
  /** Whole, part. */
  readonly parts: Link[] = [];
  /** Thing, the content or other thing that it is one of. */
  readonly special: Link[] = [];
  /** Activity, an earlier one. */
  readonly informed: Link[] = [];
  /** What was mentioned and is not there. */
  readonly missing = new Set<string>();
  #count = 0;

  /** Adds a relation. @throws StemmaError `too_large` beyond the limit of edges. */
  link(kind: 'used' | 'generated' | 'derived' | 'parts' | 'special' | 'informed', link: Link): void {
    if (++this.#count > importLimits.edges)
      throw new StemmaError('too_large', `the document has more than ${importLimits.edges} relations: split it`);
    this[kind].push(link);
  }

  /** The thing of a key; one that is only mentioned is made, and counted as missing. */
  thing(key: string): Thing {
    let thing = this.things.get(key);
    if (!thing) {
      thing = { label: key };
      this.things.set(key, thing);
      this.missing.add(key);
    }
    return thing;
  }
}

/** Text that may go into the index: well-formed and short. */
export function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).toWellFormed();
  return text.length <= importLimits.textCharacters ? text : `${text.slice(0, 200)}… (${text.length} characters)`;
}

/** Milliseconds UTC of a time as documents write it; one without a zone is UTC. Undefined for all else. */
export function timeMs(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T');
  const ms = Date.parse(hasZone ? value : `${value}Z`);
  return Number.isFinite(ms) ? ms : undefined;
}

/** The last part of an identifier: what people would call it. */
export function localName(key: string): string {
  const parts = key.split(/[#/:]/).filter((part) => part !== '');
  const last = parts.at(-1) ?? key;
  try {
    return decodeURIComponent(last).toWellFormed();
  } catch {
    return last.toWellFormed();
  }
}

/** An object without its undefined fields. */
export function defined<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
