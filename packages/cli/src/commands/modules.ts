// `stemma modules`: what is loaded, and what can be asked for.
import { describeAnalysis } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';

/** Opens no store at all: what can be asked for does not depend on what was asked for before. */
export const modules: Command = {
  arguments: [['[name...]', 'only these modules']],
  examples: [
    ['stemma modules', 'every module and its analyses:'],
    ['stemma modules tutorial --json', 'one module with the schemas of its parameters and outputs:'],
    ['stemma modules -m ./mymodule', 'with a module of your own:'],
  ],
  notes: 'Modules come with Stemma, from "modules" in the stemma.json of this folder, and from --module.',
  async run(context, names) {
    await using session = await openSession(
      { ...context, globals: { ...context.globals, store: 'memory' } },
      { access: 'look' },
    );
    const shown = session.loaded.filter(({ module }) => names.length === 0 || names.includes(module.name));
    if (shown.length === 0)
      throw await unknownModule(
        names,
        session.loaded.map(({ module }) => module.name),
      );
    if (context.globals.json) {
      return context.printJson(
        shown.map(({ module: { name, version, description, analyses, substitutions }, from }) => ({
          name,
          version,
          description,
          from,
          substitutes: substitutions.map((rule) => rule.name),
          analyses: analyses.map(({ definition }) => describeAnalysis(definition)),
        })),
      );
    }
    const { style } = context;
    for (const [i, { module, from }] of shown.entries()) {
      if (i > 0) context.print('');
      context.print(
        `${style.strong(module.name)} ${style.faint(`${module.version}, from ${from}`)}${module.description ? `  ${module.description}` : ''}`,
      );
      context.print(
        ...columns(
          module.analyses.map(({ definition }) => [style.typed(definition.name), style.faint(definition.description)]),
          { indent: 2 },
        ),
      );
    }
  },
};

async function unknownModule(names: readonly string[], known: readonly string[]): Promise<Error> {
  const { didYouMean, StemmaError } = await import('@stemma/core');
  const [name = ''] = names;
  return new StemmaError(
    'not_found',
    `there is no module "${name}"${didYouMean(name, known) || `; loaded are ${known.join(', ')}`}`,
    { module: name },
  );
}
