// BagIt 1.0 (RFC 8493): a payload in `data/` with a digest of every file, so that whoever gets a bag sees whether all of
// it came through. https://www.rfc-editor.org/rfc/rfc8493
import { createHash } from 'node:crypto';
import { StemmaError, type Digest } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { memberText, type OpenArchive } from './archive.ts';
import type { NewMember } from './write-archive.ts';

/** A file of the payload; its path lies inside `data/`, without that. */
export interface PayloadFile extends NewMember {
  /** sha256 of the bytes. */
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** A text as a file of the payload. */
export function payloadText(path: string, text: string): PayloadFile {
  const content = new TextEncoder().encode(text);
  return { path, content, digest: sha256(content), sizeBytes: content.length };
}

/**
 * All members of a bag, in the order in which they are written: tags first, so that a reader knows what to expect.
 * @param info labels and values for `bag-info.txt`; no date of today belongs in them, or the bytes will differ.
 */
export function bagOf(payload: readonly PayloadFile[], info: Readonly<Record<string, string>>): NewMember[] {
  const files = payload.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const octets = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const facts = { ...info, 'Payload-Oxum': `${octets}.${files.length}` };
  const tags = [
    ['bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    [
      'bag-info.txt',
      linesOf(Object.entries(facts).map(([label, value]) => `${label}: ${value.replaceAll(/\s+/g, ' ')}`)),
    ],
    ['manifest-sha256.txt', linesOf(files.map(({ digest, path }) => `${digest}  data/${encodedPath(path)}`))],
  ] as const;
  const tagManifest = linesOf(tags.map(([path, text]) => `${sha256(text)}  ${path}`));
  return [
    ...tags.map(([path, content]) => ({ path, content })),
    { path: 'tagmanifest-sha256.txt', content: tagManifest },
    ...files.map(({ path, content }) => ({ path: `data/${path}`, content })),
  ];
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

// RFC 8493 section 2.1.3: only these are escaped.
function encodedPath(path: string): string {
  return path.replaceAll(/[%\r\n]/g, encodeURIComponent);
}

/**
 * Checks a bag whole: every file of the payload is in the manifest and has its digest, and the other way round. Bytes
 * are read once, as streams.
 * @returns the digest of every file of the payload, by its path inside `data/`.
 * @throws StemmaError `invalid_request` when it is no bag; `corrupt` when something is missing, too much or other than promised.
 */
export async function checkBag(archive: OpenArchive, where: string): Promise<Map<string, Digest>> {
  const declaration = await memberText(archive, 'bagit.txt', where, 1000).catch((cause: unknown) => {
    throw new StemmaError('invalid_request', `${where} is no bag (BagIt): it has no bagit.txt`, {}, cause);
  });
  if (!/^BagIt-Version: (1\.0|0\.97)\r?$/m.test(declaration))
    throw new StemmaError('invalid_request', `${where} is a bag of another version than 1.0`);
  if (archive.members.has('fetch.txt'))
    throw new StemmaError(
      'invalid_request',
      `${where} is a bag whose files have still to be fetched: get a complete one`,
    );
  const payload = await manifestOf(archive, 'manifest-sha256.txt', where);
  const tags = archive.members.has('tagmanifest-sha256.txt')
    ? await manifestOf(archive, 'tagmanifest-sha256.txt', where)
    : new Map<string, Digest>();
  for (const path of archive.members.keys())
    if (path.startsWith('data/') && !payload.has(path)) throw wrong(where, `its manifest does not name ${path}`);
  for (const [path, digest] of [...tags, ...payload]) await checkMember(archive, path, digest, where);
  return new Map([...payload].map(([path, digest]) => [path.slice('data/'.length), digest]));
}

async function manifestOf(archive: OpenArchive, name: string, where: string): Promise<Map<string, Digest>> {
  const digests = new Map<string, Digest>();
  for (const line of (await memberText(archive, name, where)).split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const [, digest, path] = /^([0-9a-fA-F]{64})[ \t]+\*?(.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined)
      throw wrong(where, `a line of its ${name} names no digest and file`);
    const decoded = path.replaceAll(/%(25|0A|0D)/gi, decodeURIComponent);
    if (digests.has(decoded)) throw wrong(where, `its ${name} names ${decoded} twice`);
    digests.set(decoded, digest.toLowerCase());
  }
  return digests;
}

async function checkMember({ members }: OpenArchive, path: string, digest: Digest, where: string): Promise<void> {
  const member = members.get(path);
  if (!member) throw wrong(where, `${path} is missing`);
  const hash = createHash('sha256');
  for await (const chunk of member.stream()) hash.update(chunk);
  if (hash.digest('hex') !== digest) throw wrong(where, `${path} has not the bytes that its manifest names`);
}

function wrong(where: string, what: string): StemmaError {
  return new StemmaError('corrupt', `the bag ${where} is damaged: ${what}; get it again`, { where });
}
