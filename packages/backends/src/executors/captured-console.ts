// What analyses print: `console` writes into the log of the activity that it is called from, by async context,
// so that activities that overlap in one thread do not mix their lines.
import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import type { LogLevel } from '@stemma/core';

/** Takes one line without its line end. */
type Sink = (text: string, level: LogLevel) => void;

const current = new AsyncLocalStorage<Sink>();
const levels: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warning',
  error: 'error',
};
let installed = false;

/**
 * Calls a function with `console` writing into `sink`, also from whatever it awaits, timers and callbacks included;
 * outside of such calls `console` is what it was. Whatever writes to stdout itself still reaches the terminal
 * (threads catch that too).
 */
export function withCapturedConsole<T>(sink: Sink, call: () => T): T {
  install();
  return current.run(sink, call);
}

// Patched once and for ever: undoing it while another activity is running would lose that one's lines.
function install(): void {
  if (installed) return;
  installed = true;
  const target = console as unknown as Record<string, (...args: unknown[]) => void>;
  for (const [method, level] of Object.entries(levels)) {
    const original = target[method]!.bind(console);
    target[method] = (...args) => {
      const sink = current.getStore();
      if (!sink) return original(...args);
      for (const line of format(...args).split('\n')) sink(line, level);
    };
  }
}
