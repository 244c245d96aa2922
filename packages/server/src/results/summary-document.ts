// A line of a listing of results, as every list of the interface shows it.
import type { ResultSummary } from '@stemma/core';
import { resultHref } from './hrefs.ts';

/** The document of a summary; see the schema `ResultSummary` of the interface. */
export function summaryDocument({ publishedMs, parameters, ...summary }: ResultSummary) {
  return {
    ...summary,
    parameters: { ...parameters },
    published: new Date(publishedMs).toISOString(),
    href: resultHref(summary.id),
  };
}
