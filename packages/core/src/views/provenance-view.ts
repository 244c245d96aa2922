// A view of a provenance graph: operators applied one after another, with what they did kept in one array, so that every
// block can be opened again.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { collapseChains } from './collapse-chains.ts';
import { composed, HIDDEN, type Contraction } from './contraction.ts';
import { dagOf, depths, sourcesOf, type Dag } from './dag.ts';
import { eliminate } from './eliminate.ts';
import { shapeLabels, type ProvenanceGraph, type ShapeLevel } from './provenance-graph.ts';
import { shapeQuotient } from './shape-blocks.ts';
import { splitBlocks } from './split-blocks.ts';
import { transitiveReduction } from './transitive-reduction.ts';
import { userView } from './user-view.ts';

/** A graph and what is shown of it. */
export interface View extends Contraction {
  readonly graph: ProvenanceGraph;
}

/** What somebody wants to see. Names are those of analyses, whole or their last part; ids may be cut to four digits. */
export interface ViewOptions {
  /** Which differences do not count; `l1` (other data) when left out, `l0` for every derivation by itself. */
  readonly level?: ShapeLevel | 'l0';
  /** Derivations to follow on their own through the whole graph, beside the blocks that they belong to. */
  readonly follow?: readonly string[];
  /** Blocks to show member by member. */
  readonly expand?: readonly string[];
  /** Analyses that are not shown; what they connect stays connected. */
  readonly hide?: readonly string[];
  /** Analyses that stay by themselves, while all others are grouped around them. */
  readonly keep?: readonly string[];
  /** Linear stretches as one block. */
  readonly collapseChains?: boolean;
  /** All edges, also those that other paths imply. */
  readonly allEdges?: boolean;
}

/**
 * The view that the options ask for. In this order: shapes, expansion, hiding, keeping, chains, fewest edges. The root
 * is always shown, and is block 0; the other blocks follow by depth and name, whatever the order of the graph's nodes.
 * @throws StemmaError `not_found` when a name or id is nowhere in the graph.
 */
export function viewOf(graph: ProvenanceGraph, options: ViewOptions = {}): View {
  let view = expanded(graph, shaped(graph, options), options.expand ?? []);
  const apply = (operator: (dag: Dag) => Contraction) => (view = composed(view.blockOf, operator(view.dag)));
  const { hide = [], keep = [] } = options;
  if (hide.length > 0) {
    const hidden = blocksNamed(graph, view, hide);
    hidden[view.blockOf[0]!] = 0;
    apply((dag) => eliminate(dag, hidden.map((is) => 1 - is))); // prettier-ignore
  }
  if (keep.length > 0) {
    const kept = blocksNamed(graph, view, keep);
    kept[view.blockOf[0]!] = 1;
    apply((dag) => userView(dag, kept));
  }
  if (options.collapseChains) {
    const rootBlock = view.blockOf[0];
    apply((dag) => collapseChains(dag, (block) => block === rootBlock));
  }
  if (!options.allEdges) apply(transitiveReduction);
  return { graph, ...inOrder(graph, view) };
}

function shaped(graph: ProvenanceGraph, { level = 'l1', follow = [] }: ViewOptions): Contraction {
  const { dag, roles } = graph;
  const labels = level === 'l0' ? Uint32Array.from({ length: dag.size }, (_, v) => v) : shapeLabels(graph, level);
  const followed = nodesNamed(graph, follow);
  // A label of its own makes a node a shape of its own, and so everything that was made from it.
  for (let v = 0; v < dag.size; v++) if (followed[v]) labels[v] = dag.size + v;
  return shapeQuotient(dag, { labels, roles });
}

function expanded(graph: ProvenanceGraph, view: Contraction, names: readonly string[]): Contraction {
  if (names.length === 0) return view;
  const named = nodesNamed(graph, names);
  const blocks = new Set<number>();
  named.forEach((is, v) => is && blocks.add(view.blockOf[v]!));
  const partOf = Int32Array.from(view.blockOf, (block, v) => (blocks.has(block) ? v : -1));
  return splitBlocks(graph.dag, view.blockOf, partOf);
}

// Blocks of which some member is named.
function blocksNamed(graph: ProvenanceGraph, view: Contraction, names: readonly string[]): Uint8Array {
  const named = new Uint8Array(view.dag.size);
  nodesNamed(graph, names).forEach((is, v) => is && view.blockOf[v] !== HIDDEN && (named[view.blockOf[v]!] = 1));
  return named;
}

/** Marks the nodes that the names or ids mean. @throws StemmaError `not_found` for one that means none. */
export function nodesNamed({ ids, records }: ProvenanceGraph, names: readonly string[]): Uint8Array {
  const marked = new Uint8Array(ids.length);
  for (const name of names) {
    const isId = /^[0-9a-f]{4,64}$/.test(name);
    let found = false;
    for (const [v, id] of ids.entries()) {
      const full = records[v]?.definition.name ?? '';
      if (full !== name && !full.endsWith(`.${name}`) && !(isId && id.startsWith(name))) continue;
      marked[v] = 1;
      found = true;
    }
    if (!found) {
      const known = new Set(records.flatMap((record) => record?.definition.name ?? []));
      throw new StemmaError('not_found', `nothing in this family tree is called ${name}${didYouMean(name, known)}`, {
        name,
      });
    }
  }
  return marked;
}

// Blocks in an order that depends on what they are: by depth below the root, then by name, then by their least id.
function inOrder(graph: ProvenanceGraph, { blockOf, dag }: Contraction): Contraction {
  const depth = depths(dag);
  // Least names and ids by themselves: put together they would be a new text for each node.
  const names = Array.from({ length: dag.size }, () => '~');
  const ids = names.slice();
  blockOf.forEach((block, v) => {
    if (block === HIDDEN) return;
    const name = graph.records[v]?.definition.name ?? '~';
    if (name < names[block]!) names[block] = name;
    if (graph.ids[v]! < ids[block]!) ids[block] = graph.ids[v]!;
  });
  const order = Array.from(names.keys()).sort(
    (a, b) =>
      Number(b === blockOf[0]) - Number(a === blockOf[0]) ||
      depth[a]! - depth[b]! ||
      compared(names[a]!, names[b]!) ||
      compared(ids[a]!, ids[b]!),
  );
  const numbers = new Int32Array(dag.size);
  order.forEach((block, number) => (numbers[block] = number));
  const sources = sourcesOf(dag);
  const turned = (blocks: Uint32Array) => blocks.map((block) => numbers[block]!);
  return {
    blockOf: blockOf.map((block) => (block === HIDDEN ? HIDDEN : numbers[block]!)),
    dag: dagOf(dag.size, turned(sources), turned(dag.targets)),
  };
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
