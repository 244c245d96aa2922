// Times the views on the graph of a mosaic of 500 science windows beside networkx doing the same, both in memory and
// warm: the default view, the transitive reduction of the whole, the layout. `node --conditions=source bench/provenance-views.ts`
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  blockFacts,
  dagOf,
  eliminate,
  layeredLayout,
  provenanceGraph,
  renderViewSvg,
  renderViewText,
  shapeLabels,
  sourcesOf,
  transitiveReduction,
  viewOf,
  type Dag,
  type GraphNode,
  type ProvenanceGraph,
} from '@stemma/core/views';

const runs = 15;
const windows = 500;
const steps = 13;

/** As deep and as dense as the INTEGRAL pipeline: 13 steps a window, each over two earlier ones and two calibrations. */
function mosaic(): ProvenanceGraph {
  const record = (name: string, parameters = {}) => ({
    definition: { name, version: '1' },
    parameters,
    shapes: { l1: name, l2: name, l3: name },
  });
  const calibrations = Array.from({ length: 12 }, (_, c): GraphNode => ({ id: `c${c}`, record: record(`cal.C${c}`), state: 'stored', used: [] })); // prettier-ignore
  const nodes: GraphNode[] = [];
  for (let w = 0; w < windows; w++) {
    for (let s = 0; s < steps; s++) {
      const before = [s - 1, s - 2].filter((k) => k >= 0).map((k) => ({ role: `in${s - k}`, id: `w${w}s${k}` }));
      const used = [...before, { role: 'a', id: `c${s % 12}` }, { role: 'b', id: `c${(5 * s + 1) % 12}` }];
      const parameters = s === 0 ? { scw: `${66500010010 + w}` } : { threshold: 7, scale: 1.5 };
      nodes.push({ id: `w${w}s${s}`, record: record(`step.S${s}`, parameters), state: 'stored', used });
    }
  }
  const images = Array.from({ length: windows }, (_, w) => ({ role: 'images', id: `w${w}s${steps - 1}` }));
  const windowsUsed = Array.from({ length: windows }, (_, w) => ({ role: 'pointings', id: `w${w}s0` }));
  return provenanceGraph([
    { id: 'root', record: record('step.Mosaic'), state: 'stored', used: [...images, ...windowsUsed] },
    ...nodes,
    ...calibrations,
  ]);
}

/** Milliseconds: the fastest run, which other work on the machine disturbs least, the median, and the first, cold one. */
function timed(action: () => unknown): { readonly fastest: number; readonly median: number; readonly first: number } {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  const sorted = times.toSorted((a, b) => a - b);
  return { first: times[0]!, fastest: sorted[0]!, median: sorted[runs >> 1]! };
}

/** A graph of a given size in which every node uses two near ones, as pipelines do. */
function layered(size: number): Dag {
  let state = 7;
  const random = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const targets = Array.from({ length: 2 * (size - 1) }, (_, i) => (i >> 1) + 1);
  return dagOf(size, targets.map((v) => Math.max(0, v - 1 - Math.floor(random() * 100))), targets); // prettier-ignore
}

function layout(size: number): () => unknown {
  const dag = layered(size);
  const [widths, heights] = [new Float64Array(size).fill(120), new Float64Array(size).fill(40)];
  return () => layeredLayout({ dag, widths, heights });
}

const graph = mosaic();
const view = viewOf(graph);
const keep = Uint8Array.from(graph.ids, (_, v) => Number(v % 3 === 0));
const tasks: Readonly<Record<string, () => unknown>> = {
  'default view': () => viewOf(graph),
  'default view with facts, as text': () => renderViewText(viewOf(graph)),
  'default view with facts, as SVG': () => renderViewSvg(viewOf(graph)),
  'facts of blocks': () => blockFacts(view),
  'transitive reduction of the whole': () => transitiveReduction(graph.dag),
  'eliminate two thirds': () => eliminate(graph.dag, keep),
  'layout of 1,000 nodes': layout(1000),
  'layout of 10,000 nodes': layout(10_000),
};
console.log(`${graph.dag.size} nodes, ${graph.dag.targets.length} edges → ${view.dag.size} blocks, ${view.dag.targets.length} edges`); // prettier-ignore
console.log('in memory, milliseconds: fastest, median (first run)');
for (const [name, action] of Object.entries(tasks)) {
  const { fastest, median, first } = timed(action);
  console.log(
    `stemma    ${name.padEnd(36)} ${fastest.toFixed(1).padStart(8)} ${median.toFixed(1).padStart(8)} (${first.toFixed(1)})`,
  );
}
peer();

// The same graph, labels and roles, as numbers, so that reading it costs networkx nothing that is measured.
function peer(): void {
  const python = join(import.meta.dirname, '..', '.venv-graphs', 'bin', 'python');
  if (!existsSync(python)) return console.log('networkx is not there: .ci/requirements/graphs.txt into .venv-graphs');
  const folder = mkdtempSync(join(tmpdir(), 'stemma-bench-views-'));
  const path = join(folder, 'graph.json');
  const { dag, roles } = graph;
  writeFileSync(path, JSON.stringify({ size: dag.size, sources: [...sourcesOf(dag)], targets: [...dag.targets], roles: [...roles], labels: [...shapeLabels(graph, 'l1')] })); // prettier-ignore
  const script = join(import.meta.dirname, 'provenance-views-networkx.py');
  const { stdout, stderr, status } = spawnSync(python, [script, path], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  process.stdout.write(stdout);
}
