// One row of a listing of results: what every face shows of a result before anybody opens it.
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';

/** One row of a listing. */
export interface ResultSummary {
  readonly id: Digest;
  readonly name: string;
  readonly version: string;
  readonly parameters: DerivationRecord['parameters'];
  readonly contentDigest: Digest;
  readonly failed: boolean;
  readonly forgotten: boolean;
  readonly pinned: boolean;
  readonly publishedMs: number;
  readonly sizeBytes: number;
  /** Set when it was retracted, or made from something that was. */
  readonly inDoubt?: 'retracted' | 'suspect';
}
