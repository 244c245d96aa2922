// The bytes of a server as a blob store that can only be read: values come when they are asked for, files only when they
// are wanted whole, in pieces that a broken connection does not lose, and nothing is handed on without its digest.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@stemma/api';
import { loadFile, sha256 } from '@stemma/backends';
import { StemmaError, type BlobStore, type Digest } from '@stemma/core';

type SuppliedFile = Parameters<typeof loadFile>[0];

// What stands for a file that nobody has asked for yet.
const notFetched = new Uint8Array(0);
const emptyDigest = sha256(notFetched);
const attempts = 5;

/** Bytes of a server, by digest. */
export class RemoteBlobs implements Pick<BlobStore, 'get' | 'pathOf'> {
  /** True when files are fetched as soon as a value names them: for whoever reads what is in them. */
  eager = false;
  readonly #client: Client;
  readonly #folder: string;
  readonly #whole = new Map<Digest, string>();
  readonly #postponed = new Set<Digest>();

  /** @param folder where files are put together; what is begun there is gone on with. */
  constructor(client: Client, folder: string = join(cacheFolder(), 'partial')) {
    this.#client = client;
    this.#folder = folder;
  }

  /** The bytes, verified; undefined when the server does not have them, or not for this caller. */
  async get(digest: Digest): Promise<Uint8Array | undefined> {
    if (this.#postponed.delete(digest)) return notFetched;
    try {
      const response = await this.#ask(digest);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (sha256(bytes) === digest) return bytes;
    } catch (error) {
      if (error instanceof StemmaError && error.code === 'not_found') return undefined;
      throw error;
    }
    throw corrupt(digest);
  }

  /** Where the file is on this machine; undefined while it was not fetched. */
  async pathOf(digest: Digest): Promise<string | undefined> {
    if (this.eager) await this.fetch(digest);
    const path = this.#whole.get(digest);
    if (path === undefined) this.#postponed.add(digest);
    return path;
  }

  /** Reads a file that was fetched. @throws StemmaError `unavailable` for one that was not. */
  load(file: SuppliedFile, digest: Digest): Uint8Array {
    const path = this.#whole.get(digest);
    if (path !== undefined) return loadFile({ path }, digest);
    if ('bytes' in file && file.bytes === notFetched && digest !== emptyDigest)
      throw new StemmaError('unavailable', `the file ${digest} was not fetched: --out fetches files`, { digest });
    return loadFile(file, digest);
  }

  /**
   * Fetches a file whole: from where an earlier attempt ended, by ranges, until its digest is right.
   * @throws StemmaError `corrupt`, `not_found`, `unavailable`.
   */
  async fetch(digest: Digest): Promise<string> {
    const known = this.#whole.get(digest);
    if (known !== undefined) return known;
    mkdirSync(this.#folder, { recursive: true });
    const part = join(this.#folder, `${digest}.part`);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#goOn(digest, part);
        break;
      } catch (error) {
        const isLasting = error instanceof StemmaError && error.code !== 'unavailable';
        if (isLasting || attempt === attempts) throw error;
      }
    }
    if ((await digestOf(part)) !== digest) {
      rmSync(part, { force: true });
      throw corrupt(digest);
    }
    const whole = join(this.#folder, `${digest}.${process.pid}`);
    renameSync(part, whole);
    this.#whole.set(digest, whole);
    return whole;
  }

  /** Removes what was fetched; what was only begun stays for the next time. */
  close(): void {
    for (const path of this.#whole.values()) rmSync(path, { force: true });
    this.#whole.clear();
  }

  async #goOn(digest: Digest, part: string): Promise<void> {
    const first = existsSync(part) ? statSync(part).size : 0;
    const response = await this.#ask(digest, first).catch((error: unknown) => {
      // Nothing is left to send: all of it is here.
      if (first > 0 && isBeyondEnd(error)) return undefined;
      throw error;
    });
    if (!response?.body) return;
    // 200 is the whole, whatever was asked for.
    const file = await open(part, response.status === 206 ? 'a' : 'w');
    await pipeline(response.body, file.createWriteStream());
  }

  #ask(digest: Digest, first = 0): Promise<Response> {
    return this.#client.getBlob(
      { params: { sha256: digest, filename: 'bytes' } },
      { ...(first > 0 && { range: { first } }), headers: { 'accept-encoding': 'identity' } },
    );
  }
}

/** The blob store of a server. */
export function asBlobStore(blobs: RemoteBlobs, label: string): BlobStore {
  const refuse = () => Promise.reject(new StemmaError('forbidden', `${label} takes no bytes: leave out --server`));
  return {
    label,
    readOnly: true,
    get: (digest) => blobs.get(digest),
    pathOf: (digest) => blobs.pathOf(digest),
    put: refuse,
    remove: refuse,
    sweep: refuse,
    has: refuse,
    list: () => {
      throw new StemmaError('forbidden', `${label} does not list its bytes`);
    },
  };
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'stemma');
}

function isBeyondEnd(error: unknown): boolean {
  return error instanceof StemmaError && error.detail.status === 416;
}

async function digestOf(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function corrupt(digest: Digest): StemmaError {
  return new StemmaError('corrupt', `the server sent other bytes than ${digest}: try again, then tell its operators`, {
    digest,
  });
}
