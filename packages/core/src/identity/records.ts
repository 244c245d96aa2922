// The stored forms: what the index keeps of derivations, results and activities. Plain data, JSON-safe
// but for payload bytes, equal in every backend and on every face.
import type { Json } from '../canonical/json.ts';
import type { LogLine } from '../ports/log.ts';
import type { Digest } from './digest.ts';

/** Which code made a result: the declared name and version, and digests of source and environment. */
export interface Definition {
  readonly name: string;
  readonly version: string;
  readonly code: Digest;
  readonly environment: Digest;
}

/** How one input of a derivation is bound; the leaves are derivation ids. */
export type InputBinding =
  | { readonly id: Digest; readonly accept?: readonly string[]; readonly optional?: true }
  | { readonly list: readonly InputBinding[] }
  | { readonly map: Readonly<Record<string, InputBinding>> }
  | {
      readonly each: {
        readonly over: Digest;
        readonly output: string;
        readonly path?: readonly string[];
        readonly one?: true;
        readonly template: InputBinding;
      };
    }
  | { readonly absent: true };

/** The shape hashes of a derivation (DESIGN 2): `l1` data units as holes, `l2` without parameters, `l3` without versions. */
export interface Shapes {
  readonly l1: Digest;
  readonly l2: Digest;
  readonly l3: Digest;
}

/** A derivation as the index keeps it: the whole pre-image of its id, so that "why again" is a difference. */
export interface DerivationRecord {
  readonly id: Digest;
  readonly definition: Definition;
  /** Canonical form: units converted, defaults filled in. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, InputBinding>>;
  readonly shapes: Shapes;
}

/** An expected failure: the analysis ran, and there is nothing to give, for this reason. */
export interface Failure {
  /** Machine-readable reason, for example `no_events`. */
  readonly reason: string;
  readonly message: string;
  readonly detail: Json;
  /** The derivation in which it first arose. */
  readonly origin: Digest;
}

/** One named output inside a manifest. */
export interface OutputEntry {
  /** sha256 of the encoded value. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Files that the value refers to; each is a blob of its own. */
  readonly files: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly digest: Digest;
    readonly sizeBytes: number;
  }[];
}

/** What an activity produced. Its canonical JSON is the pre-image of the content digest. */
export type Manifest = { readonly outputs: Readonly<Record<string, OutputEntry>> } | { readonly failure: Failure };

/** How an activity ended. */
export type ActivityStatus = 'done' | 'expected_failure' | 'failed' | 'cancelled';

/** One execution of a derivation: when, where, by whom, what it said and used. */
export interface ActivityRecord {
  readonly derivation: Digest;
  readonly status: ActivityStatus;
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly agent: string;
  readonly host: string;
  readonly pid: number;
  readonly attempt: number;
  /** User plus system time of the execution, seconds; NaN-free: absent when not measured. */
  readonly cpuS?: number;
  readonly peakMemoryBytes?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly stack?: string };
  readonly log: readonly LogLine[];
}
