// `stemma collection`: named sets of results, such as all that a paper shows.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';

interface CollectionOptions {
  readonly remove?: boolean;
  readonly about?: string;
}

/** Without ids it lists; with ids it collects or, with `--remove`, takes out. */
export const collection: Command<CollectionOptions> = {
  arguments: [
    ['[name]', 'the collection, made when it is missing; without it, all are listed'],
    ['[id...]', 'results, by the first digits of their ids'],
  ],
  options: [
    { flags: '--remove', description: 'take the results out' },
    { flags: '--about <text>', description: 'say what the collection is about' },
  ],
  examples: [
    [
      'stemma collection paper $(stemma ls --ids -n 3) --about "Figures of the paper"',
      'collect the three newest results:',
    ],
    ['stemma collection', 'which collections there are:'],
    ['stemma find in:paper', 'what is in one:'],
  ],
  async run(context, [name, ...ids], { remove = false, about }) {
    await using session = await openSession(context, { access: name === undefined ? 'read' : 'write', modules: false });
    const { stemma } = session;
    if (name !== undefined) {
      if (ids.length === 0 && about === undefined)
        throw new StemmaError(
          'invalid_request',
          `say which results: collection ${name} ID…; \`find in:${name}\` lists its members`,
        );
      if (about !== undefined) await stemma.describeCollection(name, about);
      if (ids.length > 0) await stemma.collect(name, ids, !remove);
    }
    const shown = (await stemma.collections()).filter((one) => name === undefined || one.name === name);
    if (context.globals.json) return context.printJson(shown);
    if (shown.length === 0) return context.note('no collections');
    context.print(
      ...columns(
        shown.map(({ name, size, description }) => [name, `${size} results`, description]),
        { right: [1] },
      ),
    );
  },
};
