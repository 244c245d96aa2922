// Whether a process is still there: by its number and start time, since numbers are used again. On Linux
// from /proc (see proc_pid_stat(5)), elsewhere by signal 0, which cannot tell a stopped process from a running one.
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What can be seen of a process: gone, there, or there but stopped by a signal. */
export type ProcessState = 'gone' | 'alive' | 'stopped';

/** What one look at a process shows. */
interface ProcessLook {
  /** Clock ticks after boot at which it started; empty where the platform does not tell. */
  readonly start: string;
  readonly state: ProcessState;
}

const gone: ProcessLook = { start: '', state: 'gone' };

/**
 * Names the space in which process numbers mean the same: host, boot and, for containers, the process namespace.
 * Two containers that share a folder must not declare each other dead.
 */
export function machineName(): string {
  const read = (question: () => string) => {
    try {
      return question().trim();
    } catch {
      return '-';
    }
  };
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'));
  return `${hostname()} ${boot} ${namespace}`;
}

/**
 * Looks at a process of this machine. A zombie is gone: it runs nothing any more.
 * Platforms without /proc give no start time, and `alive` for whatever answers signal 0.
 */
export function lookAtProcess(pid: number): ProcessLook {
  if (process.platform !== 'linux') return { start: '', state: answersSignal(pid) ? 'alive' : 'gone' };
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return gone;
  }
  // The name in field 2 may hold blanks and parentheses; the last ")" ends it, and field 3 follows.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const letter = fields[0] ?? '';
  if (letter === 'Z' || letter === 'X') return gone;
  return { start: fields[19] ?? '', state: letter === 'T' || letter === 't' ? 'stopped' : 'alive' };
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
