// One attempt to download one address into a file: bounded in size and in silence, and saying whether trying again
// can help. The digest is not its business: the blob store verifies what arrived.
import { open } from 'node:fs/promises';
import { StemmaError } from '@stemma/core';
import { diskError } from '../blobs/blob-errors.ts';

/** What bounds one attempt. */
export interface DownloadLimits {
  /** Stop when more than this arrives. */
  readonly limitBytes: number;
  /** Stop when nothing at all arrives for this long. */
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof fetch;
  readonly onBytes: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/** How an attempt ended; `again` when another one may end better, `tooLarge` when the address holds something else. */
export type Downloaded =
  | { readonly ok: true; readonly receivedBytes: number; readonly encoding: string | undefined }
  | { readonly ok: false; readonly why: string; readonly again: boolean; readonly tooLarge?: boolean };

/**
 * Downloads `url` into a new file at `path`, in pieces. A failure of the other side is an answer, not an error.
 * @throws StemmaError `unavailable` when the file cannot be written, or the reason of the signal when it is aborted.
 */
export async function download(url: string, path: string, limits: DownloadLimits): Promise<Downloaded> {
  const watch = silenceWatch(limits);
  try {
    // Asking for the bytes as they are: an unpacked copy would have another digest.
    const response = await limits.fetch(url, { signal: watch.signal, headers: { 'accept-encoding': 'identity' } });
    return response.ok ? await receive(response, path, limits, watch.heard) : refused(response);
  } catch (thrown) {
    limits.signal?.throwIfAborted();
    if (thrown instanceof StemmaError) throw thrown;
    const why = watch.isSilent() ? `nothing came for ${limits.silenceMs / 1000} s` : reasonOf(thrown);
    return { ok: false, why, again: true };
  } finally {
    watch.end();
  }
}

// The file is opened only when there is something to write: a refused download leaves nothing behind.
async function receive(
  response: Response,
  path: string,
  limits: DownloadLimits,
  heard: () => void,
): Promise<Downloaded> {
  const encoding = response.headers.get('content-encoding') ?? undefined;
  // The announced length is that of the packed bytes; it says nothing of what comes out of them.
  const announced = encoding === undefined ? response.headers.get('content-length') : null;
  const totalBytes = announced === null ? undefined : Number(announced);
  if (totalBytes !== undefined && totalBytes > limits.limitBytes)
    return tooLarge(`${totalBytes} bytes are announced`, limits);
  const file = await open(path, 'w').catch(localTrouble(path));
  try {
    let receivedBytes = 0;
    for await (const piece of pieces(response)) {
      heard();
      receivedBytes += piece.byteLength;
      if (receivedBytes > limits.limitBytes) return tooLarge('more bytes came', limits);
      await file.writeFile(piece).catch(localTrouble(path));
      limits.onBytes(receivedBytes, totalBytes);
    }
    return { ok: true, receivedBytes, encoding };
  } finally {
    await file.close();
  }
}

/** Ends the request when the other side is silent for too long, when the caller aborts, or when the attempt is over. */
function silenceWatch({ silenceMs, signal }: DownloadLimits): {
  readonly signal: AbortSignal;
  heard(): void;
  isSilent(): boolean;
  end(): void;
} {
  const controller = new AbortController();
  let silent = false;
  const forward = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', forward, { once: true });
  if (signal?.aborted) forward();
  const timer = setTimeout(() => {
    silent = true;
    controller.abort();
  }, silenceMs);
  return {
    signal: controller.signal,
    heard: () => void timer.refresh(),
    isSilent: () => silent,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
      // Closes the connection of an answer that was not read to its end.
      controller.abort();
    },
  };
}

// Without a body there is an empty file, whose digest then decides.
async function* pieces(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function refused(response: Response): Downloaded {
  const { status, statusText } = response;
  // Server troubles, "too early", "too many requests" and "request timeout" pass; "not found" and "forbidden" stay.
  const again = status >= 500 || status === 408 || status === 425 || status === 429;
  return { ok: false, why: `the server answered ${status} ${statusText}`.trim(), again };
}

function tooLarge(what: string, { limitBytes }: DownloadLimits): Downloaded {
  return { ok: false, why: `${what}, but there should be at most ${limitBytes}`, again: false, tooLarge: true };
}

function localTrouble(path: string): (thrown: unknown) => never {
  return (thrown) => {
    throw diskError(thrown, 'keep a download', path);
  };
}

/** The innermost message: fetch says only "fetch failed" and keeps the reason as its cause. */
function reasonOf(thrown: unknown): string {
  let reason = thrown;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  if (!(reason instanceof Error)) return String(reason);
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : '';
  return reason.message === '' || reason.message.includes(code)
    ? reason.message || code
    : `${reason.message} (${code})`;
}
