// What can happen to the folder of a file store from outside, for tests only: flipped bits, cut files, leftovers.
import { chmod, mkdir, open, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@stemma/core';
import { blobPath, temporaryFolder } from './file-layout.ts';

/** Changes one bit in the middle of a stored blob, or takes its last byte away. */
export async function damageFile(directory: string, digest: Digest, how: 'flip' | 'cut'): Promise<void> {
  const path = blobPath(directory, digest);
  const { size } = await stat(path);
  await chmod(path, 0o644);
  if (how === 'cut') return await truncate(path, size - 1);
  const file = await open(path, 'r+');
  const byte = new Uint8Array(1);
  await file.read(byte, 0, 1, size >> 1);
  byte[0]! ^= 4;
  await file.write(byte, 0, 1, size >> 1);
  await file.close();
}

/** Leaves what a writer leaves behind that was killed this many seconds ago. */
export async function unfinishedFile(directory: string, secondsAgo: number): Promise<void> {
  const path = join(temporaryFolder(directory), `killed-${secondsAgo}`);
  await mkdir(temporaryFolder(directory), { recursive: true });
  await writeFile(path, 'half of a blo');
  const timeS = Date.now() / 1000 - secondsAgo;
  await utimes(path, timeS, timeS);
}
