// What Python says at the end, as an outcome: outputs are checked against the declared types here, by the same code that
// checks those of every other analysis.
import {
  canonicalForm,
  decodeValue,
  encodeOutputs,
  FileValue,
  StemmaError,
  type AnalysisDefinition,
  type EncodedOutput,
  type ExecutionOutcome,
  type FileEntry,
} from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { digestFileSync } from '../digest-file.ts';

type Payload = Uint8Array<ArrayBuffer>;

type PlainFile = { readonly digest: string } | { readonly path: string } | { readonly payload: number };

/** How an activity ended, as Python says it. */
export type PlainOutcome =
  | {
      readonly kind: 'outputs';
      readonly outputs: Readonly<Record<string, number>>;
      readonly files: readonly PlainFile[];
    }
  | { readonly kind: 'expected_failure'; readonly reason: string; readonly message: string; readonly detail: unknown }
  | {
      readonly kind: 'error';
      readonly code: 'analysis_failed' | 'corrupt';
      readonly message: string;
      readonly stack: string;
      readonly transient: boolean;
    };

/**
 * The outcome that was meant; whatever does not fit the declaration is `analysis_failed`.
 * @param inputFile the value of an input file that was handed on as an output.
 */
export function readOutcome(
  definition: AnalysisDefinition,
  plain: PlainOutcome,
  payloads: readonly Payload[],
  inputFile: (entry: FileEntry) => FileValue,
): ExecutionOutcome {
  try {
    if (plain.kind === 'expected_failure') return { ...plain, detail: canonicalForm(plain.detail, 'detail') };
    if (plain.kind === 'error') return plain;
    const fileOf = (entry: FileEntry) => fileValue(entry, plain.files, payloads, inputFile);
    return { kind: 'outputs', outputs: readOutputs(definition, plain.outputs, payloads, fileOf) };
  } catch (thrown) {
    return { kind: 'error', code: 'analysis_failed', message: (thrown as Error).message, transient: false };
  }
}

function readOutputs(
  definition: AnalysisDefinition,
  numbers: Readonly<Record<string, number>>,
  payloads: readonly Payload[],
  fileOf: (entry: FileEntry) => FileValue,
): Record<string, EncodedOutput> {
  const large: Record<string, EncodedOutput> = {};
  const values: Record<string, unknown> = {};
  for (const [name, number] of Object.entries(numbers)) {
    const payload = payloads[number]!;
    values[name] = decodeValue(payload, fileOf);
    const type = definition.outputs[name];
    // Encoding a large array again would only copy it: both sides write the same bytes. What may hold files goes the
    // long way, since only the engine knows their digests.
    if (type && payload.length > copiedBytes && withoutFiles.has(type.kind)) {
      type.check(values[name], `output ${definition.name}.${name}`);
      large[name] = { digest: sha256(payload), payload, files: [] };
      delete values[name];
    }
  }
  const rest = Object.fromEntries(Object.entries(definition.outputs).filter(([name]) => !large[name]));
  return { ...encodeOutputs({ ...definition, outputs: rest }, values, sha256, digestFileSync), ...large };
}

/** Up to this size encoding again costs nothing worth a second way. */
const copiedBytes = 65_536;
const withoutFiles: ReadonlySet<string> = new Set(['array', 'table', 'image']);

// The digest of an entry from Python is only a number: which of the files it has announced.
function fileValue(
  { name, mediaType, digest }: FileEntry,
  files: readonly PlainFile[],
  payloads: readonly Payload[],
  inputFile: (entry: FileEntry) => FileValue,
): FileValue {
  const file = files[Number.parseInt(digest, 16)];
  if (!file) throw new StemmaError('invalid_request', `the file ${name} did not come with its value`);
  if ('path' in file) return new FileValue(name, mediaType, { path: file.path });
  if ('payload' in file) return new FileValue(name, mediaType, { bytes: payloads[file.payload]! });
  return inputFile({ name, mediaType, digest: file.digest, sizeBytes: 0 });
}
