// Who is measured: Stemma, and the peers that resolve the same graph beside it. Each is a command line for a folder,
// a graph and a raw value of its leaf, so that all are timed in the same way.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A graph by shape and size. */
export interface Graph {
  readonly shape: 'chain' | 'fan' | 'layered' | 'diamonds';
  /** Nodes; of diamonds, how many are stacked. */
  readonly size: number;
}

/** Something that resolves graphs and remembers. */
export interface Engine {
  readonly name: string;
  readonly shapes: readonly Graph['shape'][];
  /** Where its folders are made, when not on the disk of temporary files. */
  readonly root?: string;
  command(folder: string, graph: Graph, raw: number): readonly string[];
}

const here = import.meta.dirname;
const node = process.execPath;
/** Where Linux has a file system in memory. */
const memoryDisk = '/dev/shm';

/** Stemma as a program that uses the library, run from source. */
const stemma: Engine = {
  name: 'stemma',
  shapes: ['chain', 'fan', 'layered', 'diamonds'],
  command: (folder, { shape, size }, raw) => [
    node,
    '--conditions=source',
    join(here, 'graphs', `${shape}.ts`),
    folder,
    String(size),
    String(raw),
  ],
};

/** Stemma, and those peers that are installed here. */
export function engines(): Engine[] {
  const pair = [stemma, joblib()].filter((engine) => engine !== undefined);
  return [...pair, ninja(), ...pair.map(inMemory)].filter((engine) => engine !== undefined);
}

// What thousands of small files cost depends on the disk and on what it did before (measured for joblib: 0.1 to 2.2 s of
// system time). The same on a file system in memory takes the disk out of the comparison, and the syncs with it.
function inMemory(engine: Engine): Engine | undefined {
  if (!existsSync(memoryDisk)) return absent(`${engine.name} in memory`, `no ${memoryDisk}`);
  return { ...engine, name: `${engine.name}, in memory`, shapes: ['chain', 'fan'], root: memoryDisk };
}

function joblib(): Engine | undefined {
  const venv = join(here, '..', '.venv', 'bin', 'python');
  const python = process.env['STEMMA_PYTHON'] ?? (existsSync(venv) ? venv : 'python3');
  if (!answers(python, ['-c', 'import joblib']))
    return absent('joblib', 'no Python with joblib (pip install joblib in .venv)');
  return {
    name: 'joblib',
    shapes: ['chain', 'fan'],
    command: (folder, { shape, size }, raw) => [
      python,
      join(here, 'peers', 'joblib-graph.py'),
      shape,
      folder,
      String(size),
      String(raw),
    ],
  };
}

function ninja(): Engine | undefined {
  if (!answers('ninja', ['--version'])) return absent('ninja', 'no ninja on the path');
  return {
    name: 'ninja',
    shapes: ['chain', 'fan'],
    command: (folder, { shape, size }, raw) => [
      '/bin/sh',
      join(here, 'peers', 'ninja-graph.sh'),
      shape,
      folder,
      String(size),
      String(raw),
    ],
  };
}

function answers(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function absent(name: string, why: string): undefined {
  console.log(`without ${name}: ${why}`);
}
