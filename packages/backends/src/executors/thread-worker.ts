// The inside of a worker thread: loads modules by URL, runs one activity at a time, sends back encoded outputs.
import { parentPort, workerData } from 'node:worker_threads';
import type { AnyAnalysis, ExecutionOutcome, LogLevel, PipelineModule } from '@stemma/core';
import { NodeActivity } from './node-activity.ts';
import { runTask } from './run-task.ts';
import type { RunMessage, WorkerMessage } from './thread-messages.ts';

const port = parentPort!;
const modules = new Map<string, Promise<ReadonlyMap<string, AnyAnalysis>>>();

const { preload } = workerData as { preload: readonly string[] };
for (const url of preload) await import(url);

function send(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

// Modules are found among the exports of a module's index, by their kind; each is loaded once.
async function load(url: string): Promise<ReadonlyMap<string, AnyAnalysis>> {
  const exported = Object.values((await import(url)) as Record<string, unknown>);
  const found = exported.filter(
    (value): value is PipelineModule => (value as { kind?: unknown } | null)?.kind === 'module',
  );
  return new Map(
    found.flatMap((module) => module.analyses.map((analysis) => [analysis.definition.name, analysis] as const)),
  );
}

async function analysisOf({ moduleUrl, analysis }: RunMessage): Promise<AnyAnalysis> {
  let loading = modules.get(moduleUrl);
  if (!loading) modules.set(moduleUrl, (loading = load(moduleUrl)));
  const found = (await loading).get(analysis);
  if (!found) throw new Error(`${moduleUrl} exports no pipeline module with ${analysis}`);
  return found;
}

// A thread runs one activity at a time, so everything it prints meanwhile belongs to that activity.
function capture(activity: NodeActivity): () => void {
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const original = stream.write.bind(stream);
    const level: LogLevel = name === 'stdout' ? 'info' : 'warning';
    let rest = '';
    stream.write = ((chunk: string | Uint8Array) => {
      const lines = (rest + (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).split('\n');
      rest = lines.pop()!;
      for (const line of lines) activity.log(line, level);
      return true;
    }) as typeof stream.write;
    return () => {
      if (rest !== '') activity.log(rest, level);
      stream.write = original;
    };
  });
  return () => restore.forEach((undo) => undo());
}

// Moved to the main thread instead of copied: results may be hundreds of megabytes.
function buffersOf(outcome: ExecutionOutcome): ArrayBuffer[] {
  if (outcome.kind !== 'outputs') return [];
  return Object.values(outcome.outputs).map(({ payload }) => payload.buffer as ArrayBuffer);
}

async function run(message: RunMessage): Promise<void> {
  const cpuBefore = process.threadCpuUsage();
  const ended = (outcome: ExecutionOutcome, madeDirectory: boolean) => {
    const { user, system } = process.threadCpuUsage(cpuBefore);
    send({ kind: 'ended', outcome, cpuS: (user + system) / 1e6, madeDirectory }, buffersOf(outcome));
  };
  try {
    const analysis = await analysisOf(message);
    const { name, stochastic } = analysis.definition;
    const { derivation, directory, files, parameters, inputs } = message;
    const observer = {
      log: (line: Extract<WorkerMessage, { kind: 'log' }>['line']) => send({ kind: 'log', line }),
      progress: (fraction: number, text?: string) =>
        send({ kind: 'progress', fraction, ...(text !== undefined && { text }) }),
    };
    const activity = new NodeActivity({
      derivation,
      stochastic,
      name,
      directory,
      files,
      observer,
      // Never aborted: cancelling and time limits end the whole thread, which no loop can ignore.
      signal: new AbortController().signal,
    });
    const release = capture(activity);
    const outcome = await runTask({ analysis, parameters, inputs, activity });
    release();
    ended(outcome, activity.madeDirectory);
  } catch (error) {
    // Only loading can fail here, since running gives an outcome; the thread itself is still good.
    const { message: text, stack } = error as Error;
    ended(
      {
        kind: 'error',
        code: 'analysis_failed',
        message: `its module could not be loaded: ${text}`,
        transient: false,
        ...(stack !== undefined && { stack }),
      },
      false,
    );
  }
}

port.on('message', (message: RunMessage) => void run(message));
