// What archives are here: named members that can be read as streams, in a zip file or a folder. Nothing is ever
// unpacked under a name that an archive gives; limits hold before and while bytes are read.
import { isSafeName, StemmaError } from '@stemma/core';

/** One member of an archive that was opened. */
export interface ArchiveMember {
  readonly path: string;
  readonly sizeBytes: number;
  /** Its bytes; ends with an error when there are more or fewer than the archive says. */
  stream(): AsyncIterable<Uint8Array>;
}

/** An open archive; every name in it is safe, and stands there once. */
export interface OpenArchive extends AsyncDisposable {
  readonly members: ReadonlyMap<string, ArchiveMember>;
}

/** How much is read of an archive at most. */
export interface ArchiveLimits {
  readonly members: number;
  /** Of all members together, unpacked. */
  readonly totalBytes: number;
  /** Unpacked over packed, of each member and of the whole. Text of zeros gives 1000, tables and pictures less than 20. */
  readonly ratio: number;
}

/** The limits unless others are given: a terabyte of products, and no zip bomb. */
export const archiveLimits: ArchiveLimits = { members: 1_000_000, totalBytes: 2 ** 40, ratio: 200 };

/** Watches over names and sizes while the list of members is read. */
export class MemberGuard {
  readonly #where: string;
  readonly #limits: ArchiveLimits;
  readonly #names = new Set<string>();
  #totalBytes = 0;
  #packedBytes = 0;

  constructor(where: string, limits: ArchiveLimits) {
    this.#where = where;
    this.#limits = limits;
  }

  /** Takes note of a member. @throws StemmaError `invalid_request`, `too_large`, and then the archive is not to be used. */
  add(path: string, sizeBytes: number, packedBytes: number): void {
    const { members, totalBytes, ratio } = this.#limits;
    const shown = JSON.stringify(path.slice(0, 100));
    if (!isSafeName(path)) throw this.refused(`its member ${shown} would lie outside of it`);
    // Two names that some file systems take for one are as bad as one name twice.
    const name = path.normalize('NFC').toLowerCase();
    if (this.#names.has(name)) throw this.refused(`it holds ${shown} twice`);
    this.#names.add(name);
    this.#totalBytes += sizeBytes;
    this.#packedBytes += packedBytes;
    if (this.#names.size > members) throw this.#tooLarge(`has more than ${members} members`);
    if (this.#totalBytes > totalBytes) throw this.#tooLarge(`unpacks to more than ${totalBytes} bytes`);
    // A kilobyte of zeros is no bomb.
    if (isBomb(sizeBytes, packedBytes, ratio) || isBomb(this.#totalBytes, this.#packedBytes, ratio))
      throw this.#tooLarge(`unpacks to more than ${ratio} times its size at ${shown}`);
  }

  /** The error for something that no archive of ours holds. */
  refused(why: string): StemmaError {
    return new StemmaError('invalid_request', `${this.#where} cannot be used: ${why}; nothing of it was`, {});
  }

  #tooLarge(why: string): StemmaError {
    return new StemmaError('too_large', `${this.#where} ${why}: it is damaged or a zip bomb, nothing of it was used`);
  }
}

function isBomb(sizeBytes: number, packedBytes: number, ratio: number): boolean {
  return sizeBytes > 2 ** 20 && sizeBytes > packedBytes * ratio;
}

/** A stream that must have exactly so many bytes, and ends with an error as soon as it has more. */
export async function* exactly(
  stream: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  what: string,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of stream) {
    seen += chunk.length;
    if (seen > sizeBytes) break;
    yield chunk;
  }
  if (seen !== sizeBytes)
    throw new StemmaError('corrupt', `${what} has not the ${sizeBytes} bytes that are promised: get it again`);
}

/** A member as one text. @throws StemmaError `not_found`, `too_large` beyond the limit, `corrupt`. */
export async function memberText(
  { members }: OpenArchive,
  path: string,
  where: string,
  limitBytes = 256 * 2 ** 20,
): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await memberBytes({ members }, path, where, limitBytes));
}

/** A member as bytes. @throws StemmaError as {@link memberText}. */
export async function memberBytes(
  { members }: Pick<OpenArchive, 'members'>,
  path: string,
  where: string,
  limitBytes = 256 * 2 ** 20,
): Promise<Uint8Array> {
  const member = members.get(path);
  if (!member) throw new StemmaError('invalid_request', `${where} has no ${path}`, { path });
  if (member.sizeBytes > limitBytes)
    throw new StemmaError('too_large', `${path} of ${where} has ${member.sizeBytes} bytes, more than ${limitBytes}`);
  const bytes = new Uint8Array(member.sizeBytes);
  let at = 0;
  for await (const chunk of member.stream()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
