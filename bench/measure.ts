// Measures whole processes by the operating system's own accounting: user + system CPU seconds with all descendants,
// and the peak memory of the largest process. CPU time, because wall time on a shared machine measures the others.
import { spawnSync } from 'node:child_process';

/** What one process took. */
export interface Cost {
  readonly cpuS: number;
  readonly peakMB: number;
}

/** Several runs of one command. */
export interface Costs {
  readonly cpuS: { readonly median: number; readonly min: number; readonly max: number };
  readonly peakMB: number;
  readonly runs: number;
}

// wait4(2) gives microseconds, time(1) hundredths; the former needs some Python.
const timer = `
import os, sys
null = os.open(os.devnull, os.O_WRONLY)
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, used = os.wait4(pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
`;
const python = spawnSync('python3', ['-c', 'import os; os.wait4'], { stdio: 'ignore' }).status === 0;

/** Runs a command to its end. @throws Error when it fails, with what it said. */
export function measure(command: readonly string[], env: Readonly<Record<string, string>> = {}): Cost {
  const [program, ...args] = python
    ? ['python3', '-S', '-E', '-c', timer, ...command]
    : ['/usr/bin/time', '-f', '%U %S %M', ...command];
  const child = spawnSync(program!, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (child.error) throw child.error;
  if (child.status !== 0) throw new Error(`${command.join(' ')} failed:\n${child.stderr}`);
  const figures = (python ? child.stdout : child.stderr).trim().split(/\s+/).map(Number);
  // ru_maxrss is in KiB on Linux and in bytes on macOS.
  const kib = figures.at(-1)! / (process.platform === 'darwin' ? 1024 : 1);
  return { cpuS: figures.slice(0, -1).reduce((sum, s) => sum + s, 0), peakMB: (kib * 1024) / 1e6 };
}

/** Sums up several runs: median, smallest and largest CPU time; the median of the peaks. */
export function summary(costs: readonly Cost[]): Costs {
  const cpu = costs.map((cost) => cost.cpuS).toSorted((a, b) => a - b);
  return {
    cpuS: { median: median(cpu), min: cpu[0]!, max: cpu.at(-1)! },
    peakMB: median(costs.map((cost) => cost.peakMB)),
    runs: costs.length,
  };
}

/** The median of some numbers, the mean of the two in the middle when their count is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
