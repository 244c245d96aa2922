// Measures warm Python workers: what the engine adds to a trivial analysis, and how fast 64 MB go in and out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPythonModule } from '@stemma/backends';
import { open } from 'stemma';
import { pythonProgram } from './python-program.ts';

process.env['STEMMA_PYTHON'] ??= pythonProgram();
const smoke = process.argv.includes('--smoke');
const folder = mkdtempSync(join(tmpdir(), 'stemma-bench-python-'));
const elements = smoke ? 1000 : 8 * 2 ** 20;
writeFileSync(
  join(folder, 'quick.py'),
  `import numpy as np
import stemma

class One(stemma.Analysis):
    parameters = {"n": stemma.integer(default=0)}
    outputs = {"n": stemma.integer()}

    def run(self, n):
        return n

class Large(stemma.Analysis):
    parameters = {"n": stemma.integer(default=0)}
    outputs = {"values": stemma.array("float64")}
    stored = False

    def run(self, n):
        return np.full(${elements}, float(n))

class Copy(stemma.Analysis):
    inputs = {"large": Large}
    outputs = {"values": stemma.array("float64")}
    stored = False

    def run(self, large):
        return large["values"] + 1
`,
);

try {
  const module = await loadPythonModule(join(folder, 'quick.py'));
  await using stemma = await open({ store: 'memory', modules: [module], jobs: 1 });
  const [one, copy, large] = ['One', 'Copy', 'Large'].map((name) => stemma.analysis(`quick.${name}`));
  await stemma.run(one!({ n: -1 }));
  const trivial: number[] = [];
  for (let n = 0; n < (smoke ? 3 : 300); n++) trivial.push(await timeMs(() => stemma.run(one!({ n }))));
  const rates: number[] = [];
  for (let n = 0; n < (smoke ? 1 : 7); n++) {
    const durations: Record<string, number> = {};
    const resolution = stemma.resolve(copy!({ large: large!({ n }) }));
    for await (const event of resolution.events()) if (event.type === 'done') durations[event.name] = event.durationMs;
    await resolution.result;
    rates.push((2 * elements * 8) / 1e6 / durations['quick.Copy']!);
  }
  console.log(
    [
      '### Python workers',
      '| what | median |',
      '|---|---|',
      `| a trivial analysis on a warm worker | ${median(trivial).toFixed(2)} ms |`,
      `| 64 MB array into a worker and out of it | ${median(rates).toFixed(2)} GB/s |`,
    ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
