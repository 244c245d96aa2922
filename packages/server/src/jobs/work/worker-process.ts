// The worker process: opens the same store with the same modules as the service, runs what it is told, and ends when the
// service does, however that ends. Started by child-worker.ts with the address of a module that opens the parts.
import type { Engine } from '@stemma/core';
import type { FromWorker, ToWorker } from './messages.ts';
import { inProcessWorker } from './in-process-worker.ts';
import type { RunningWork } from './worker.ts';

/** What the module at `partsUrl` exports as `openParts`. */
export type OpenParts = (options: unknown) => Promise<{ readonly engine: Engine; close(): Promise<void> }>;

const [partsUrl = '', options = '{}'] = process.argv.slice(2);

function say(message: FromWorker): void {
  // The service may have gone; then there is nobody to tell, and `disconnect` ends this process.
  if (process.connected) process.send!(message, undefined, {}, () => {});
}

async function main(): Promise<void> {
  const { openParts } = (await import(partsUrl)) as { openParts: OpenParts };
  const parts = await openParts(JSON.parse(options));
  const worker = inProcessWorker(parts.engine);
  const running = new Map<number, RunningWork>();
  let leaving: Promise<void> | undefined;
  const leave = (graceMs: number): Promise<void> =>
    (leaving ??= worker
      .close(graceMs)
      .then(() => parts.close())
      .finally(() => process.exit(0)));
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'close') return void leave(message.graceMs);
    const { work } = message;
    if (message.kind === 'raise') return running.get(work)?.raise(message.rank);
    if (message.kind === 'cancel') return running.get(work)?.cancel();
    const started = worker.run(message.order, {
      report: (report) => say({ kind: 'report', work, report }),
      ended: (end) => {
        running.delete(work);
        say({ kind: 'ended', work, end });
      },
    });
    running.set(work, started);
  });
  // The service has ended without a word: what is finished is kept, the rest is for the next service.
  process.on('disconnect', () => void leave(0));
  // Signals of a terminal go to the whole group of processes; it is the service that decides when this one ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  say({ kind: 'ready' });
}

await main().catch((error: unknown) => {
  say({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
