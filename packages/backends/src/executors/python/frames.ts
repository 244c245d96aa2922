// Messages between the engine and Python: a header line of JSON with the `lengths` of what follows, then raw bytes.
import type { Readable, Writable } from 'node:stream';

/** A message: plain data, and the bytes that came with it, each in a buffer of its own. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payloads: readonly Uint8Array<ArrayBuffer>[];
}

/** Beyond this a header is no message, but something that ran wild. */
const maxHeaderBytes = 256 * 2 ** 20;
const newline = 10;

/** Writes a message; payloads are not copied, and must not change until they are read. */
export function writeFrame(
  stream: Writable,
  header: Readonly<Record<string, unknown>>,
  payloads: readonly Uint8Array[] = [],
): void {
  const lengths = payloads.map((payload) => payload.byteLength);
  stream.cork();
  stream.write(`${JSON.stringify({ ...header, ...(lengths.length > 0 && { lengths }) })}\n`);
  for (const payload of payloads) if (payload.byteLength > 0) stream.write(payload);
  stream.uncork();
}

/**
 * Reads messages from a stream as they come.
 * @param onFrame called for every whole message.
 * @param onGarbage called when what comes is no message; nothing is read afterwards.
 */
export function readFrames(
  stream: Readable,
  onFrame: (frame: Frame) => void,
  onGarbage: (message: string) => void,
): void {
  const reader = new FrameReader(onFrame);
  const take = (chunk: Uint8Array) => {
    try {
      reader.take(chunk);
    } catch (error) {
      stream.off('data', take);
      stream.resume();
      onGarbage((error as Error).message);
    }
  };
  stream.on('data', take);
}

class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #line: Uint8Array[] = [];
  #lineBytes = 0;
  #header: Readonly<Record<string, unknown>> | undefined;
  #payloads: Uint8Array<ArrayBuffer>[] = [];
  #current = 0;
  #filled = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  take(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.#header ? this.#takePayload(chunk, at) : this.#takeLine(chunk, at);
  }

  #takeLine(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(newline, from);
    const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
    this.#lineBytes += piece.length;
    if (this.#lineBytes > maxHeaderBytes) throw new Error('a header without an end');
    this.#line.push(piece);
    if (end < 0) return chunk.length;
    const text = Buffer.concat(this.#line).toString('utf8');
    this.#line = [];
    this.#lineBytes = 0;
    this.#begin(JSON.parse(text) as Record<string, unknown>);
    return end + 1;
  }

  #begin({ lengths = [], ...header }: Record<string, unknown>): void {
    this.#header = header;
    this.#payloads = (lengths as number[]).map((length) => new Uint8Array(length));
    this.#current = 0;
    this.#filled = 0;
    this.#settle();
  }

  #takePayload(chunk: Uint8Array, from: number): number {
    const payload = this.#payloads[this.#current]!;
    const count = Math.min(chunk.length - from, payload.length - this.#filled);
    payload.set(chunk.subarray(from, from + count), this.#filled);
    this.#filled += count;
    this.#settle();
    return from + count;
  }

  // Empty payloads are full before anything comes.
  #settle(): void {
    while (this.#current < this.#payloads.length && this.#filled === this.#payloads[this.#current]!.length) {
      this.#current++;
      this.#filled = 0;
    }
    if (this.#current < this.#payloads.length) return;
    const frame = { header: this.#header!, payloads: this.#payloads };
    this.#header = undefined;
    this.#payloads = [];
    this.#onFrame(frame);
  }
}
