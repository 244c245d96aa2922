// The query for results: one plain object that the command line, the library and HTTP all send, so that a search can
// be saved, shared and asked again elsewhere. It is pure JSON.
import type { Json } from '../canonical/json.ts';
import type { Digest } from '../identity/digest.ts';

/**
 * A condition on one parameter. The name may leave out a unit at its end: `binSize` means `binSizeKeV` too. Numbers are
 * in `unit`, and converted to that of each parameter; without `unit` they are in the parameter's own.
 */
export type ParameterCondition =
  | {
      readonly name: string;
      readonly min?: number;
      readonly max?: number;
      /** True to leave out the ends themselves. */
      readonly minOpen?: boolean;
      readonly maxOpen?: boolean;
      readonly unit?: string;
    }
  | {
      readonly name: string;
      /** Values in canonical form, of which one must be equal. */
      readonly in: readonly Json[];
      /** True to find those that have the parameter with another value. */
      readonly not?: boolean;
      readonly unit?: string;
    };

/** States of a result; one may be in several. */
export const resultStates = [
  'known',
  'failed',
  'forgotten',
  'pinned',
  'tagged',
  'noted',
  'retracted',
  'suspect',
] as const;

/** One of {@link resultStates}: its bytes are there, an expected failure, bytes forgotten, kept for ever, has a tag, has a note. */
export type ResultState = (typeof resultStates)[number];

/** What a result was made with: a derivation, a file by digest or name, or every derivation of an analysis. */
export type UsedThing =
  | { readonly id: Digest }
  | { readonly file: string }
  | { readonly analysis: string; readonly version?: string };

/** What results can be sorted by; names and sizes begin with the smallest unless `descending`. */
export const sortKeys = ['published', 'name', 'size'] as const;

/** How results are sorted: by default by time of publication, newest first. */
export interface SearchOrder {
  readonly by: (typeof sortKeys)[number];
  readonly descending: boolean;
}

/** Which results are looked for. Every field narrows; an empty query means all. */
export interface SearchQuery {
  /** Full name of the analysis; `*` stands for any text. Letters count. */
  readonly analysis?: string;
  readonly version?: string;
  readonly parameters?: readonly ParameterCondition[];
  /** Published at or after, before: milliseconds since 1970-01-01T00:00:00 UTC. */
  readonly publishedFromMs?: number;
  readonly publishedToMs?: number;
  /** The same for the start of the activity that made the content. */
  readonly startedFromMs?: number;
  readonly startedToMs?: number;
  /** Who asked for it, and on which host it ran: of the activity that made the content. */
  readonly agent?: string;
  readonly site?: string;
  /** States that must all hold, and those that must not. */
  readonly is?: readonly ResultState[];
  readonly isNot?: readonly ResultState[];
  /** Tags that it must all have. */
  readonly tags?: readonly string[];
  readonly collection?: string;
  /** Words that must all begin a word of the analysis' name or description, its parameters, tags or notes. */
  readonly text?: string;
  /** Same shape: `l1` the same processing of other data, `l2` with other parameters, `l3` in other versions. */
  readonly shape?: { readonly level: 'l1' | 'l2' | 'l3'; readonly of: Digest };
  /** Made with all of these, directly or through others. */
  readonly uses?: readonly UsedThing[];
  /** True to leave out files and literals. */
  readonly withoutLeaves?: boolean;
  readonly sort?: SearchOrder;
  /** Results on a page, 1 to 10,000 (default 100). */
  readonly pageSize?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** The default order: newest first. */
export const newestFirst: SearchOrder = { by: 'published', descending: true };

/** The order of a query. */
export function orderOf(query: SearchQuery): SearchOrder {
  return query.sort ?? newestFirst;
}
