// The report of a benchmark run: tables in Markdown, the targets with what was measured, the machine without its name.
import { cpus, totalmem } from 'node:os';
import type { Graph } from './engines.ts';
import type { Costs } from './measure.ts';

/** One line of the table. */
export interface Row {
  /** Undefined for the start of Node alone. */
  readonly graph: Graph | undefined;
  readonly engine: string;
  readonly step: string;
  readonly costs: Costs;
}

/** The table of all graphs. */
export function graphTable(rows: readonly Row[]): string {
  const lines = rows.map(({ graph, engine, step, costs: { cpuS, peakMB, runs } }) => {
    const shape = graph ? `${graph.shape} ${graph.size.toLocaleString('en')}` : 'none';
    return `| ${shape} | ${engine} | ${step} | ${cpuS.median.toFixed(3)} | ${cpuS.min.toFixed(3)}–${cpuS.max.toFixed(3)} | ${peakMB.toFixed(0)} | ${runs} |`;
  });
  return [
    '| graph | engine | step | CPU s, median | min–max | peak MB | runs |',
    '|---|---|---|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

/** What was to be reached, and what was. */
export function targets(rows: readonly Row[]): string {
  const costs = (shape: string, size: number, step: string, engine = 'stemma') =>
    rows.find(
      (row) => row.graph?.shape === shape && row.graph.size === size && row.engine === engine && row.step === step,
    )?.costs;
  const cpu = (...which: Parameters<typeof costs>) => costs(...which)?.cpuS.median ?? Number.NaN;
  const start = rows.find((row) => row.engine === 'node')!.costs.cpuS.median;
  const perNode = (shape: string, size: number) => (cpu(shape, size, 'cold') - cpu('chain', 1, 'cold')) / size;
  const lines: [string, number, number, string][] = [];
  for (const shape of ['chain', 'fan']) {
    lines.push([
      `${shape} of 1,000, cold: CPU time as a fraction of joblib's`,
      cpu(shape, 1000, 'cold') / cpu(shape, 1000, 'cold', 'joblib'),
      0.5,
      '',
    ]);
    lines.push([
      `the same on a file system in memory`,
      cpu(shape, 1000, 'cold', 'stemma, in memory') / cpu(shape, 1000, 'cold', 'joblib, in memory'),
      0.5,
      '',
    ]);
    lines.push([
      `${shape} of 1,000, known: CPU time above Node's own start`,
      cpu(shape, 1000, 'known') - start,
      0.15,
      ' s',
    ]);
  }
  for (const size of [10_000, 100_000]) {
    lines.push([
      `layered ${size.toLocaleString('en')}, cold: cost per node as a multiple of that at 1,000`,
      perNode('layered', size) / perNode('layered', 1000),
      1.3,
      '',
    ]);
  }
  lines.push([
    'layered 100,000, cold: peak memory',
    costs('layered', 100_000, 'cold')?.peakMB ?? Number.NaN,
    300,
    ' MB',
  ]);
  lines.push([
    '2,000 stacked diamonds, cold: cost per diamond as a multiple of that at 200',
    perNode('diamonds', 2000) / perNode('diamonds', 200),
    1.3,
    '',
  ]);
  const body = lines
    .filter(([, value]) => !Number.isNaN(value))
    .map(([what, value, limit, unit]) => {
      const digits = unit === ' MB' ? 0 : 2;
      return `| ${what} | ≤ ${limit}${unit} | ${value.toFixed(digits)}${unit} | ${value <= limit ? 'yes' : '**no**'} |`;
    });
  return ['| target | limit | measured | reached |', '|---|---:|---:|---|', ...body].join('\n');
}

/** When and on what it was measured; nothing that names the machine. */
export function machine(): string {
  const memoryGB = Math.round(totalmem() / 1e9);
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${process.platform} ${process.arch}, ${cpus().length} cores, ${memoryGB} GB, Node ${process.versions.node}.`;
}

const [begin, end] = ['<!-- measured: written by `npm run bench` -->', '<!-- end of what was measured -->'];

/** A text with what stands between the two marks replaced. @throws Error when the marks are missing. */
export function between(text: string, content: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no "${begin}" … "${end}"`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
