// `stemma tag`: words on results, by which they are found again.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';

interface TagOptions {
  readonly remove?: boolean;
}

/** Without ids it lists; with ids it tags or, with `--remove`, takes the tag off. */
export const tag: Command<TagOptions> = {
  arguments: [
    ['[tag]', 'the tag; without it, all tags are listed'],
    ['[id...]', 'results, by the first digits of their ids'],
  ],
  options: [{ flags: '--remove', description: 'take the tag off' }],
  examples: [
    ['stemma tag good $(stemma find tutorial.BinnedEvents --ids -n 1)', 'tag the newest result of an analysis:'],
    ['stemma tag', 'which tags there are:'],
    ['stemma find tag:good', 'what has a tag:'],
  ],
  async run(context, [name, ...ids], { remove = false }) {
    await using session = await openSession(context, { access: name === undefined ? 'read' : 'write', modules: false });
    const { stemma } = session;
    if (name === undefined) {
      const tags = await stemma.tags();
      if (context.globals.json) return context.printJson(tags);
      if (tags.length === 0) return context.note('no tags');
      return context.print(
        ...columns(
          tags.map((one) => [String(one.size), one.name]),
          { right: [0] },
        ),
      );
    }
    if (ids.length === 0)
      throw new StemmaError(
        'invalid_request',
        `say which results: tag ${name} ID…; \`find tag:${name}\` finds those that have it`,
      );
    await stemma.tag(ids, name, !remove);
    if (context.globals.json) context.printJson({ tag: name, ids, tagged: !remove });
    else
      context.print(
        `${ids.length === 1 ? 'one result' : `${ids.length} results`} ${remove ? 'without' : 'with'} the tag ${name}`,
      );
  },
};
