// When contents were last used, for garbage collection. A look-up must not become a write, so uses are
// remembered in memory and written together: at most once an hour, and when the index is closed.
import type { Clock } from '@stemma/core';
import type { Connection } from './connection.ts';

/** A use is noted only when the last one noted is older than this: a collector thinks in days. */
const resolutionMs = 3_600_000;

/** Notes uses of contents. */
export interface LastUsed {
  /** Remembers a use now, given when the last one written was. */
  note(content: number, lastUsedMs: number, nowMs: number): void;
  /** Writes what is remembered. */
  flush(): void;
}

/** The note-taker of one open index; it writes nothing for a read-only one. */
export function lastUsed(connection: Connection, clock: Clock): LastUsed {
  const touched = new Set<number>();
  let flushedMs = clock.nowMs();

  // One statement for all; max() since another process may have noted a later use.
  function flush(): void {
    if (touched.size === 0) return;
    const json = JSON.stringify([...touched]);
    touched.clear();
    flushedMs = clock.nowMs();
    connection.write('volatile', () =>
      connection
        .statement(
          'UPDATE content SET last_used_ms = max(last_used_ms, ?) WHERE id IN (SELECT value FROM json_each(?))',
        )
        .run(flushedMs, json),
    );
  }

  return {
    note(content, lastUsedMs, nowMs) {
      if (connection.readOnly || nowMs - lastUsedMs < resolutionMs) return;
      touched.add(content);
      if (nowMs - flushedMs > resolutionMs) flush();
    },
    flush,
  };
}
