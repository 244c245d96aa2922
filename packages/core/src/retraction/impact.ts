// Who is concerned by a retraction, answered by classes first: a calibration has a million descendants, but those are
// images, mosaics and spectra, and of all of them only a few were pinned, tagged or collected for others.
import type { Digest } from '../identity/digest.ts';
import type { ImpactClass } from '../ports/lineage-index.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import type { ResultSummary } from '../ports/result-summary.ts';
import type { SearchQuery, UsedThing } from '../query/search-query.ts';
import type { RetractionTarget } from './retraction.ts';

/** What a retraction of a target concerns. */
export interface ImpactReport {
  readonly target: RetractionTarget;
  /** How many recorded derivations it meets directly. */
  readonly meant: number;
  /** What depends on those, by analysis and version, the most numerous first. */
  readonly classes: readonly ImpactClass[];
  /** How many results depend on them. */
  readonly results: number;
  /** Those that somebody keeps or shows to others: pinned, tagged or in a collection; the newest 100 of each. */
  readonly kept: readonly ResultSummary[];
  /** One page of all, newest first. */
  readonly newest: readonly ResultSummary[];
  /** The cursor of the next page; absent on the last. */
  readonly next?: string;
}

/** What the report is read from. */
export type ImpactIndex = Pick<ResultIndex, 'derivationsMeant' | 'derivations' | 'impact' | 'search' | 'collections'>;

/** Which page of results to show. */
export interface ImpactPage {
  readonly pageSize?: number;
  /** `next` of the page before; not for code, which may stand behind several analyses. */
  readonly cursor?: string;
}

const keptLimit = 100;

/** The report on a target, whether it is retracted already or not. */
export async function impactOf(
  target: RetractionTarget,
  index: ImpactIndex,
  { pageSize = 20, cursor }: ImpactPage = {},
): Promise<ImpactReport> {
  const meant = await index.derivationsMeant(target);
  const none = { target, meant: 0, classes: [], results: 0, kept: [], newest: [] };
  if (meant.length === 0) return none;
  const classes = await index.impact(meant);
  const things = await thingsIn(target, meant, index);
  const pages = (query: SearchQuery) => pagesOf(things, query, index);
  // Asked without the target first: mostly nothing is kept at all, and then its descendants need not be gone through.
  const keptBy = async (query: SearchQuery) => {
    const any = await index.search({ ...query, pageSize: 1 });
    return any.results.length === 0 ? [] : (await pages({ ...query, pageSize: keptLimit })).results;
  };
  const kept: ResultSummary[] = [...(await keptBy({ is: ['pinned'] })), ...(await keptBy({ is: ['tagged'] }))];
  for (const { name } of await index.collections()) kept.push(...(await keptBy({ collection: name })));
  const { results, next } = await pages({ pageSize, ...(cursor !== undefined && { cursor }) });
  return {
    target,
    meant: meant.length,
    classes,
    results: classes.reduce((sum, one) => sum + one.results, 0),
    kept: newestOf(kept),
    newest: results,
    ...(next !== undefined && { next }),
  };
}

// Code is no thing that a search knows: it stands for the versions that it is behind.
async function thingsIn(
  target: RetractionTarget,
  meant: readonly Digest[],
  index: ImpactIndex,
): Promise<readonly UsedThing[]> {
  switch (target.kind) {
    case 'result':
      return [{ id: target.id }];
    case 'definition':
      return [{ analysis: target.name, version: target.version }];
    case 'file':
      return [{ file: target.digest }];
    case 'code': {
      const versions = new Map<string, UsedThing>();
      for (const { definition } of (await index.derivations(meant)).values())
        versions.set(`${definition.version}\n${definition.name}`, {
          analysis: definition.name,
          version: definition.version,
        });
      return [...versions.values()];
    }
  }
}

async function pagesOf(
  things: readonly UsedThing[],
  query: SearchQuery,
  index: ImpactIndex,
): Promise<{ results: readonly ResultSummary[]; next?: string }> {
  if (things.length === 1) return index.search({ ...query, uses: things });
  const pages = await Promise.all(things.map((thing) => index.search({ ...query, uses: [thing] })));
  return { results: newestOf(pages.flatMap(({ results }) => results)).slice(0, query.pageSize) };
}

function newestOf(results: readonly ResultSummary[]): ResultSummary[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return [...byId.values()].sort((a, b) => b.publishedMs - a.publishedMs);
}
