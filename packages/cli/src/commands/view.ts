// `stemma view`: the family tree of a result at a glance, however large it is, with equal processing drawn together.
import { sha256 } from '@stemma/backends';
import { StemmaError, type Derivation, type Digest } from '@stemma/core';
import {
  graphOfTree,
  identityOf,
  plannedGraph,
  renderViewDot,
  renderViewMermaid,
  renderViewSvg,
  renderViewText,
  viewJson,
  viewOf,
  type ProvenanceGraph,
  type ViewOptions,
} from '@stemma/core/views';
import { collect, type Command, type Context, type OptionSpec } from '../command.ts';
import { assumeOption, looksLikeId, readId, readRequest, type GoalOptions } from '../request.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';

interface Options extends GoalOptions, Required<Omit<ViewOptions, 'collapseChains' | 'allEdges'>> {
  readonly collapseChains?: boolean;
  readonly allEdges?: boolean;
  readonly format: 'text' | 'svg' | 'dot' | 'mermaid' | 'json';
}

const named = (flags: string, description: string): OptionSpec => ({ flags, description, parse: collect, initial: [] });

/**
 * Reads provenance only, like `tree`. A goal that the store does not know yet is shown as it would be made, fan-outs by
 * their templates.
 */
export const view: Command<Options> = {
  arguments: [['<id-or-goal...>', 'the first digits of a result id, or a goal as for run']],
  options: [
    {
      flags: '-l, --level <level>',
      description: 'what may differ inside a block: l0 nothing, l1 data, l2 parameters too, l3 versions too',
      choices: ['l0', 'l1', 'l2', 'l3'],
      initial: 'l1',
    },
    named('-k, --keep <name>', 'an analysis that stays by itself, with all others grouped around those kept (repeat)'),
    named('--hide <name>', 'an analysis that is not shown; what it connects stays connected (repeat)'),
    named('-e, --expand <name>', 'an analysis whose blocks are shown member by member (repeat)'),
    named('--follow <name>', 'a derivation, by the digits of its id, to see on its own way to the result (repeat)'),
    { flags: '--collapse-chains', description: 'linear stretches as one block' },
    { flags: '--all-edges', description: 'uses that longer ways imply too' },
    {
      flags: '-f, --format <format>',
      description: 'how it is written',
      choices: ['text', 'svg', 'dot', 'mermaid', 'json'],
      initial: 'text',
    },
    assumeOption,
  ],
  examples: [
    ['stemma view tutorial.BinnedEvents', 'what a result was made from, at a glance:'],
    ['stemma view tutorial.Survey --keep CalibratedEvents', 'only what matters to you, the rest grouped around it:'],
    ['stemma view tutorial.Survey --hide DataUnit --expand RawEvents', 'without some steps, and others one by one:'],
    ['stemma view integral.Mosaic --format svg > mosaic.svg', 'a drawing, also of what was never made:'],
  ],
  notes:
    'Names are those of analyses, whole or their last part, or the first digits of ids.\n' +
    '×70 stands for 70 derivations. `stemma tree` shows each of them.',
  async run(context, words, options) {
    await using session = await openSession(context, { access: 'look', online: true });
    const { stemma } = session;
    const format = context.globals.json ? 'json' : options.format;
    if (session.answers) {
      const id = await readId(stemma, words, options);
      return context.print((await session.answers.view(id, format, options)).trimEnd());
    }
    const graph = await graphOf(stemma, words, options, context);
    const shown = viewOf(graph, options);
    const { unitOf } = stemma;
    const { style, width } = context;
    if (format === 'json') return context.printJson(viewJson(shown, { unitOf }));
    if (format === 'text')
      return context.print(renderViewText(shown, { color: style.enabled, width, unitOf }).trimEnd());
    const renderers = { svg: renderViewSvg, dot: renderViewDot, mermaid: renderViewMermaid };
    context.print(renderers[format](shown, { unitOf }).trimEnd());
  },
};

async function graphOf(stemma: Stemma, words: readonly string[], options: Options, context: Context) {
  const [first = ''] = words;
  if (words.length === 1 && looksLikeId(first)) return graphOfTree(await stemma.tree(first));
  const derivation = stemma.bind(await readRequest(stemma, words, options, false));
  return (await stored(stemma, derivation.id)) ?? planned(derivation, context);
}

async function stored(stemma: Stemma, id: Digest): Promise<ProvenanceGraph | undefined> {
  try {
    return graphOfTree(await stemma.tree(id));
  } catch (error) {
    if (error instanceof StemmaError && error.code === 'not_found') return undefined;
    throw error;
  }
}

function planned(derivation: Derivation, context: Context): ProvenanceGraph {
  context.note('not made yet: this is how it would be made');
  return plannedGraph(derivation, { identity: identityOf(derivation, sha256) });
}
