// `stemma resolve`: answers goals for a program that has started it, such as `stemma.run` in Python: a line of JSON for
// each goal on standard input; events, and in the end the result with its bytes, on standard output.
import { createInterface } from 'node:readline';
import { writeFrame } from '@stemma/backends';
import {
  asStemmaError,
  encodeValue,
  goalFromDocument,
  StemmaError,
  type FileEntry,
  type FileValue,
} from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';

/** The command; ends with its standard input. One goal at a time, in the order of the lines. */
export const resolveLines: Command = {
  examples: [[`echo '{"goal":{"analysis":"tutorial.BinnedEvents"}}' | stemma resolve`, 'a goal and its result:']],
  async run(context) {
    await using session = await openSession(context, { access: 'write' });
    const abort = new AbortController();
    const stop = () => abort.abort();
    process.once('SIGTERM', stop).once('SIGINT', stop);
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() === '') continue;
      await answer(session.stemma, line, abort.signal).catch((thrown: unknown) => {
        const { code, message, detail } = asStemmaError(thrown);
        writeFrame(process.stdout, { type: 'error', code, message, detail: jsonSafe(detail) });
      });
      if (abort.signal.aborted) break;
    }
  },
};

async function answer(stemma: Stemma, line: string, signal: AbortSignal): Promise<void> {
  const { goal: document } = parse(line);
  const goal = goalFromDocument(document, { get: (name) => stemma.analysis(name) });
  const resolution = stemma.resolve(goal, { signal });
  for await (const event of resolution.events()) writeFrame(process.stdout, jsonSafe(event) as Record<string, unknown>);
  const result = await resolution.result;
  const values = await result.outputs();
  const payloads: Uint8Array[] = [];
  const files: Record<string, unknown> = {};
  const outputs: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) {
    const entries = new Map(result.entries[name]!.files.map((entry) => [`${entry.name}\0${entry.digest}`, entry]));
    const entryOf = (file: FileValue): FileEntry => {
      const { content } = file;
      const place = 'path' in content && content.path !== undefined ? { path: content.path } : undefined;
      files[file.digest!] ??= place ?? { payload: payloads.push(file.bytes()) - 1 };
      return entries.get(`${file.name}\0${file.digest}`)!;
    };
    const payload = encodeValue(value, entryOf);
    outputs[name] = payloads.push(payload) - 1;
  }
  const { id, name, contentDigest } = result;
  writeFrame(process.stdout, { type: 'result', id, name, contentDigest, outputs, files }, payloads);
}

function parse(line: string): { readonly goal?: unknown } {
  try {
    return JSON.parse(line) as { readonly goal?: unknown };
  } catch (cause) {
    throw new StemmaError('invalid_request', 'each line must be JSON such as {"goal": {"analysis": "…"}}', {}, cause);
  }
}

// Errors carry records and causes that no JSON holds.
function jsonSafe(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)) ?? 'null',
  );
}
