// A task as a message: inputs in their structure with payloads by number, parameters encoded like any value.
import { encodeValue, fromCanonicalForm, StemmaError, type Supplied, type Task } from '@stemma/core';
import type { PythonTarget } from '../../code/python-code.ts';

/** A message and its payloads. */
export interface TaskMessage {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payloads: readonly Uint8Array[];
}

/** The message that starts a task. */
export function taskMessage({ derivation, inputs, files }: Task, target: PythonTarget, directory: string): TaskMessage {
  const payloads: Uint8Array[] = [];
  const numberOf = (payload: Uint8Array) => payloads.push(payload) - 1;
  const parameters: Record<string, unknown> = {};
  for (const [name, form] of Object.entries(derivation.parameters)) parameters[name] = fromCanonicalForm(form);
  const { stochastic, resources } = derivation.analysis.definition;
  const header = {
    kind: 'run',
    file: target.file,
    class: target.className,
    derivation: derivation.id,
    stochastic,
    memoryLimitMB: resources.memoryLimitMB,
    directory,
    inputs: mapped(inputs, (given) => plain(given, numberOf)),
    files: Object.fromEntries(
      [...files].map(([digest, file]) => [
        digest,
        'path' in file ? { path: file.path } : { payload: numberOf(file.bytes) },
      ]),
    ),
    parameters: numberOf(
      encodeValue(parameters, () => {
        throw new StemmaError('invalid_request', 'a parameter cannot hold a file');
      }),
    ),
  };
  return { header, payloads };
}

function plain(given: Supplied, numberOf: (payload: Uint8Array) => number): unknown {
  switch (given.kind) {
    case 'outputs':
      return { kind: 'outputs', outputs: mapped(given.outputs, numberOf) };
    case 'value':
      return { kind: 'value', payload: numberOf(given.payload) };
    case 'outcome':
      return { kind: 'outcome', of: plain(given.of, numberOf) };
    case 'list':
      return { kind: 'list', items: given.items.map((item) => plain(item, numberOf)) };
    case 'map':
      return { kind: 'map', entries: mapped(given.entries, (entry) => plain(entry, numberOf)) };
    default:
      return given;
  }
}

function mapped<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
