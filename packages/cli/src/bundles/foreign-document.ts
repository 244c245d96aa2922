// Finds the document of provenance in what people have: a JSON file, a crate as a folder or a zip file, a research object
// of cwltool. The digests that a crate tells of its files are checked before anything is imported.
import { createHash } from 'node:crypto';
import { stat, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { sha256 } from '@stemma/backends';
import { memberBytes, openArchive, type OpenArchive } from '@stemma/backends/archives';
import { StemmaError } from '@stemma/core';
import { importLimits, readForeign, type CrateFile, type ForeignReading } from '@stemma/core/exports';

/** A document that was read, and what became of the files that it tells of. */
export interface FoundDocument {
  readonly reading: ForeignReading;
  /** Files whose bytes are there and have the digest that the document tells. */
  readonly checkedFiles: number;
  /** Files that are told with a digest and are not there. */
  readonly absentFiles: number;
}

/** Where the document lies in a folder or a zip file, the first that is there. */
const documents = ['ro-crate-metadata.json', 'metadata/provenance/primary.cwlprov.json'];

/**
 * Reads a document with its crate; nothing is stored.
 * @throws StemmaError as `readForeign` and `openArchive`; `not_found`; `corrupt` when a file has not the digest that the
 *   crate tells of it.
 */
export async function findDocument(path: string): Promise<FoundDocument> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new StemmaError('not_found', `there is no file or folder ${path}`, { path }, cause);
  });
  if (basename(path) === documents[0]) return readCrate(dirname(path));
  if (stats.isDirectory() || path.endsWith('.zip')) return readCrate(path);
  if (stats.size > importLimits.documentBytes)
    throw new StemmaError('too_large', `${path} has ${stats.size} bytes; up to ${importLimits.documentBytes} are read`);
  return { reading: readForeign(await readFile(path), path, sha256), checkedFiles: 0, absentFiles: 0 };
}

async function readCrate(path: string): Promise<FoundDocument> {
  await using archive = await openArchive(path);
  const { prefix, name } = documentIn(archive, path);
  const bytes = await memberBytes(archive, prefix + name, path, importLimits.documentBytes);
  const reading = readForeign(bytes, path, sha256);
  let checkedFiles = 0;
  for (const file of reading.files) if (await checkFile(archive, prefix, file, path)) checkedFiles++;
  return { reading, checkedFiles, absentFiles: reading.files.length - checkedFiles };
}

// Zip files often hold everything in one folder.
function documentIn({ members }: OpenArchive, path: string): { readonly prefix: string; readonly name: string } {
  const tops = new Set([...members.keys()].map((member) => member.slice(0, member.indexOf('/') + 1)));
  for (const prefix of ['', ...(tops.size === 1 ? tops : [])])
    for (const name of documents) if (members.has(prefix + name)) return { prefix, name };
  throw new StemmaError('invalid_request', `${path} holds no provenance: neither ${documents.join(' nor ')} is in it`);
}

async function checkFile(
  { members }: OpenArchive,
  prefix: string,
  { path, sha256: expected }: CrateFile,
  where: string,
): Promise<boolean> {
  const member = members.get(prefix + path.replace(/^\.\//, '')) ?? members.get(prefix + decoded(path));
  if (!member) return false;
  const hash = createHash('sha256');
  for await (const chunk of member.stream()) hash.update(chunk);
  if (hash.digest('hex') === expected) return true;
  throw new StemmaError(
    'corrupt',
    `${path} in ${where} has not the sha256 that the crate tells of it: get it again; nothing was imported`,
    { path, expected },
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
