// Room on the disk: below a limit no new work is taken, so that what runs can still be stored and the index can still
// be written. Reading goes on.
import { statfs } from 'node:fs/promises';
import { StemmaError, type Clock } from '@stemma/core';

/** How much of a file system is free. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Watches the file system of a folder. */
export interface DiskGuard {
  readonly minFreeBytes: number;
  space(): Promise<DiskSpace>;
  /** @throws StemmaError `unavailable` when less than the limit is free. */
  requireRoom(): Promise<void>;
}

// Asking the system takes microseconds; thousands of requests a second need not ask it each.
const rememberedMs = 1_000;

/** A guard of the file system that holds a folder. @param folder that exists. */
export function diskGuard(folder: string, minFreeBytes: number, clock: Pick<Clock, 'nowMs'>): DiskGuard {
  let known: { readonly space: Promise<DiskSpace>; readonly untilMs: number } | undefined;
  const space = () => {
    const nowMs = clock.nowMs();
    if (!known || nowMs >= known.untilMs) known = { space: spaceOf(folder), untilMs: nowMs + rememberedMs };
    return known.space;
  };
  const requireRoom = async () => {
    const { freeBytes } = await space();
    if (freeBytes >= minFreeBytes) return;
    throw new StemmaError(
      'unavailable',
      `the disk of the store has ${mebibytes(freeBytes)} left, less than the ${mebibytes(minFreeBytes)} that are kept free: no new work is taken until somebody makes room (stemma gc)`,
      { freeBytes, minFreeBytes, retryAfterS: 60 },
    );
  };
  return { minFreeBytes, space, requireRoom };
}

/** Bytes as people read them here. */
export function mebibytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.floor(bytes / 2 ** 20)} MiB`;
}

async function spaceOf(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
