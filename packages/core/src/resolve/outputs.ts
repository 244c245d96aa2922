// From what `run` returns to encoded outputs: checked against the declared types, digested, files listed.
import type { AnalysisDefinition } from '../analysis/declaration.ts';
import { StemmaError } from '../errors.ts';
import type { Sha256 } from '../identity/digest.ts';
import type { BlobSource } from '../ports/blob-store.ts';
import type { EncodedOutput } from '../ports/executor.ts';
import { encodeValue, filesIn, type FileEntry } from '../values/codec.ts';
import type { FileValue } from '../values/file.ts';

/** Digest and size of a file on disk. */
export type DigestFile = (path: string) => { readonly digest: string; readonly sizeBytes: number };

/**
 * Checks and encodes the outputs of an analysis.
 * @throws StemmaError `invalid_request` naming the output that is missing, undeclared or of another type.
 */
export function encodeOutputs(
  definition: AnalysisDefinition,
  returned: unknown,
  sha256: Sha256,
  digestFile: DigestFile,
): Record<string, EncodedOutput> {
  const { name, outputs: types } = definition;
  if (typeof returned !== 'object' || returned === null) {
    throw new StemmaError(
      'invalid_request',
      `${name} must return its outputs (${Object.keys(types).join(', ')}), but returned ${String(returned)}`,
    );
  }
  const values = returned as Record<string, unknown>;
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(types, key))
      throw new StemmaError('invalid_request', `${name} returned "${key}", which is no declared output`);
  }
  const encoded: Record<string, EncodedOutput> = {};
  for (const [key, type] of Object.entries(types)) {
    const where = `output ${name}.${key}`;
    if (!Object.hasOwn(values, key))
      throw new StemmaError('invalid_request', `${name} did not return its output "${key}"`);
    type.check(values[key], where);
    encoded[key] = encodeOutput(values[key], where, sha256, digestFile);
  }
  return encoded;
}

function encodeOutput(value: unknown, where: string, sha256: Sha256, digestFile: DigestFile): EncodedOutput {
  const entries = new Map<FileValue, { entry: FileEntry; content: BlobSource }>();
  for (const file of filesIn(value)) entries.set(file, fileEntry(file, sha256, digestFile));
  const payload = encodeValue(value, (file) => entries.get(file)!.entry, where);
  return { digest: sha256(payload), payload, files: [...entries.values()] };
}

// An input file handed on as an output keeps its digest; its bytes are in the store already, and putting them is cheap.
function fileEntry(file: FileValue, sha256: Sha256, digestFile: DigestFile): { entry: FileEntry; content: BlobSource } {
  const { name, mediaType, content } = file;
  if ('path' in content && content.path !== undefined && !('load' in content)) {
    return { entry: { name, mediaType, ...digestFile(content.path) }, content: { path: content.path } };
  }
  const bytes = file.bytes();
  return { entry: { name, mediaType, digest: sha256(bytes), sizeBytes: bytes.length }, content: bytes };
}
