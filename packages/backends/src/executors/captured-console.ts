// What analyses print: `console` writes into the log of the activity that it is called from, by async context,
// so that activities that overlap in one thread do not mix their lines.
import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import type { LogLevel } from '@stemma/core';

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

/** Calls a function with `console` writing into `sink`; outside of such calls `console` is what it was. */
export function withCapturedConsole<T>(sink: Sink, call: () => T): T {
  install();
  return current.run(sink, call);
}

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
