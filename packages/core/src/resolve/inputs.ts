// From supplied inputs to what `run` sees: the same structure as declared, values decoded when they are first looked
// at, each time into private copies, so that no analysis can change what another one reads.
import type { Supplied } from '../ports/executor.ts';
import { decodeValue, type FileEntry } from '../values/codec.ts';
import type { FileValue } from '../values/file.ts';

/** The first argument of `run`: inputs and parameters by name, read-only. */
export function runArguments(
  inputs: Readonly<Record<string, Supplied>>,
  parameters: Readonly<Record<string, unknown>>,
  fileOf: (entry: FileEntry) => FileValue,
): Readonly<Record<string, unknown>> {
  const seen: Record<string, unknown> = { ...parameters };
  for (const name in inputs) lazily(seen, name, () => reveal(inputs[name]!, fileOf));
  return Object.freeze(seen);
}

function reveal(supplied: Supplied, fileOf: (entry: FileEntry) => FileValue): unknown {
  switch (supplied.kind) {
    case 'outputs': {
      const outputs: Record<string, unknown> = {};
      for (const name in supplied.outputs) lazily(outputs, name, () => decodeValue(supplied.outputs[name]!, fileOf));
      return Object.freeze(outputs);
    }
    case 'value':
      return decodeValue(supplied.payload, fileOf);
    case 'outcome': {
      const inner = supplied.of;
      if (inner.kind !== 'failure') return Object.freeze({ ok: true, value: reveal(inner, fileOf) });
      return Object.freeze({ ok: false, reason: inner.reason, message: inner.message, detail: inner.detail });
    }
    case 'list':
      return Object.freeze(supplied.items.map((item) => reveal(item, fileOf)));
    case 'map': {
      // Sorted, since the order in which a map is declared is no part of the identity.
      const entries: Record<string, unknown> = {};
      for (const name of Object.keys(supplied.entries).sort())
        lazily(entries, name, () => reveal(supplied.entries[name]!, fileOf));
      return Object.freeze(entries);
    }
    default:
      return undefined;
  }
}

function lazily(object: Record<string, unknown>, name: string, make: () => unknown): void {
  let value: { made: unknown } | undefined;
  Object.defineProperty(object, name, { enumerable: true, get: () => (value ??= { made: make() }).made });
}
