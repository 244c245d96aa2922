// A module with analyses that misbehave in every way a worker thread must survive.
import { analysis, array, noData, number, pipelineModule, string, TransientFailure } from '@stemma/core';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const outputs = { x: number() };

/** Computes for ever without giving way. */
export const Spin = analysis({
  name: 'limits.Spin',
  version: '1',
  parameters: { n: number({ default: 0 }) },
  outputs,
  resources: { timeLimitS: 0.3 },
  run: () => {
    for (;;);
  },
});

/** Computes for ever, with no limit of its own. */
export const SpinFree = analysis({
  name: 'limits.SpinFree',
  version: '1',
  parameters: { mark: string({ default: '' }) },
  outputs,
  run: ({ mark }, activity) => {
    writeFileSync(join(activity.directory, 'scratch'), 'x');
    if (mark) writeFileSync(mark, '');
    for (;;);
  },
});

/** Waits for ever. */
export const Wait = analysis({
  name: 'limits.Wait',
  version: '1',
  outputs,
  resources: { timeLimitS: 0.2 },
  run: () => new Promise<never>(() => {}),
});

/** Fills its heap with objects. */
export const Hoard = analysis({
  name: 'limits.Hoard',
  version: '1',
  outputs,
  resources: { memoryLimitMB: 120, timeLimitS: 20 },
  run: () => {
    const kept: unknown[] = [];
    for (;;) kept.push({ at: kept.length, text: `row ${kept.length}` });
  },
});

/** Fills memory with typed arrays, which lie outside of the heap. */
export const HoardArrays = analysis({
  name: 'limits.HoardArrays',
  version: '1',
  outputs,
  resources: { memoryLimitMB: 150, timeLimitS: 20 },
  run: async () => {
    const kept: Float64Array[] = [];
    for (;;) {
      kept.push(new Float64Array(2 ** 20).fill(kept.length));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
});

/** Uses much less than it may. */
export const Modest = analysis({
  name: 'limits.Modest',
  version: '1',
  outputs: { data: array('float64') },
  resources: { memoryLimitMB: 1000 },
  run: () => ({ data: new Float64Array(2 ** 17).fill(1.5) }),
});

/** Ends its thread. */
export const Exit = analysis({ name: 'limits.Exit', version: '1', outputs, run: () => process.exit(3) });

/** Throws where nobody catches it. */
export const ThrowLater = analysis({
  name: 'limits.ThrowLater',
  version: '1',
  outputs,
  run: () =>
    new Promise<never>(() => {
      setTimeout(() => {
        throw new Error('thrown by a timer');
      }, 5);
    }),
});

/** Prints in every way there is. */
export const Print = analysis({
  name: 'limits.Print',
  version: '1',
  parameters: { word: string({ default: 'word' }) },
  outputs,
  run: async ({ word }, activity) => {
    console.log(`log ${word}`);
    console.error(`error ${word}`);
    process.stdout.write(`no newline ${word}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.stdout.write(' continued\nnext line\nrest');
    activity.log(`activity ${word}`, 'warning');
    activity.progress(0.5, 'half');
    return { x: 1 };
  },
});

/** Ends as expected, without a result. */
export const Nothing = analysis({
  name: 'limits.Nothing',
  version: '1',
  outputs,
  run: () => {
    throw noData('nothing here', { n: 1 });
  },
});

/** Fails once for a transient cause; `mark` is a file that remembers. */
export const Once = analysis({
  name: 'limits.Once',
  version: '1',
  parameters: { mark: string() },
  outputs,
  run: async ({ mark }) => {
    const { readFileSync } = await import('node:fs');
    appendFileSync(mark, 'x');
    if (readFileSync(mark, 'utf8').length < 2) throw new TransientFailure('busy');
    return { x: 1 };
  },
});

/** Adds to what it is given, in place: it must be its own copy. */
export const Spoil = analysis({
  name: 'limits.Spoil',
  version: '1',
  inputs: { modest: Modest },
  outputs,
  run: ({ modest }) => {
    modest.data.fill(0);
    return { x: modest.data.length };
  },
});

/** Reads what another one may have spoilt. */
export const ReadAfter = analysis({
  name: 'limits.ReadAfter',
  version: '1',
  inputs: { spoilt: Spoil, modest: Modest },
  outputs,
  run: ({ modest }) => ({ x: modest.data[0]! }),
});

/** The analyses of this file. */
export const limits = pipelineModule({
  name: 'limits',
  version: '1',
  source: import.meta.url,
  analyses: [
    Spin,
    SpinFree,
    Wait,
    Hoard,
    HoardArrays,
    Modest,
    Exit,
    ThrowLater,
    Print,
    Nothing,
    Once,
    Spoil,
    ReadAfter,
  ],
});
