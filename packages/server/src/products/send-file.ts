// A part of a file straight to a socket: two buffers that are used again and again, one being filled while the other is
// being sent. Web streams cost half of the speed, new memory for each piece much of the rest.
import { open, type FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { endsEarly, type FilePart } from './file-stream.ts';

/** Bytes of a piece: what stays in the processor's cache between reading and sending. */
const pieceBytes = 2 ** 18;
/** So many buffers are kept for the next downloads; more are made while more downloads run. */
const keptBuffers = 32;
const spare: Buffer[] = [];

/**
 * Sends a part of a file and ends the answer, whose status and headers are set already. When the client goes away, or
 * the file is damaged, the connection is cut, so that half an answer does not look like a whole one.
 * @returns when everything was handed over or the client has gone; the file is closed then. Nothing is thrown.
 */
export async function sendFile(outgoing: ServerResponse, { path, first, last }: FilePart): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    let at = first;
    let sent: Promise<unknown> = Promise.resolve();
    while (at <= last && !outgoing.destroyed) {
      const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
      const { bytesRead } = await file.read(buffer, 0, Math.min(pieceBytes, last + 1 - at), at);
      if (bytesRead === 0) throw endsEarly(path, at);
      at += bytesRead;
      // One piece under way and one read: a slow client holds two buffers, whatever the size of the file.
      await sent;
      sent = write(outgoing, buffer, bytesRead);
    }
    await sent;
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error as Error);
  } finally {
    await file?.close();
  }
}

// Over when the system has taken the bytes, or when the connection is gone. A buffer of which it is not known that
// nobody reads it any more is never used again.
function write(outgoing: ServerResponse, buffer: Buffer, length: number): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', resolve);
    outgoing.write(buffer.subarray(0, length), (error) => {
      outgoing.off('close', resolve);
      if (!error && spare.length < keptBuffers) spare.push(buffer);
      resolve();
    });
  });
}
