// Times the FITS library on 1e6 rows × 4 columns beside astropy doing the same: whole processes, user + system
// CPU seconds, the median of several runs. `node --conditions=source bench/fits.ts`
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageHdu, readFits, tableHdu, writeFits } from '@stemma/data/fits';

const rowCount = 1e6;
const runs = 5;

/** The same table that fits-astropy.py makes: a 64-bit id, a time, an energy, a channel. */
function makeTable(): Uint8Array {
  const id = new BigInt64Array(rowCount);
  const time = new Float64Array(rowCount);
  const energy = new Float32Array(rowCount);
  const channel = new Int16Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    id[i] = BigInt(i);
    time[i] = i * 0.05;
    energy[i] = 20 + (i % 1000);
    channel[i] = i % 256;
  }
  const columns = [
    { name: 'EVENT_ID', values: id },
    { name: 'TIME', values: time, unit: 's' },
    { name: 'ENERGY', values: energy, unit: 'keV' },
    { name: 'CHANNEL', values: channel },
  ];
  return writeFits([imageHdu(), tableHdu({ name: 'EVENTS', columns })]);
}

/** Reads all columns and touches every value, as astropy's side does with a sum. */
function readTable(path: string): number {
  const table = readFits(readFileSync(path)).table('EVENTS');
  let sum = 0;
  for (const name of ['TIME', 'ENERGY', 'CHANNEL']) {
    const values = table.column(name).values as Float64Array;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
  }
  const id = table.column('EVENT_ID').as(BigInt64Array);
  return sum + Number(id[id.length - 1]);
}

function run(task: string, path: string): void {
  if (task === 'write') writeFileSync(path, makeTable());
  else if (task === 'read') process.stdout.write(`${readTable(path)}\n`);
}

/** Prints the CPU seconds that the command in its arguments takes from exec to exit, interpreter start included. */
const timer = `
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
sys.exit(code)
`;

/** Median CPU seconds of a whole process. */
function measure(command: string, args: readonly string[]): number {
  const seconds: number[] = [];
  for (let i = 0; i < runs; i++) {
    const child = spawnSync('python3', ['-c', timer, command, ...args], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${child.stderr}`);
    seconds.push(Number(child.stdout));
  }
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-bench-fits-'));
  const root = join(import.meta.dirname, '..');
  const venv = join(root, '.venv', 'bin', 'python');
  const python = process.env['STEMMA_PYTHON'] ?? (existsSync(venv) ? venv : 'python3');
  const here = [process.execPath, '--conditions=source', join(import.meta.dirname, 'fits.ts')] as const;
  const peer = [python, join(import.meta.dirname, 'fits-astropy.py')] as const;
  console.log(
    `${rowCount} rows × 4 columns (int64, float64, float32, int16); CPU seconds of the whole process, median of ${runs}`,
  );
  console.log('task     stemma  astropy   ratio');
  for (const task of ['start', 'write', 'read']) {
    const [ownPath, peerPath] = [join(folder, 'own.fits'), join(folder, 'peer.fits')];
    const own = measure(here[0], [...here.slice(1), task, ownPath]);
    const other = measure(peer[0], [...peer.slice(1), task, peerPath]);
    console.log(`${task.padEnd(8)} ${own.toFixed(3)}   ${other.toFixed(3)}   ${(own / other).toFixed(2)}`);
  }
  rmSync(folder, { recursive: true });
}

const [task, path] = process.argv.slice(2);
if (task === undefined) compare();
else run(task, path!);
