// The history of one result as plain data: everything that an export can say about it, read once from the index, so
// that every exporter is a pure function and all of them say the same.
import type { SourceEntry } from '../analysis/declaration.ts';
import type { Json } from '../canonical/json.ts';
import type { Digest } from '../identity/digest.ts';
import type { ActivityStatus, Failure, InputBinding } from '../identity/records.ts';
import type { FamilyState } from '../provenance/node-state.ts';
import type { PlainRecord } from './fan-out-templates.ts';

/** One parameter of a derivation. */
export interface HistoryParameter {
  readonly name: string;
  /** Canonical form (`canonical/form.ts`), in the unit below. May be megabytes long in a literal: see `large`. */
  readonly value: Json;
  /** Set for a value too long to be written out: its canonical JSON in characters, and the sha256 of that. */
  readonly large?: { readonly characters: number; readonly digest?: Digest };
  /** As declared where the analysis is loaded, else as the name says; absent when it has none. */
  readonly unit?: string;
  /** Absent when the analysis is not loaded or says nothing. */
  readonly description?: string;
  /** `number`, `string`, `choice` …; absent when the analysis is not loaded. */
  readonly kind?: string;
}

/** One direct use: the input name and what came in by it. Members of a fan-out share one role, in their order. */
export interface HistoryUse {
  /** The input name; with ` over` behind it for the list that a fan-out ran over. */
  readonly role: string;
  readonly id: Digest;
}

/** A file inside an output; its digest names a blob. */
export interface HistoryFile {
  readonly name: string;
  readonly mediaType: string;
  /** sha256 of the bytes. */
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** One named output of a result. */
export interface HistoryOutput {
  readonly name: string;
  /** sha256 of the encoded value, which names its files by their digests. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Files that the value refers to. */
  readonly files: readonly HistoryFile[];
  /** Absent when the analysis is not loaded or says nothing. */
  readonly description?: string;
  /** `table`, `array`, `file` …; absent when the analysis is not loaded. */
  readonly kind?: string;
}

/** The execution that made a content. */
export interface HistoryActivity {
  readonly status: ActivityStatus;
  /** Milliseconds since 1970-01-01T00:00:00 UTC. */
  readonly startedMs: number;
  readonly finishedMs: number;
  /** Who asked for it. */
  readonly agent: string;
  readonly host: string;
  /** From 1; grows with each time that somebody else took over. */
  readonly attempt: number;
  /** User plus system time, seconds; absent when not measured. */
  readonly cpuS?: number;
  readonly peakMemoryBytes?: number;
}

/** One derivation in the history of a result. */
export interface HistoryNode {
  readonly id: Digest;
  /** `file` and `literal` are the built-in leaves: data from outside, which no activity made. */
  readonly kind: 'analysis' | 'file' | 'literal';
  /** Full name of the analysis. */
  readonly name: string;
  readonly version: string;
  /** Digest of the source of the analysis. */
  readonly code: Digest;
  /** Digest of the environment it runs in. */
  readonly environment: Digest;
  /** One sentence; absent when the analysis is not loaded or says nothing. */
  readonly description?: string;
  readonly parameters: readonly HistoryParameter[];
  /** How the inputs are defined; `uses` says what was used in truth. */
  readonly inputs: Readonly<Record<string, InputBinding>>;
  readonly uses: readonly HistoryUse[];
  readonly state: FamilyState;
  /** Empty without a result, and for expected failures. */
  readonly outputs: readonly HistoryOutput[];
  readonly failure?: Failure;
  /** Absent without a result. */
  readonly contentDigest?: Digest;
  readonly publishedMs?: number;
  /** Another derivation than the node itself when its content was taken over (early cut-off). */
  readonly producedBy?: Digest;
  /** The execution that made the content; absent for leaves, for contents taken over, and where none is recorded. */
  readonly activity?: HistoryActivity;
  /** Of a file: public addresses, licence, description; absent when no loaded module declares it. */
  readonly source?: SourceEntry;
  /** True for one that is here only since it made a content that was taken over: its own inputs are not told. */
  readonly isProducerOnly?: true;
}

/** The history of one result. */
export interface History {
  readonly root: Digest;
  /** Breadth first from the root, each once; producers of contents that were taken over come last. */
  readonly nodes: ReadonlyMap<Digest, HistoryNode>;
  /** Records behind fan-outs, which have no result and no node; needed to run a node somewhere else under the same id. */
  readonly templates?: ReadonlyMap<Digest, PlainRecord>;
}

/** The node that a history is about. */
export function rootOf({ root, nodes }: History): HistoryNode {
  return nodes.get(root)!;
}
