// Times the FFTs beside scipy.fft doing the same on one thread: 512 × 512 real transforms there and back, and the nine
// correlations of one coded-mask image (three detector images, five mask products, 130 × 134 with 232 × 232 pixels).
// `node --conditions=source bench/fft.ts`; medians in milliseconds; the two sides take turns.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Correlator, type KernelChoice, RealFft2d } from '@stemma/data/fft';
import { pythonProgram } from './python-program.ts';

const repeats = 41;
const rounds = 3;
const jobs = [
  [0, 1],
  [0, 1, 2, 3],
  [2, 3, 4],
];

type Times = Record<string, number>;

function numbers(length: number): Float64Array {
  return Float64Array.from({ length }, () => 2 * Math.random() - 1);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function milliseconds(task: () => void): number {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    task();
    times.push(performance.now() - start);
  }
  return median(times);
}

function own(implementation: KernelChoice): Times {
  const plan = new RealFft2d([512, 512], implementation);
  plan.real.set(numbers(512 * 512));
  const kernels = Array.from({ length: 5 }, () => numbers(232 * 232));
  const correlator = new Correlator({ imageShape: [130, 134], kernelShape: [232, 232], kernels, implementation });
  const images = jobs.map(() => numbers(130 * 134));
  const output = new Float64Array(correlator.outputShape[0] * correlator.outputShape[1]);
  return {
    rfft2: milliseconds(() => plan.forward()),
    irfft2: milliseconds(() => plan.inverse()),
    'rfft2 + irfft2': milliseconds(() => {
      plan.forward();
      plan.inverse();
    }),
    decoding: milliseconds(() => {
      jobs.forEach((list, i) => {
        correlator.load(images[i]!);
        for (const k of list) correlator.correlate(k, output);
      });
    }),
  };
}

function scipy(): Times {
  const run = spawnSync(pythonProgram(), [join(import.meta.dirname, 'fft-scipy.py'), String(repeats)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`scipy's side failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as Times;
}

const sides: Record<string, Times[]> = { simd: [], portable: [], scipy: [] };
for (let round = 0; round < rounds; round++) {
  sides['simd']!.push(own('simd'));
  sides['scipy']!.push(scipy());
  sides['portable']!.push(own('portable'));
}
console.log(`medians in ms of ${rounds} rounds of ${repeats}; scipy ${sides['scipy']![0]!['version']}, one thread`);
console.log('task             simd    portable  scipy   simd/scipy');
for (const task of ['rfft2', 'irfft2', 'rfft2 + irfft2', 'decoding']) {
  const [simd, portable, peer] = ['simd', 'portable', 'scipy'].map((side) =>
    median(sides[side]!.map((times) => times[task]!)),
  ) as [number, number, number];
  const cells = [simd, portable, peer].map((value) => value.toFixed(2).padEnd(8));
  console.log(`${task.padEnd(16)} ${cells[0]}${cells[1]}  ${cells[2]}${(simd / peer).toFixed(2)}`);
}
