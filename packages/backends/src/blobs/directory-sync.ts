// Makes new names in a folder survive a power loss. Many writers of one folder share one fsync: it is the dearest
// part of storing a small blob, and one call covers every name that was made before it began.
import { open } from 'node:fs/promises';
import { systemCode } from './blob-errors.ts';

/** Codes of platforms and file systems that cannot fsync a folder, where there is nothing more to do. */
const unsupported = new Set(['EINVAL', 'EISDIR', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * A function that fsyncs folders (group commit: a hundred writers at once cost two calls and not a hundred); calls for the same folder that arrive while one fsync is running share the next one.
 * It throws the system error of `node:fs` when the folder cannot be synced though the platform can.
 */
export function directorySync(): (path: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  function start(path: string): Promise<void> {
    const sync = syncFolder(path).finally(() => running.delete(path));
    running.set(path, sync);
    return sync;
  }

  return (path) => {
    const next = waiting.get(path);
    if (next !== undefined) return next;
    const current = running.get(path);
    if (current === undefined) return start(path);
    // The running fsync may have begun before the caller's name was made, so it cannot be shared.
    const queued = current
      .catch(() => undefined)
      .then(() => {
        waiting.delete(path);
        return start(path);
      });
    waiting.set(path, queued);
    return queued;
  };
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (thrown) {
    if (unsupported.has(systemCode(thrown)) || process.platform === 'win32') return;
    throw thrown;
  }
}
