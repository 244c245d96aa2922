// Decompresses gzip'd FITS files with the platform's own DecompressionStream, so that this package stays
// free of dependencies in Node and in browsers.
import { FitsError } from './fits-error.ts';

interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
  cancel(): Promise<void>;
}

interface ByteWriter {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** The part of the platform's stream that is needed. */
interface GzipStream {
  readonly readable: { getReader(): ByteReader };
  readonly writable: { getWriter(): ByteWriter };
}

// Declared here, since this package compiles without the types of Node or of browsers, which both have it.
const platform = globalThis as unknown as { DecompressionStream: new (format: 'gzip') => GzipStream };

/** Whether the bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/** Reads all chunks; the limit is checked as they come, so that a small bomb cannot fill the memory. */
async function collect(reader: ByteReader, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value!.length;
    if (length > limitBytes) {
      await reader.cancel();
      throw new FitsError('unsupported', `The gzip file holds more than the limit of ${limitBytes} bytes.`);
    }
    chunks.push(next.value!);
  }
  return concatenate(chunks, length);
}

/**
 * The bytes themselves, or what they hold when they are gzip-compressed.
 * `limitBytes` (default 4 GiB) bounds the result: `unsupported` is thrown beyond it.
 * Throws `corrupt` for damaged or cut gzip data.
 */
export async function gunzipIfNeeded(
  bytes: Uint8Array,
  { limitBytes = 2 ** 32 }: { readonly limitBytes?: number } = {},
): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const stream = new platform.DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // The same failure reaches the reader; unhandled here, it would end a Node process.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  try {
    return await collect(stream.readable.getReader(), limitBytes);
  } catch (cause) {
    if (cause instanceof FitsError) throw cause;
    throw new FitsError('corrupt', 'The gzip file is damaged or cut short.', { cause });
  }
}
