// A part of a file as a stream that also says which file it is: a socket then takes the bytes from the file itself
// (`send-file.ts`), and everybody else (tests, compression) reads an ordinary stream, never the whole file in memory.
import { open } from 'node:fs/promises';
import type { ByteRange } from './byte-range.ts';

/** A part of a file. */
export interface FilePart extends ByteRange {
  readonly path: string;
}

/** Bytes of a piece. Measured for web streams: 64 KiB reach half of what 1 MiB reach; more brings nothing. */
const pieceBytes = 2 ** 20;

// By the stream and not by the response: outer layers put other headers around the same body.
const parts = new WeakMap<ReadableStream, FilePart>();

/** Which part of which file a body is; undefined for all other bodies, and for compressed ones. */
export function filePartOf(body: ReadableStream | null): FilePart | undefined {
  return body === null ? undefined : parts.get(body);
}

/**
 * The bytes of a range of a file. It is opened when somebody first reads, and closed at the end, on an error, or when
 * nobody reads on.
 */
export function fileStream(path: string, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let at = first;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        file ??= await open(path);
        try {
          const wanted = Math.min(pieceBytes, last + 1 - at);
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, at);
          if (bytesRead === 0) throw endsEarly(path, at);
          at += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          if (at <= last) return;
          await file.close();
          controller.close();
        } catch (error) {
          await file.close().catch(() => {});
          controller.error(error);
        }
      },
      cancel: () => file?.close(),
    },
    // Nothing is read ahead: most of these streams are never read at all.
    { highWaterMark: 0 },
  );
  parts.set(stream, { path, first, last });
  return stream;
}

/** Blobs never change; one that has become shorter is damaged, and half an answer must not look like a whole one. */
export function endsEarly(path: string, at: number): Error {
  return new Error(`${path} ends at byte ${at}`);
}
