// Times ISGRI: decoding one science window beside numpy and scipy.fft doing the same arithmetic, simulating, reading and
// binning a million events, and mosaics of many windows as whole processes. `node --conditions=source bench/isgri.ts`;
// `--smoke` does everything once and small. Sides take turns, and their ratios are taken within each turn, so that
// whatever else the machine does meets both.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ImageBands, integral, Shadowgrams, SimulatedEvents, SimulatedObservation } from '@stemma/instruments/integral';
import {
  allPixelsOn,
  bandEfficiency,
  binEvents,
  codingMap,
  CRAB,
  decode,
  detectorImage,
  type DetectorImage,
  GRID_HEIGHT,
  GRID_WIDTH,
  IMAGE_SIDE,
  parametricResponse,
  simulatePointing,
} from '@stemma/instruments/integral/coded-mask';
import { configure, open } from 'stemma';
import { maskKernels } from './isgri-kernels.ts';
import { mosaicLines } from './isgri-mosaic.ts';
import { median } from './measure.ts';
import { pythonProgram } from './python-program.ts';

const { values: options } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const rounds = options.smoke ? 1 : 5;
const repeats = options.smoke ? 2 : 15;
const events = options.smoke ? 2e4 : 1e6;
const scratch = mkdtempSync(join(tmpdir(), 'stemma-isgri-'));

try {
  const lines = [...decodingLines(), ...(await eventLines()), ...mosaicLines(scratch, options.smoke)];
  console.log(lines.join('\n'));
} finally {
  rmSync(scratch, { recursive: true });
}

function milliseconds(task: () => void): number {
  const start = performance.now();
  task();
  return performance.now() - start;
}

/** Two sources on a background, all pixels on but one in twenty-five. */
function simulated(exposureS: number) {
  const pixels = allPixelsOn(15);
  pixels.onFraction.forEach((_, pixel) => void (pixel % 25 === 7 && (pixels.onFraction[pixel] = 0)));
  const sources = [
    { shift: { y: 12.3, z: -40.1 }, spectrum: CRAB },
    { shift: { y: -60.2, z: 33.7 }, spectrum: CRAB },
  ];
  const response = parametricResponse();
  const seed = 'bead'.repeat(16);
  const list = simulatePointing({ seed, exposureS, sources, backgroundCps: 600, response, pixels });
  return { list, pixels };
}

function decodingLines(): string[] {
  const exposureS = 1000;
  const { list, pixels } = simulated(exposureS);
  const band = { minKeV: 20, maxKeV: 40 };
  const efficiency = bandEfficiency(pixels, band);
  const [counts] = binEvents(list, [band], efficiency);
  const image = detectorImage({ counts: counts!, efficiency, exposureS });
  handOver(image, exposureS);
  decode(image, exposureS);
  const turns = Array.from({ length: rounds }, () => ({
    own: median(Array.from({ length: repeats }, () => milliseconds(() => void decode(image, exposureS)))),
    ...scipySide(),
  }));
  const worst = largestDifference(decode(image, exposureS).significance);
  if (!(worst < 1e-6)) throw new Error(`the two sides differ by ${worst} in significance: they do not do the same`);
  const side = (name: 'own' | 'ms') => median(turns.map((turn) => turn[name])).toFixed(1);
  const ratio = median(turns.map(({ own, ms }) => own / ms)).toFixed(2);
  return [
    `decoding one window in one band, balanced and weighted, with variance (512 x 512): medians of ${rounds} turns of ${repeats}`,
    `  stemma ${side('own')} ms, scipy ${turns[0]!.version} ${side('ms')} ms, one thread; stemma/scipy ${ratio} (at most 1.0)`,
    `  largest difference of the two significance maps ${worst.toExponential(1)}`,
    '',
  ];
}

function handOver({ values, variances, weights }: DetectorImage, exposureS: number): void {
  const { side, kernels } = maskKernels();
  const write = (name: string, data: Float64Array) => writeFileSync(join(scratch, `${name}.f64`), data);
  write('kernels', Float64Array.from(kernels.flatMap((kernel) => [...kernel])));
  write('coding', codingMap());
  for (const [name, data] of Object.entries({ values, variances, weights })) write(name, data);
  const setting = {
    detector: [GRID_HEIGHT, GRID_WIDTH],
    kernelSide: side,
    imageSide: IMAGE_SIDE,
    minimumCoding: 0.005,
    litPixels: 128 ** 2 / 2,
    exposureS,
  };
  writeFileSync(join(scratch, 'setting.json'), JSON.stringify(setting));
}

function scipySide(): { readonly ms: number; readonly version: string } {
  const script = join(import.meta.dirname, 'isgri-scipy.py');
  const run = spawnSync(pythonProgram(), [script, scratch, String(repeats)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`scipy's side failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as { ms: number; version: string };
}

/** @throws Error where one side has a value and the other has none. */
function largestDifference(significance: Float64Array): number {
  const bytes = readFileSync(join(scratch, 'significance.f64'));
  const theirs = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  return significance.reduce((worst, value, i) => {
    if (Number.isNaN(value) !== Number.isNaN(theirs[i])) throw new Error(`sky pixel ${i} is decoded by one side only`);
    return Number.isNaN(value) ? worst : Math.max(worst, Math.abs(value - theirs[i]!));
  }, 0);
}

async function eventLines(): Promise<string[]> {
  const exposureS = events / ratePerSecond();
  const times = Array.from({ length: Math.min(3, rounds) }, () => {
    const start = performance.now();
    const { list } = simulated(exposureS);
    return (1e6 / list.timeS.length) * (performance.now() - start);
  });
  const { ms, count } = await readingTimes();
  return [
    `simulating 1e6 events: first ${(times[0]! / 1000).toFixed(2)} s, then ${(median(times.slice(-2)) / 1000).toFixed(2)} s (at most 2)`,
    `reading ${count.toExponential(1)} events from the store, selecting and binning them, as the analysis does it:`,
    `  ${(median(ms) / 1000).toFixed(2)} s, median of ${ms.length} resolutions (at most 0.5 for 1e6)`,
    '',
  ];
}

function ratePerSecond(): number {
  const exposureS = 20;
  return simulated(exposureS).list.timeS.length / exposureS;
}

/** Wall times of `integral.Shadowgrams` in other and other bands, when the events are known: all of a resolution. */
async function readingTimes() {
  await using stemma = await open({ store: join(scratch, 'events'), modules: [integral], mirrors: [], network: false });
  // About 640 events reach the ground each second.
  const window = configure(SimulatedObservation, { windows: 1, windowS: events / 640, emptyWindows: [] });
  const goal = (maxKeV: number) =>
    Shadowgrams().assuming(window, configure(ImageBands, { bands: [{ minKeV: 20, maxKeV }] }));
  const { events: list } = await stemma.run(SimulatedEvents().assuming(window));
  await stemma.run(goal(30));
  const ms: number[] = [];
  for (let k = 1; k <= rounds; k++) {
    const start = performance.now();
    await stemma.run(goal(30 + k));
    ms.push(performance.now() - start);
  }
  return { ms, count: list.channel.length };
}
