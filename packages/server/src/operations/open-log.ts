// The log of a server: one line of JSON for each event, on standard error or into a file, without secrets.
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';
import { secretPaths } from './request-log.ts';

/** Where and how much is written. */
export interface LogSettings {
  readonly level: string;
  /** Standard error when left out. */
  readonly file?: string | undefined;
}

/** Opens a log. Lines are written at once: the last words of a process that dies are the ones that matter. */
export function openLog({ level, file }: LogSettings): Logger {
  const options = { level, redact: [...secretPaths], timestamp: stdTimeFunctions.isoTime };
  return pino(
    options,
    destination(file === undefined ? { dest: 2, sync: true } : { dest: file, mkdir: true, sync: true }),
  );
}
