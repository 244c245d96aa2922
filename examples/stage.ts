// What all demos stand on: a store, a voice, and the way from a goal to products: what ran and what was known, where the
// files are, and how to ask again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  open,
  StemmaError,
  type OpenOptions,
  type PipelineModule,
  type Request,
  type Resolution,
  type Result,
  type Stemma,
} from 'stemma';

/** Where a demo plays. */
export interface Stage {
  readonly stemma: Stemma;
  /** Where products go. */
  readonly folder: string;
  /** Prints a line. */
  readonly say: (line?: string) => void;
}

/** How a stage is set: where products go, who prints, and how the store is opened. */
export interface StageOptions extends Pick<OpenOptions, 'store' | 'mirrors' | 'network'> {
  readonly folder: string;
  readonly say?: (line?: string) => void;
}

/** Plays on a stage with some modules, and clears it away afterwards. */
export async function onStage(
  modules: readonly PipelineModule[],
  { folder, say = (line = '') => console.log(line), ...options }: StageOptions,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  await using stemma = await open({ modules, ...options });
  await play({ stemma, folder, say });
}

/** Resolves a goal, telling what is computed and what was known. */
export async function resolveAloud<O>({ stemma, say }: Stage, request: Request<O>): Promise<Result<O>> {
  const { definition } = stemma.bind(request);
  say(`Resolving ${definition.name}`);
  const start = performance.now();
  const resolution = stemma.resolve(request);
  const [made, result] = await Promise.all([listen(resolution), resolution.result]);
  for (const [name, { count, totalMs }] of made) {
    const times = count === 1 ? '' : `${count} ×`;
    const milliseconds = String(Math.round(totalMs / count)).padStart(6);
    say(`  ✓ ${name.padEnd(30)} ${times.padStart(6)} ${milliseconds} ms`);
  }
  const computed = [...made.values()].reduce((sum, { count }) => sum + count, 0);
  const { nodes } = await stemma.tree(result.id);
  const all = [...nodes.values()].filter((node) => node.result !== undefined).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  if (computed === 0) {
    say(`  ⧉ ${definition.name.padEnd(30)} stored`);
    say(`Nothing had to be computed: answered from the store in ${seconds} s; all ${all} nodes were known`);
  } else {
    say(
      `${computed} analyses computed in ${seconds} s; of ${all} nodes ${Math.max(0, all - computed)} were known before`,
    );
  }
  say();
  return result;
}

interface Made {
  count: number;
  totalMs: number;
}

/** What is run during a resolution, by analysis, in the order in which the first of each is done. */
async function listen(resolution: Resolution<unknown>): Promise<ReadonlyMap<string, Made>> {
  const made = new Map<string, Made>();
  for await (const event of resolution.events()) {
    // What only hands the failure of an input down has not run; it is done all the same, and new in the store.
    if (event.type !== 'done' || (event.origin !== 'computed' && event.origin !== 'inherited')) continue;
    const entry = made.get(event.name) ?? { count: 0, totalMs: 0 };
    made.set(event.name, { count: entry.count + 1, totalMs: entry.totalMs + event.durationMs });
  }
  return made;
}

/** Writes the files of results into the folder of the stage, and says which. */
export async function leaveProducts({ folder, say }: Stage, ...results: readonly Result<unknown>[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = (await Promise.all(results.map((result) => result.files()))).flat();
  say(`Products in ${relative('.', folder) || '.'}`);
  for (const file of new Map(files.map((each) => [each.name, each])).values()) {
    writeFileSync(join(folder, file.name), file.bytes());
    say(`  ${file.name}`);
  }
  say();
}

/** Says how to ask for things again on the command line; each line is what stands behind `stemma`. */
export function tellCommands({ say }: Stage, ...commands: readonly string[]): void {
  say('To ask for each again (from the store, in a moment):');
  for (const command of commands) say(`  npm run -s stemma -- ${command}`);
}

/** What a task gives, or undefined when it needs data that are neither in a mirror nor to be downloaded. */
export async function unlessUnavailable<T>(task: () => Promise<T>): Promise<T | undefined> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof StemmaError && error.code === 'unavailable') return undefined;
    throw error;
  }
}
