// Getting the bytes of a declared data source: from the blob store, from local mirrors, from its public addresses,
// in this order, and never without its digest being verified.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asStemmaError, StemmaError } from '@stemma/core';
import type { BlobInfo, BlobStore, Clock, SourceEntry } from '@stemma/core';
import { diskError } from '../blobs/blob-errors.ts';
import { systemClock } from '../clock.ts';
import { download } from './download.ts';
import { mirrorVariable, placesInMirrors, unfit } from './mirrors.ts';

/** How far a download is. */
export interface SourceProgress {
  readonly source: string;
  readonly url: string;
  readonly receivedBytes: number;
  /** As the server or the catalogue says; undefined when neither does. */
  readonly totalBytes: number | undefined;
}

/** Settings of {@link fetchSource}. */
export interface FetchSourceOptions {
  /** Folders of local mirrors, see `mirrorsFromEnvironment`. */
  readonly mirrors: readonly string[];
  /** Where the bytes are kept; a `put` verifies the digest, so nothing unverified is ever kept. */
  readonly blobs: BlobStore;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  readonly onProgress?: (progress: SourceProgress) => void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Attempts per address when the trouble may pass. Default: 4, with 0.5, 1 and 2 s between them. */
  readonly attempts?: number;
  /** How long an address may be silent. Default: 30 s. */
  readonly silenceMs?: number;
  /** The largest download when the entry does not say its size. Default: 4 GiB. */
  readonly limitBytes?: number;
  /** Where a download lies until it is verified. Default: the temporary folder of the machine. */
  readonly temporaryDirectory?: string;
}

/** A place that was tried in vain. */
export interface TriedPlace {
  readonly place: string;
  readonly why: string;
  /** True when there were bytes, but not these. */
  readonly wrongBytes: boolean;
}

/**
 * Brings a source into the blob store and gives its digest and size; a source that is there already costs no copy.
 * @throws StemmaError `corrupt` when a download (or, for a source without addresses, a mirror) had other bytes;
 *   `unavailable` when no place had it, naming each place with the reason, or when the store itself has trouble;
 *   `invalid_request` for an entry that leads out of its mirror; the reason of the signal when it is aborted.
 */
export async function fetchSource(entry: SourceEntry, options: FetchSourceOptions): Promise<BlobInfo> {
  const { blobs, mirrors } = options;
  const tried: TriedPlace[] = [];
  const places = placesInMirrors(entry, mirrors);
  const held = await heldInfo(entry, blobs, tried);
  if (held !== undefined) return held;
  for (const place of places) {
    options.signal?.throwIfAborted();
    const info = await fromMirror(entry, place, blobs, tried);
    if (info !== undefined) return info;
  }
  for (const url of entry.urls ?? []) {
    const info = await fromUrl(entry, url, options, tried);
    if (info !== undefined) return info;
  }
  throw nowhere(entry, tried);
}

/** The blob when the store has it whole; a damaged one counts as missing, so that fetching it again repairs it. */
async function heldInfo(entry: SourceEntry, blobs: BlobStore, tried: TriedPlace[]): Promise<BlobInfo | undefined> {
  try {
    const path = await blobs.pathOf?.(entry.sha256);
    if (path !== undefined) return { digest: entry.sha256, sizeBytes: (await stat(path)).size };
    const bytes = await blobs.get(entry.sha256);
    return bytes && { digest: entry.sha256, sizeBytes: bytes.byteLength };
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw thrown;
    tried.push({ place: blobs.label, why: asStemmaError(thrown).message, wrongBytes: false });
    return undefined;
  }
}

async function fromMirror(
  entry: SourceEntry,
  place: string,
  blobs: BlobStore,
  tried: TriedPlace[],
): Promise<BlobInfo | undefined> {
  const reason = await unfit(place, entry);
  if (reason !== undefined) {
    tried.push({ place, ...reason });
    return undefined;
  }
  try {
    return await blobs.put({ path: place }, entry.sha256);
  } catch (thrown) {
    const { code, detail, message } = asStemmaError(thrown);
    // Trouble with this file is a reason to try the next place, trouble with the store is not.
    if (code === 'corrupt') tried.push({ place, why: `its sha256 is ${String(detail['actual'])}`, wrongBytes: true });
    else if (detail['path'] === place) tried.push({ place, why: message, wrongBytes: false });
    else throw thrown;
    return undefined;
  }
}

