// Mosaics of many science windows and what follows them, as whole processes: one core and two, the first time and again,
// and how much of a mosaic a spectrum takes over.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GoalReport } from './isgri-goal.ts';
import { measure, median, type Cost } from './measure.ts';

interface Run extends GoalReport, Cost {
  readonly wallS: number;
}

/** The lines of the report; `smoke` makes everything small and once. */
export function mosaicLines(scratch: string, smoke: boolean): string[] {
  return [...coreLines(scratch, smoke), ...manyWindowsLines(scratch, smoke)];
}

function run(store: string, goal: 'mosaic' | 'spectrum', windows: number, windowS: number, jobs: number): Run {
  const script = join(import.meta.dirname, 'isgri-goal.ts');
  const words = [process.execPath, '--conditions=source', script, store, goal, windows, windowS, jobs].map(String);
  const start = performance.now();
  const cost = measure(words);
  return {
    ...cost,
    wallS: (performance.now() - start) / 1000,
    ...(JSON.parse(readFileSync(`${store}.json`, 'utf8')) as GoalReport),
  };
}

/** The same mosaic with one worker and with two, taking turns. */
function coreLines(scratch: string, smoke: boolean): string[] {
  const [windows, windowS, rounds] = smoke ? [3, 60, 1] : [24, 1800, 3];
  const turns = Array.from({ length: rounds }, () =>
    [1, 2].map((jobs) => {
      const store = join(scratch, `cores-${jobs}`);
      const { wallS } = run(store, 'mosaic', windows, windowS, jobs);
      rmSync(store, { recursive: true });
      return wallS;
    }),
  ) as [number, number][];
  const [one, two] = [0, 1].map((k) => median(turns.map((turn) => turn[k]!)).toFixed(1));
  const ratio = median(turns.map(([alone, both]) => alone / both)).toFixed(2);
  return [
    `mosaic of ${windows} windows of ${windowS} s, whole process, wall time, medians of ${rounds} turns:`,
    `  one worker ${one} s, two workers ${two} s: ${ratio} times as fast (at least 1.8 on two free cores)`,
    '',
  ];
}

function manyWindowsLines(scratch: string, smoke: boolean): string[] {
  const [windows, windowS] = smoke ? [4, 60] : [100, 1800];
  const store = join(scratch, 'many');
  const cold = run(store, 'mosaic', windows, windowS, 2);
  const known = run(store, 'mosaic', windows, windowS, 2);
  const spectrum = run(store, 'spectrum', windows, windowS, 2);
  const again = run(store, 'spectrum', windows, windowS, 2);
  const line = (what: string, { wallS, cpuS, peakMB, storedBytes, computed, nodes }: Run) =>
    [
      `  ${what.padEnd(24)}`,
      wallS.toFixed(1).padStart(7),
      cpuS.toFixed(1).padStart(7),
      peakMB.toFixed(0).padStart(8),
      (storedBytes / 1e6).toFixed(0).padStart(10),
      String(computed).padStart(9),
      String(nodes - computed).padStart(8),
    ].join('');
  const made = Object.entries(spectrum.byAnalysis).map(([name, count]) => `${count} ${name.replace('integral.', '')}`);
  return [
    `${windows} windows of ${windowS} s from simulated events, two workers, each step a process of its own:`,
    '                           wall s  CPU s  peak MB  store MB  computed  reused',
    line('mosaic', cold),
    line('mosaic, asked again', known),
    line('spectrum after it', spectrum),
    line('spectrum, asked again', again),
    `  new for the spectrum: ${made.join(', ')}`,
    '  (peak at most 1500 MB; asked again less than 1 s)',
  ];
}
