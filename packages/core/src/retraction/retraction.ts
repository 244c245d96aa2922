// What can be said of results afterwards: that a result, a definition, a piece of code or a data file is wrong. Said by
// events that are only ever appended; what follows from them downstream is derived and written into no result.
import { StemmaError } from '../errors.ts';
import { isDigest, type Digest } from '../identity/digest.ts';
import type { Manifest } from '../identity/records.ts';

/**
 * What is retracted.
 *
 * A *result*: the content that a derivation has now, because of how it was made (a broken disk, a wrong machine). Making
 * it again can clear it. A *definition* (one version of an analysis), *code* (whatever was made with this digest) or a
 * *data file*: the same thing again is as wrong as before, so only another one, or a withdrawal, helps.
 */
export type RetractionTarget =
  | { readonly kind: 'result'; readonly id: Digest }
  | { readonly kind: 'definition'; readonly name: string; readonly version: string }
  | { readonly kind: 'code'; readonly digest: Digest }
  | { readonly kind: 'file'; readonly digest: Digest };

/** A retraction that somebody wants to make. */
export interface RetractionRequest {
  readonly target: RetractionTarget;
  /** One sentence for those whose results depend on it. */
  readonly reason: string;
  /** Who retracts: a name, an address, an ORCID. */
  readonly by: string;
  /** What to use in its place: a result, a version, a file; text for people. */
  readonly replacedBy?: string;
}

/**
 * What has happened: `retract`; `withdraw`, the retraction was itself a mistake; `confirm`, the result was made again
 * and has the same content; `supersede`, it was made again and another content took its place.
 */
export type RetractionEventKind = 'retract' | 'withdraw' | 'confirm' | 'supersede';

/** One event, never changed and never removed. */
export interface RetractionEvent extends RetractionRequest {
  /** 1, 2, 3 … in the order in which the store took them. */
  readonly number: number;
  readonly kind: RetractionEventKind;
  /** Of a result: the content that is meant; for `supersede` the one that was replaced. */
  readonly contentDigest?: Digest;
  /** The number of the retraction that is withdrawn or confirmed away. */
  readonly of?: number;
  /** Milliseconds since 1970-01-01T00:00:00 UTC. */
  readonly atMs: number;
}

/** How a derivation stands that is not sound: retracted itself, or made from something that is. */
export interface Standing {
  readonly state: 'retracted' | 'suspect';
  /** The derivation where the trouble begins: itself when retracted, an ancestor when suspect. */
  readonly origin: Digest;
  /** Name of the analysis of the origin. */
  readonly originName: string;
  /** The retraction that applies to the origin; absent when a newer content has taken its place. */
  readonly retraction?: RetractionEvent;
}

/** A content that a derivation had before another one took its place. */
export interface FormerResult {
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  readonly publishedMs: number;
  readonly producedBy: Digest;
  /** True when garbage collection has forgotten its bytes. */
  readonly forgotten: boolean;
  /** The event by which it was replaced. */
  readonly supersededBy: number;
}

const maxText = 4000;

/**
 * Refuses a retraction that says too little or too much.
 * @throws StemmaError `invalid_request`.
 */
export function checkRetraction({ target, reason, by, replacedBy }: RetractionRequest): void {
  if (target.kind === 'definition') {
    if (target.name === '' || target.version === '')
      throw new StemmaError('invalid_request', 'a definition is retracted as name@version, both given');
    if (target.name.startsWith('stemma.'))
      throw new StemmaError(
        'invalid_request',
        `${target.name} is built in: retract the result, or the data file, that is wrong`,
      );
  } else {
    const digest = target.kind === 'result' ? target.id : target.digest;
    if (!isDigest(digest))
      throw new StemmaError('invalid_request', `"${digest}" is no sha256: a ${target.kind} is retracted by its digest`);
  }
  for (const [what, text] of Object.entries({ reason, by, ...(replacedBy !== undefined && { replacedBy }) })) {
    if (text.trim() === '')
      throw new StemmaError(
        'invalid_request',
        `a retraction needs ${what === 'by' ? 'a name' : `a ${what}`}: it is empty`,
      );
    if (text.length > maxText)
      throw new StemmaError(
        'too_large',
        `the ${what} of a retraction has ${text.length} characters, at most ${maxText} are kept`,
      );
  }
}

/** The target in words: `the definition tutorial.BinnedEvents@1`. */
export function formatTarget(target: RetractionTarget): string {
  switch (target.kind) {
    case 'result':
      return `the result ${target.id.slice(0, 12)}`;
    case 'definition':
      return `the definition ${target.name}@${target.version}`;
    case 'code':
      return `the code ${target.digest.slice(0, 12)}`;
    case 'file':
      return `the data file ${target.digest.slice(0, 12)}`;
  }
}

/** A standing in words: `retracted: wrong gain`, `suspect: made from tutorial.EnergyCalibration 1a2b…, retracted: wrong gain`. */
export function formatStanding({ state, origin, originName, retraction }: Standing): string {
  const why = retraction ? `retracted: ${reasonOf(retraction)}` : 'which has another content since';
  if (state === 'retracted') return why;
  return `suspect: made from ${originName} ${origin.slice(0, 12)}, ${why}`;
}

/** The reason of a retraction, with what to use instead. */
export function reasonOf({ target, reason, replacedBy }: RetractionRequest): string {
  const what = target.kind === 'result' ? '' : ` (${formatTarget(target)})`;
  return `${reason}${what}${replacedBy === undefined ? '' : `; use ${replacedBy} instead`}`;
}
