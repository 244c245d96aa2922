// `stemma tree`: the family tree of a result, for eyes and for other programs.
import { familyTreeJson, renderDot, renderMermaid, renderText } from '@stemma/core';
import type { Command } from '../command.ts';
import { assumeOption, readId, type GoalOptions } from '../request.ts';
import { openSession } from '../session.ts';

interface TreeOptions extends GoalOptions {
  readonly format: 'text' | 'dot' | 'json' | 'mermaid';
}

/**
 * Reads provenance only: it works for results whose bytes are forgotten and for analyses that are not loaded (modules
 * give better units then, no more). Graphviz and Mermaid sources go to standard output as they are.
 */
export const tree: Command<TreeOptions> = {
  arguments: [['<id-or-goal...>', 'the first digits of a result id, or a goal as for run']],
  options: [
    {
      flags: '-f, --format <format>',
      description: 'how it is written',
      choices: ['text', 'dot', 'json', 'mermaid'],
      initial: 'text',
    },
    assumeOption,
  ],
  examples: [
    ['stemma tree tutorial.BinnedEvents', 'what a result was made from:'],
    ['stemma tree $(stemma ls --ids -n 1) --format mermaid', 'of the newest result, for a document:'],
    ['stemma tree tutorial.BinnedEvents --format dot > tree.dot', 'for graphviz:'],
  ],
  notes: 'Every derivation by itself. `stemma view` draws equal processing of many data together.',
  async run(context, words, options) {
    await using session = await openSession(context, { access: 'read', online: true });
    const { stemma } = session;
    const format = context.globals.json ? 'json' : options.format;
    const id = await readId(stemma, words, options);
    if (session.answers) return context.print((await session.answers.tree(id, format)).trimEnd());
    const family = await stemma.tree(id);
    const { unitOf } = stemma;
    if (format === 'json') return context.printJson(familyTreeJson(family));
    const { style, width } = context;
    if (format === 'text') context.print(renderText(family, { color: style.enabled, width, unitOf }).trimEnd());
    else
      context.print((format === 'dot' ? renderDot(family, { unitOf }) : renderMermaid(family, { unitOf })).trimEnd());
  },
};
