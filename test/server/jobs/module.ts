// Analyses for the tests of jobs: slow ones, many at once, some that fail, and one that kills the process it runs in.
import { existsSync, rmSync } from 'node:fs';
import { analysis, integer, noData, number, pipelineModule, string } from '@stemma/core';

const outputs = { x: number() };

/** Waits, and gives its number. */
const Slow = analysis({
  name: 'jobs.Slow',
  version: '1',
  parameters: { n: integer(), ms: integer() },
  outputs,
  run: async ({ n, ms }, activity) => {
    activity.log(`begins ${n}`);
    for (let waitedMs = 0; waitedMs < ms; waitedMs += 10) {
      activity.signal.throwIfAborted();
      activity.progress(waitedMs / ms);
      await new Promise((resolve) => setTimeout(resolve, Math.min(10, ms - waitedMs)));
    }
    return { x: n };
  },
});

/** One of many: works on a data unit. */
const Part = analysis({
  name: 'jobs.Part',
  version: '1',
  parameters: { unit: string({ dataUnit: true }) },
  outputs,
  resources: { light: true },
  run: ({ unit }) => ({ x: unit.length }),
});

/** Has nothing to give. */
const Nothing = analysis({
  name: 'jobs.Nothing',
  version: '1',
  outputs,
  failures: { no_data: 'there is never anything' },
  run: (): { x: number } => {
    throw noData('nothing was seen');
  },
});

/** Fails as its author did not expect. */
const Broken = analysis({
  name: 'jobs.Broken',
  version: '1',
  outputs,
  run: (): { x: number } => {
    throw new Error('division by cucumber');
  },
});

/** Kills its process as long as a file is there; takes the file away first when it is told to do it once. */
const Killer = analysis({
  name: 'jobs.Killer',
  version: '1',
  parameters: { file: string(), once: integer() },
  outputs,
  run: async ({ file, once }) => {
    if (existsSync(file)) {
      if (once) rmSync(file);
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    }
    return { x: 1 };
  },
});

/** The sum of a list of inputs. */
const Sum = analysis({
  name: 'jobs.Sum',
  version: '1',
  inputs: { parts: [Part({ unit: 'a' })] },
  outputs,
  run: ({ parts }) => ({ x: (parts as readonly { x: number }[]).reduce((sum, { x }) => sum + x, 0) }),
});

/** The module of the tests of jobs. */
export const jobsModule = pipelineModule({
  name: 'jobs',
  version: '1',
  source: import.meta.url,
  analyses: [Slow, Part, Nothing, Broken, Killer, Sum],
});
