// A part of a file as a stream of large pieces, read one piece ahead of what the socket takes: many times as fast as the
// small pieces of the platform's own streams, and never the whole file in memory.
import { open } from 'node:fs/promises';
import type { ByteRange } from './byte-range.ts';

/** Bytes of a piece. Measured: 64 KiB reach half of what 1 MiB reach; more brings nothing. */
const pieceBytes = 2 ** 20;

/** The bytes of a range of a file. The file is closed at the end, on an error, or when nobody reads on. */
export function fileStream(path: string, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let at = first;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        file ??= await open(path);
        try {
          const wanted = Math.min(pieceBytes, last + 1 - at);
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, at);
          // Blobs never change; one that has become shorter is damaged, and half an answer must not look like a whole one.
          if (bytesRead === 0) throw new Error(`${path} ends at byte ${at}`);
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
    { highWaterMark: 2 },
  );
}
