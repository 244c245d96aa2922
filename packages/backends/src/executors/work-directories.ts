// Working directories: names that no other activity has, on this machine or another that shares the folder, and
// removal of those that dead processes left behind.
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtProcess, machineName } from '../index-store/sqlite/process-liveness.ts';
import { sha256 } from '../hashing/sha256.ts';

/** Tells two processes of one number apart: process numbers are used again, and every container has its own. */
const token = randomBytes(4).toString('hex');
const namePattern = /^([0-9a-f]{10})-(\d+)-([0-9a-f]{8})-\d+$/;
let counter = 0;
let machine: string | undefined;

/** A path for a working directory that nobody else has ever had; nothing is made yet. */
export function newWorkDirectory(workRoot: string): string {
  return join(workRoot, `${machineDigits()}-${process.pid}-${token}-${++counter}`);
}

/**
 * Removes working directories of processes of this machine that are gone; those of others are left alone, since from
 * here nobody can tell whether they live. So is every name that is not of this form: the folder may hold other things.
 */
export function removeStaleDirectories(workRoot: string): void {
  for (const name of namesIn(workRoot)) {
    const [, digits, pid, itsToken] = namePattern.exec(name) ?? [];
    if (pid === undefined || digits !== machineDigits()) continue;
    const isOwnNumber = Number(pid) === process.pid;
    const isStale = isOwnNumber ? itsToken !== token : lookAtProcess(Number(pid)).state === 'gone';
    if (isStale) removeDirectory(join(workRoot, name));
  }
}

/** Removes a directory; one that cannot be removed is left for the next process to try. */
export function removeDirectory(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // A scratch folder that stays costs room, no result.
  }
}

function machineDigits(): string {
  return (machine ??= sha256(machineName()).slice(0, 10));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
