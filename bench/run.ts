// `npm run bench`: measures Stemma and its peers on graphs of trivial analyses, and the numerical libraries beside
// theirs, and writes the tables into bench/README.md. `--smoke` runs everything once on tiny graphs and writes nothing;
// `--only NAME` runs one graph shape, `fits`, `fft`, `isgri`, `provenance`, `python`, `server` or `server-download` and only prints; `--runs N` sets how often the small graphs run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engines, type Engine, type Graph } from './engines.ts';
import { measure, summary, type Cost } from './measure.ts';
import { between, graphTable, machine, targets, type Row } from './report.ts';

const { values: options } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string', default: '7' },
  },
});

/** What each engine does with each graph, in one store: from nothing, again in a new process, with another leaf of equal content. */
const steps = [
  ['cold', 0],
  ['known', 0],
  ['cut-off', 1],
] as const;

const full: readonly Graph[] = [
  { shape: 'chain', size: 1 },
  { shape: 'chain', size: 1000 },
  { shape: 'fan', size: 1000 },
  { shape: 'layered', size: 1000 },
  { shape: 'layered', size: 10_000 },
  { shape: 'layered', size: 100_000 },
  { shape: 'diamonds', size: 20 },
  { shape: 'diamonds', size: 200 },
  { shape: 'diamonds', size: 2000 },
];
const tiny: readonly Graph[] = full.map(({ shape, size }) => ({ shape, size: Math.min(size, 30) }));

const scratch = mkdtempSync(join(tmpdir(), 'stemma-bench-'));
const folders = new Map([[tmpdir(), scratch]]);
// As the command itself does: compiled code is kept between runs.
const env = { NODE_COMPILE_CACHE: join(scratch, 'compiled') };

try {
  const rows = graphRows(options.smoke ? tiny : full);
  const tables = rows.length > 0 ? [graphTable(rows)] : [];
  if (rows.length > 0 && options.only === undefined && !options.smoke) tables.push(targets(rows));
  for (const name of ['fits', 'fft']) if (wanted(name) && !options.smoke) tables.push(library(name));
  for (const name of ['isgri', 'provenance', 'python', 'server', 'server-download'])
    if (wanted(name)) tables.push(library(name));
  console.log(tables.join('\n\n'));
  if (!options.smoke && options.only === undefined) write(tables.join('\n\n'));
} finally {
  for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
}

function wanted(name: string): boolean {
  return options.only === undefined || options.only === name;
}

function graphRows(graphs: readonly Graph[]): Row[] {
  const rows: Row[] = [];
  const all = engines();
  if (graphs.some(({ shape }) => wanted(shape))) rows.push(nodeStart());
  for (const graph of graphs.filter(({ shape }) => wanted(shape))) {
    const able = all.filter(
      (engine) => engine.shapes.includes(graph.shape) && (graph.size > 1 || engine.name === 'stemma'),
    );
    rows.push(...graphRow(graph, able));
  }
  return rows;
}

// What any program on Node pays before it does anything.
function nodeStart(): Row {
  const costs = Array.from({ length: runsOf(1) }, () => measure([process.execPath, '-e', '0']));
  return { graph: undefined, engine: 'node', step: 'start', costs: summary(costs) };
}

// The engines take turns, so that whatever else the machine does meets all of them.
function graphRow(graph: Graph, able: readonly Engine[]): Row[] {
  const costs = new Map<string, Cost[]>();
  const runs = runsOf(graph.size);
  // The first round is not counted: it fills caches.
  for (let run = runs > 1 ? -1 : 0; run < runs; run++) {
    for (const engine of able) {
      const folder = join(scratchIn(engine.root), `${engine.name}-${graph.shape}-${graph.size}-${run}`);
      for (const [step, raw] of steps) {
        const cost = measure(engine.command(folder, graph, raw), env);
        if (run >= 0)
          (
            costs.get(`${engine.name} ${step}`) ??
            costs.set(`${engine.name} ${step}`, []).get(`${engine.name} ${step}`)!
          ).push(cost);
      }
      rmSync(folder, { recursive: true, force: true });
    }
    process.stderr.write('.');
  }
  process.stderr.write(` ${graph.shape} ${graph.size}\n`);
  return able.flatMap((engine) =>
    steps.map(([step]) => ({ graph, engine: engine.name, step, costs: summary(costs.get(`${engine.name} ${step}`)!) })),
  );
}

function scratchIn(root = tmpdir()): string {
  return folders.get(root) ?? folders.set(root, mkdtempSync(join(root, 'stemma-bench-'))).get(root)!;
}

function runsOf(size: number): number {
  const runs = options.smoke ? 1 : Number(options.runs);
  return size < 5000 ? runs : Math.min(runs, size < 50_000 ? 3 : 1);
}

/** The report of one of the numerical benchmarks beside this one, as it prints it. */
function library(name: string): string {
  const program = join(import.meta.dirname, `${name}.ts`);
  const child = spawnSync(process.execPath, ['--conditions=source', program, ...(options.smoke ? ['--smoke'] : [])], {
    encoding: 'utf8',
  });
  if (options.smoke && child.status !== 0) throw new Error(`${name} failed:\n${child.stderr}`);
  const text = child.status === 0 ? child.stdout.trim() : `not measured: ${child.stderr.trim().split('\n').at(-1)}`;
  return `### ${name.toUpperCase()} beside its peer (\`bench/${name}.ts\`)\n\n\`\`\`text\n${text}\n\`\`\``;
}

function write(tables: string): void {
  const path = join(import.meta.dirname, 'README.md');
  writeFileSync(path, between(readFileSync(path, 'utf8'), `${machine()}\n\n${tables}`));
}
