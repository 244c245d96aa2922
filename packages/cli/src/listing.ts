// Listings of results: what `ls` and `find` share.
import { shortDigest, StemmaError, unitByName, type ResultQuery, type ResultSummary } from '@stemma/core';
import type { Context, OptionSpec } from './command.ts';
import { parameterText } from './parameter-text.ts';
import type { Stemma } from './stemma.ts';
import { columns } from './terminal/columns.ts';
import { formatAge, formatBytes } from './terminal/quantities.ts';
import type { Style } from './terminal/style.ts';
import { cut, textWidth } from './terminal/text-width.ts';

/** Options of listings. */
export interface ListingOptions {
  /** At most so many rows. */
  readonly limit: number;
  /** Only full ids, one a line. */
  readonly ids?: boolean;
  /** Literals and files too, which are results like any other but rarely looked for. */
  readonly all?: boolean;
}

/** The options that listings share. */
export const listingOptions: readonly OptionSpec[] = [
  { flags: '-n, --limit <number>', description: 'at most so many', parse: readLimit, initial: 20 },
  { flags: '--all', description: 'literals and files too' },
  { flags: '--ids', description: 'only the ids, one a line, for other commands' },
];

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw new StemmaError('invalid_request', `--limit must be a whole number, at least 1, got "${text}"`);
  return limit;
}

const pageSize = 200;

/**
 * Reads and prints the newest results of a query: a table, ids only, or JSON. One result more than asked for is looked
 * for, which is how it knows that there are older ones. An empty answer is no problem: nothing but a note.
 */
export async function list(
  stemma: Stemma,
  query: ResultQuery,
  options: ListingOptions,
  context: Context,
): Promise<void> {
  const { results, hasMore } = await newest(stemma, query, options);
  printResults(results, options, context);
  if (context.globals.json || options.ids) return;
  if (hasMore) context.note(context.noteStyle.faint(`and older ones: --limit ${options.limit * 5}`));
}

/** Prints results: a table, ids only, or JSON; an empty answer is a note. */
export function printResults(
  results: readonly ResultSummary[],
  { ids }: Pick<ListingOptions, 'ids'>,
  context: Context,
): void {
  if (context.globals.json) context.printJson(results);
  else if (results.length === 0) {
    if (!ids) context.note('no results');
  } else context.print(...(ids ? results.map(({ id }) => id) : rowsOf(results, context)));
}

// Leaves are passed over here, page by page: the index cannot tell them apart.
async function newest(
  stemma: Stemma,
  query: ResultQuery,
  { limit, all = false }: ListingOptions,
): Promise<{ results: ResultSummary[]; hasMore: boolean }> {
  const results: ResultSummary[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const page = await stemma.find({ ...query, limit: pageSize, offset });
    results.push(...page.filter(({ name }) => all || query.name !== undefined || !name.startsWith('stemma.')));
    if (results.length > limit) return { results: results.slice(0, limit), hasMore: true };
    if (page.length < pageSize) return { results, hasMore: false };
  }
}

// Parameters take what room the aligned columns leave, never less than 24 characters.
function rowsOf(results: readonly ResultSummary[], { style, width }: Context): string[] {
  const nowMs = Date.now();
  const rows = results.map((result) => [
    style.typed(shortDigest(result.id)),
    style.faint(formatAge(result.publishedMs, nowMs)),
    sizeText(result, style),
    markedName(result, style),
  ]);
  const left = columns(rows, { right: [1, 2] });
  const taken = Math.max(...left.map(textWidth));
  return left.map((line, i) => {
    const { name, parameters } = results[i]!;
    const room = Math.max(24, width - taken - 2);
    const text = cut(parameterText(name, parameters, unitByName), room);
    return text === '' ? line : `${line}${' '.repeat(taken - textWidth(line) + 2)}${style.faint(text)}`;
  });
}

function sizeText({ failed, forgotten, sizeBytes }: ResultSummary, style: Style): string {
  if (failed) return style.notice('no data');
  return forgotten ? style.faint('forgotten') : formatBytes(sizeBytes);
}

function markedName({ name, pinned, inDoubt }: ResultSummary, style: Style): string {
  const doubt = inDoubt ? ` ${style.bad(inDoubt)}` : '';
  return `${name}${pinned ? ` ${style.good('pinned')}` : ''}${doubt}`;
}
