// `stemma lineage`: questions about where a result comes from and what was made with it, by classes first.
import { nameOf, shortDigest, StemmaError, type LineageGraph } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { parameterText } from '../parameter-text.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { columns } from '../terminal/columns.ts';

interface LineageOptions {
  readonly ids?: boolean;
}

type Question = (stemma: Stemma, ids: readonly string[], context: Context, options: LineageOptions) => Promise<void>;

const questions: Readonly<Record<string, Question>> = {
  up: (stemma, [id], context, options) => walk(stemma, id!, 'up', context, options),
  down: (stemma, [id], context, options) => walk(stemma, id!, 'down', context, options),
  path,
  common,
  inputs,
};
const needed: Readonly<Record<string, number>> = { path: 2, common: 2 };

/** Works for results whose bytes are forgotten and for analyses that are not loaded. */
export const lineage: Command<LineageOptions> = {
  arguments: [
    [
      '<question>',
      'up: ancestors; down: what was made with it; path: from one to the other; common: nearest common ancestors; inputs: what it rests on',
    ],
    ['<id...>', 'results, by the first digits of their ids'],
  ],
  options: [{ flags: '--ids', description: 'only the ids, one a line, for other commands' }],
  examples: [
    ['stemma lineage up $(stemma find tutorial.BinnedEvents --ids -n 1)', 'ancestors by class:'],
    [
      'stemma lineage down $(stemma find tutorial.EnergyCalibration --ids -n 1)',
      'all that was made with a calibration:',
    ],
    ['stemma lineage inputs $(stemma find tutorial.BinnedEvents --ids -n 1)', 'which inputs matter for a result:'],
    [
      'stemma lineage path $(stemma find tutorial.BinnedEvents --ids -n 1) $(stemma find tutorial.EnergyCalibration --ids -n 1)',
      'how one came into the other:',
    ],
  ],
  async run(context, [name = '', ...ids], options) {
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
    if (!question)
      throw new StemmaError(
        'invalid_request',
        `"${name}" is no question: ask up, down, path, common or inputs, then ids`,
      );
    const count = needed[name] ?? 1;
    if (ids.length < count || (name !== 'common' && ids.length > count))
      throw new StemmaError(
        'invalid_request',
        `lineage ${name} takes ${count === 1 ? 'one id' : 'two ids'}, got ${ids.length}`,
      );
    await using session = await openSession(context, { access: 'read', modules: false });
    await question(session.stemma, ids, context, options);
  },
};

async function walk(
  stemma: Stemma,
  id: string,
  direction: 'up' | 'down',
  context: Context,
  { ids }: LineageOptions,
): Promise<void> {
  // Classes are counted without a limit, nodes are not: nobody reads a million lines.
  if (direction === 'down' && !ids && !context.globals.json) {
    const classes = await stemma.impact(id);
    if (classes.length === 0) return context.note('nothing was made with it');
    const rows = classes.map(({ name, version, derivations, pinned }) => [
      String(derivations),
      name,
      `version ${version}`,
      pinned > 0 ? `${pinned} pinned` : '',
    ]);
    return context.print(...columns(rows, { right: [0] }));
  }
  const graph = await stemma.lineage(id, { direction });
  if (context.globals.json) return context.printJson(asJson(graph));
  if (ids) return context.print(...graph.ids.slice(1));
  const counts = Map.groupBy(graph.ids.keys().drop(1), (node) => nameOf(graph, node) || '(only its id is known)');
  const rows = [...counts].map(([name, nodes]) => [String(nodes.length), name]);
  if (rows.length === 0) return context.note('it was made from nothing');
  context.print(...columns(rows, { right: [0] }));
}

async function path(stemma: Stemma, [a, b]: readonly string[], context: Context): Promise<void> {
  const steps = await stemma.path(a!, b!);
  if (context.globals.json) return context.printJson(steps ?? null);
  if (!steps) return context.note('neither was made from the other: ask for `lineage common`');
  context.print(
    ...steps.map(
      ({ id, name, role }) =>
        `${role === undefined ? '' : `  ← ${role}: `}${name} ${context.style.typed(shortDigest(id))}`,
    ),
  );
}

async function common(
  stemma: Stemma,
  ids: readonly string[],
  context: Context,
  options: LineageOptions,
): Promise<void> {
  const found = await stemma.commonAncestors(ids);
  if (context.globals.json || options.ids)
    return context.globals.json ? context.printJson(found.ids) : context.print(...found.ids);
  if (found.ids.length === 0) return context.note('they have nothing in common');
  const { graph } = found;
  const place = new Map(graph.ids.map((id, node) => [id, node]));
  context.print(
    ...columns(found.ids.map((id) => [context.style.typed(shortDigest(id)), nameOf(graph, place.get(id)!)])),
  );
}

async function inputs(
  stemma: Stemma,
  [id]: readonly string[],
  context: Context,
  options: LineageOptions,
): Promise<void> {
  const found = await stemma.inputsOf(id!);
  if (context.globals.json) return context.printJson(found);
  if (options.ids) return context.print(...found.map((input) => input.id));
  if (found.length === 0) return context.note('it rests on nothing but its own definition');
  const { unitOf } = stemma;
  const rows = found.map(({ id, name, influence, parameters }) => [
    context.style.typed(shortDigest(id)),
    `${influence} depend on it`,
    name,
    context.style.faint(parameterText(name, parameters, unitOf)),
  ]);
  context.print(...columns(rows, { right: [1] }));
}

function asJson(graph: LineageGraph): unknown {
  const nodes = graph.ids.map((id, node) => {
    const definition = graph.definitions[graph.definitionOf[node]!];
    return {
      id,
      name: definition?.name,
      version: definition?.version,
      parameters: JSON.parse(graph.parameters[node]!) as unknown,
    };
  });
  const edges = Array.from(graph.from, (from, i) => ({
    user: graph.ids[from],
    role: graph.roles[graph.role[i]!],
    used: graph.ids[graph.to[i]!],
  }));
  return { nodes, edges };
}
