// Listings say which results are in doubt: one question for a page.
import type { Digest, ResultSummary, Standing } from '@stemma/core';

/** The same rows, those in doubt marked. */
export function withStandings(
  rows: readonly ResultSummary[],
  standingsOf: (ids: readonly Digest[]) => ReadonlyMap<Digest, Standing>,
): ResultSummary[] {
  const standings = standingsOf(rows.map(({ id }) => id));
  return rows.map((row) => {
    const standing = standings.get(row.id);
    return standing ? { ...row, inDoubt: standing.state } : row;
  });
}
