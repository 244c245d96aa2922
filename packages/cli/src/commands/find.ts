// `stemma find`: results by name, parameters, words, time, state, tags, shape and what they were made with.
import { checkNames, namesParameter, parseQuery, queryTerms, type SearchQuery } from '@stemma/core';
import type { Command } from '../command.ts';
import { listingOptions, printResults, type ListingOptions } from '../listing.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { parseSince } from '../terminal/quantities.ts';

interface FindOptions extends ListingOptions {
  readonly text?: string;
  readonly since?: string;
  readonly failed?: boolean;
  readonly cursor?: string;
}

const terms = Object.entries(queryTerms).map(([term, meaning]) => `  ${`${term}:`.padEnd(10)} ${meaning}`);

/**
 * Searches the index only; no value is read. The terms are read by core, so that the same search can be saved and sent;
 * modules are loaded only to check the name of one analysis and its parameters.
 */
export const find: Command<FindOptions> = {
  arguments: [
    ['[name]', 'an analysis, or names with * for any text'],
    ['[terms...]', 'conditions on parameters in any unit, and terms such as tag:good; see below'],
  ],
  options: [
    { flags: '-t, --text <text>', description: 'words of names, descriptions, parameters, tags and notes' },
    { flags: '--since <time>', description: 'not older than 12h, 30d …, or a date' },
    { flags: '--failed', description: 'only those with no data' },
    {
      flags: '--cursor <cursor>',
      description: 'the next page, as the page before says; "start" for the first as JSON with its next',
    },
    ...listingOptions,
  ],
  examples: [
    ["stemma find 'tutorial.*' --since 1d", 'what a module made since yesterday:'],
    ["stemma find tutorial.BinnedEvents 'binSize>=4000 eV'", 'by a parameter, in any unit:'],
    [
      "stemma find text:unit-0001 uses:tutorial.EnergyCalibration@1 'not:forgotten'",
      'by a word, made with a calibration:',
    ],
    ['stemma find like:$(stemma ls --ids -n 1) --json', 'the same processing of other data, for a program:'],
  ],
  notes: `Terms:\n  parameter>=4keV   also <= < > = !=, parameter=25..80keV, parameter=a,b\n${terms.join('\n')}`,
  async run(context, words, options) {
    const needsModules = words.some((word) => !word.includes(':') && !word.includes('*'));
    await using session = await openSession(context, { access: 'search', modules: needsModules, online: true });
    const { stemma } = session;
    const { cursor, limit } = options;
    const nowMs = Date.now();
    // Of a name that is no pattern, the declaration says which parameters there are.
    const [name] = words.filter((word) => /^[A-Za-z][\w.]*$/.test(word));
    if (name !== undefined) await session.meet(name);
    const setting = { idOf: (id: string) => stemma.idOf(id), timeOf: (time: string) => parseSince(time, nowMs) };
    const query = withOptions(checked(await parseQuery(words, setting), stemma), options, nowMs);
    const page = await stemma.search(query);
    if (context.globals.json && cursor !== undefined) return context.printJson(page);
    printResults(page.results, options, context);
    if (page.next !== undefined && !context.globals.json && !options.ids)
      context.note(context.noteStyle.faint(`and more: --limit ${limit * 5}, or --cursor ${page.next}`));
  },
};

// The store may hold results of analyses that are not loaded: an unknown full name is looked for as it is.
function checked(query: SearchQuery, stemma: Stemma): SearchQuery {
  const { analysis: name, parameters = [] } = query;
  if (name === undefined || name.includes('*')) return query;
  if (name.includes('.') && !stemma.analyses.includes(name)) return query;
  const { definition } = stemma.analysis(name);
  const known = Object.keys(definition.parameters);
  for (const { name: wanted } of parameters)
    if (!known.some((parameter) => namesParameter(wanted, parameter))) checkNames(definition, { [wanted]: '' });
  return { ...query, analysis: definition.name };
}

function withOptions(query: SearchQuery, options: FindOptions, nowMs: number): SearchQuery {
  const { text, since, failed, cursor, limit, all } = options;
  return {
    ...query,
    ...(text !== undefined && { text: [query.text, text].filter(Boolean).join(' ') }),
    ...(since !== undefined && { publishedFromMs: parseSince(since, nowMs) }),
    ...(failed && { is: [...(query.is ?? []), 'failed'] }),
    ...(!all && query.analysis === undefined && { withoutLeaves: true }),
    pageSize: limit,
    ...(cursor !== undefined && cursor !== 'start' && { cursor }),
  };
}
