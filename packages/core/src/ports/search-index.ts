// The part of the index's port that finds results by a declared query, page by page, and keeps what the query needs:
// descriptions and units of analyses, which no result carries itself.
import type { SearchQuery } from '../query/search-query.ts';
import type { ResultSummary } from './result-summary.ts';

/** One page of results; `next` is the cursor of the following one, absent on the last. */
export interface SearchPage {
  readonly results: readonly ResultSummary[];
  readonly next?: string;
}

/** What search knows of an analysis beyond its results. */
export interface AnalysisDescription {
  /** Full name. */
  readonly name: string;
  readonly description: string;
  /** Units of parameters, by parameter; one that is missing is told from the parameter's name. */
  readonly units: Readonly<Record<string, string>>;
}

/** Finding results. */
export interface SearchIndex {
  /**
   * One page of the results that a query means; see {@link SearchQuery}. Cursors hold while others publish: what is
   * newer than the first page never shifts the following ones.
   * @throws StemmaError `invalid_request` for a query or cursor that is wrong.
   */
  search(query: SearchQuery): Promise<SearchPage>;
  /** Remembers descriptions and units, replacing earlier ones of the same name. */
  describeAnalyses(descriptions: readonly AnalysisDescription[]): Promise<void>;
  /** What is remembered of these analyses; the others are missing from the answer. */
  analysisDescriptions(names: readonly string[]): Promise<Map<string, AnalysisDescription>>;
}