async function fromUrl(
  entry: SourceEntry,
  url: string,
  options: FetchSourceOptions,
  tried: TriedPlace[],
): Promise<BlobInfo | undefined> {
  if (!/^https?:\/\//.test(url)) {
    tried.push({ place: url, why: 'only http and https addresses are fetched', wrongBytes: false });
    return undefined;
  }
  options.signal?.throwIfAborted();
  const folder = await downloadFolder(options.temporaryDirectory ?? tmpdir());
  try {
    const attempts = options.attempts ?? 4;
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptUrl(entry, url, join(folder, 'download'), options);
      if ('digest' in outcome) return outcome;
      if (!outcome.again || attempt >= attempts) {
        const times = attempt === 1 ? '' : ` (${attempt} attempts)`;
        tried.push({ place: url, why: outcome.why + times, wrongBytes: outcome.wrongBytes });
        return undefined;
      }
      await (options.clock ?? systemClock).sleep(500 * 2 ** (attempt - 1), options.signal);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function downloadFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, 'stemma-download-'));
  } catch (thrown) {
    throw diskError(thrown, 'keep a download', parent);
  }
}

interface FailedAttempt {
  readonly why: string;
  readonly again: boolean;
  readonly wrongBytes: boolean;
}

// One attempt from the request to the verified blob. Too short may be a broken connection and is worth another attempt;
// whole but other bytes will be the same next time.
async function attemptUrl(
  entry: SourceEntry,
  url: string,
  path: string,
  options: FetchSourceOptions,
): Promise<BlobInfo | FailedAttempt> {
  const expectedBytes = entry.sizeBytes;
  const outcome = await download(url, path, {
    limitBytes: expectedBytes ?? options.limitBytes ?? 4 * 2 ** 30,
    silenceMs: options.silenceMs ?? 30_000,
    signal: options.signal,
    fetch: options.fetch ?? fetch,
    onBytes: (receivedBytes, totalBytes) =>
      options.onProgress?.({ source: entry.name, url, receivedBytes, totalBytes: expectedBytes ?? totalBytes }),
  });
  if (!outcome.ok) return { ...outcome, wrongBytes: outcome.tooLarge === true && expectedBytes !== undefined };
  if (expectedBytes !== undefined && outcome.receivedBytes < expectedBytes)
    return { why: `only ${outcome.receivedBytes} of ${expectedBytes} bytes came`, again: true, wrongBytes: true };
  try {
    return await options.blobs.put({ path }, entry.sha256);
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw thrown;
    const { encoding } = outcome;
    // Some archives send `.gz` files with `content-encoding: gzip` whatever is asked for, and fetch unpacks them.
    const hint = encoding === undefined ? '' : `, after unpacking its content-encoding ${encoding}`;
    return {
      why: `its sha256 is ${String(asStemmaError(thrown).detail['actual'])}${hint}`,
      again: false,
      wrongBytes: true,
    };
  }
}

function isCorrupt(thrown: unknown): boolean {
  return thrown instanceof StemmaError && thrown.code === 'corrupt';
}

// `corrupt` only when an address (without addresses: a mirror) gave other bytes; otherwise nobody is known to be wrong.
function nowhere(entry: SourceEntry, tried: readonly TriedPlace[]): StemmaError {
  const urls = new Set(entry.urls ?? []);
  const isWrong = tried.some(({ place, wrongBytes }) => wrongBytes && (urls.size === 0 || urls.has(place)));
  const places = tried.map(({ place, why }) => `${place}: ${why}`).join('; ') || 'no mirror and no address is known';
  const message =
    `Cannot get the data source ${entry.name} with sha256 ${entry.sha256} (${places}). ` +
    `Put the file as ${entry.paths?.[0] ?? entry.name} into a folder and name that folder in ${mirrorVariable}.`;
  const detail = { source: entry.name, sha256: entry.sha256, tried: [...tried] };
  return new StemmaError(isWrong ? 'corrupt' : 'unavailable', message, detail);
}
