// `stemma similar`: results like another one, ranked, each with what it differs in.
import { explainDifferences, shortDigest, similarityLevels, StemmaError, type SimilarityLevel } from '@stemma/core';
import type { Command } from '../command.ts';
import { assumeOption, looksLikeId, readRequest, type GoalOptions } from '../request.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';

interface SimilarOptions extends GoalOptions {
  readonly level: SimilarityLevel;
  readonly limit: number;
  readonly ids?: boolean;
}

/** Reads provenance only. A goal need not be known; what is like it may save running it. */
export const similar: Command<SimilarOptions> = {
  arguments: [['<id-or-goal...>', 'the first digits of a result id, or a goal as for run']],
  options: [
    {
      flags: '-l, --level <level>',
      description: 'what may differ at most: data, parameters too, versions too, or near: anything',
      choices: similarityLevels,
      initial: 'near',
    },
    { flags: '-n, --limit <number>', description: 'at most so many', parse: readLimit, initial: 10 },
    { flags: '--ids', description: 'only the ids, one a line, for other commands' },
    assumeOption,
  ],
  examples: [
    ['stemma similar $(stemma find tutorial.BinnedEvents --ids -n 1)', 'what is like a result, the nearest first:'],
    ['stemma similar tutorial.BinnedEvents binSizeKeV=7 --level parameters', 'what is there like a goal:'],
    ['stemma similar $(stemma find tutorial.BinnedEvents --ids -n 1) --json', 'the same for a program:'],
  ],
  notes: 'Likeness: the part of both family trees that is the same, with what is near the result counting more.',
  async run(context, words, options) {
    await using session = await openSession(context, { access: 'search' });
    const { stemma } = session;
    const [first = ''] = words;
    const isId = words.length === 1 && looksLikeId(first);
    const target = isId ? first : stemma.bind(await readRequest(stemma, words, options, false));
    const found = await stemma.similar(target, options);
    if (context.globals.json) return context.printJson(found);
    if (options.ids) return context.print(...found.map(({ id }) => id));
    if (found.length === 0) return context.note('nothing is like it');
    const { style } = context;
    const rows = found.map(({ id, name, level, likeness, results, differences }) => [
      style.typed(shortDigest(id)),
      levelWords[level],
      `${Math.round(100 * likeness)} %`,
      results > 1 && level !== 'data' ? `${name} ×${results}` : name,
      style.faint(explainDifferences(differences, stemma.unitOf)),
    ]);
    context.print(...columns(rows, { right: [2] }));
  },
};

const levelWords: Readonly<Record<SimilarityLevel, string>> = {
  data: 'other data',
  parameters: 'other parameters',
  versions: 'other versions',
  near: 'alike',
};

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new StemmaError('invalid_request', `--limit must be a whole number, at least 1, got "${text}"`);
}
