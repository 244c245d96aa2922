// The process that bench/isgri.ts measures: one goal of ISGRI on simulated science windows, in a store on disk.
//   node --conditions=source bench/isgri-goal.ts STORE mosaic|spectrum WINDOWS SECONDS JOBS
// Writes to STORE.json what was computed, what was known, and how many bytes the store holds.
import { writeFileSync } from 'node:fs';
import { integral, Mosaic, SimulatedObservation, SourceSpectrum } from '@stemma/instruments/integral';
import { configure, open, type Goal, type Request, type Stemma } from 'stemma';
import { leanHeap } from '../packages/cli/src/lean-heap.ts';

/** What the process tells. */
export interface GoalReport {
  /** Activities of this process. */
  readonly computed: number;
  /** Of these, by analysis. */
  readonly byAnalysis: Readonly<Record<string, number>>;
  /** Stored nodes of the family tree of the goal. */
  readonly nodes: number;
  readonly storedBytes: number;
}

/** Resolves a goal and tells what that took. */
async function report(stemma: Stemma, request: Request<unknown>): Promise<GoalReport> {
  const resolution = stemma.resolve(request);
  const byAnalysis: Record<string, number> = {};
  let computed = 0;
  for await (const event of resolution.events()) {
    if (event.type !== 'done' || (event.origin !== 'computed' && event.origin !== 'inherited')) continue;
    byAnalysis[event.name] = (byAnalysis[event.name] ?? 0) + 1;
    computed++;
  }
  const { id } = await resolution.result;
  const { nodes } = await stemma.tree(id);
  const { totalBytes } = await stemma.usage();
  const known = [...nodes.values()].filter((node) => node.result !== undefined);
  return { computed, byAnalysis, nodes: known.length, storedBytes: totalBytes };
}

if (import.meta.main) {
  const [store = 'memory', goal, windows, windowS, jobs] = process.argv.slice(2);
  leanHeap();
  await using stemma = await open({ store, modules: [integral], mirrors: [], network: false, jobs: Number(jobs) });
  // One window in fifty comes without telemetry, as in real observations.
  const emptyWindows = Array.from({ length: Math.floor(Number(windows) / 50) }, (_, k) => 50 * k + 8);
  const observation = configure(SimulatedObservation, {
    windows: Number(windows),
    windowS: Number(windowS),
    emptyWindows,
  });
  const request = (goal === 'spectrum' ? SourceSpectrum() : Mosaic()) as Goal<unknown>;
  const told = await report(stemma, request.assuming(observation));
  writeFileSync(`${store}.json`, JSON.stringify(told));
}
