// The folders that a writer needs, each made and fsynced once and then remembered: a small blob then costs no
// needless system call.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './blob-errors.ts';

/** Folders that are there, or will be made when they are asked for. */
export interface DurableFolders {
  /** Makes the folder with its parents unless this was done before. Throws the system error of `node:fs`. */
  ensure(path: string): Promise<void>;
  /** Runs something that needs folders; when they were removed meanwhile, forgets what it knows and runs it once more. */
  whereTheyAre<T>(attempt: () => Promise<T>): Promise<T>;
}

/** Folders made with mkdir, their names made durable with the given fsync of the parent. */
export function durableFolders(syncFolder: (path: string) => Promise<void>): DurableFolders {
  const made = new Map<string, Promise<void>>();
  return {
    ensure(path) {
      const known = made.get(path);
      if (known !== undefined) return known;
      const making = makeFolder(path, syncFolder);
      made.set(path, making);
      // A failure is not remembered: the next blob tries again.
      making.catch(() => made.delete(path));
      return making;
    },
    async whereTheyAre(attempt) {
      try {
        return await attempt();
      } catch (thrown) {
        if (systemCode(thrown) !== 'ENOENT') throw thrown;
        made.clear();
        return await attempt();
      }
    },
  };
}

// mkdir tells the uppermost folder that it made: the names of that one and of all below are not durable yet.
async function makeFolder(path: string, syncFolder: (path: string) => Promise<void>): Promise<void> {
  const uppermost = await mkdir(path, { recursive: true });
  if (uppermost === undefined) return;
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    await syncFolder(parent);
    if (parent === dirname(uppermost)) return;
  }
}
