// The owners of leases: one row per open index that ever claimed something, and the judgement whether the
// process behind such a row has died.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { lookAtProcess, machineName } from './process-liveness.ts';

/** A lease is lost after this many beats without a sign of life. */
const patienceBeats = 3;
/** The same, for an owner of another process namespace whose heartbeat thread may not have started yet. */
const firstPatienceBeats = 12;
/** What nobody came back to for a week is swept: silent owners, their leases, and counts of attempts. */
const sweepAfterMs = 7 * 86_400_000;

/** The columns of `owner` that {@link isDead} needs, in its order. */
export const ownerColumns = 'o.machine, o.pid, o.process_start, o.beat_ms, o.heartbeat_ms, o.beats';

/** An owner row as far as judgement needs it. */
export interface OwnerRow {
  /** The space in which `pid` means a process, see `machineName`. */
  readonly machine: string;
  readonly pid: number;
  readonly processStart: string;
  /** Time between beats as this owner keeps it. */
  readonly beatMs: number;
  readonly heartbeatMs: number;
  /** How many beats its thread has made; 0 before the thread runs. */
  readonly beats: number;
}

/** Reads {@link ownerColumns} beginning at column `from`. */
export function asOwnerRow(row: Row, from: number): OwnerRow {
  return {
    machine: row[from] as string,
    pid: row[from + 1] as number,
    processStart: row[from + 2] as string,
    beatMs: row[from + 3] as number,
    heartbeatMs: row[from + 4] as number,
    beats: row[from + 5] as number,
  };
}

/**
 * Whether the holder of a lease is dead: its process is gone, or it missed three beats.
 * Before the first beat, a process that is there and not stopped counts as alive: its thread has not started yet.
 */
export function isDead(owner: OwnerRow, machine: string, nowMs: number): boolean {
  const silentBeats = (nowMs - owner.heartbeatMs) / owner.beatMs;
  if (owner.machine !== machine) {
    return silentBeats > (owner.beats === 0 ? firstPatienceBeats : patienceBeats);
  }
  const { state, start } = lookAtProcess(owner.pid);
  if (state === 'gone' || start !== owner.processStart) return true;
  if (owner.beats === 0 && state === 'alive') return false;
  return silentBeats > patienceBeats;
}

// Done when a session registers, so that nobody ever has to tidy up.
function sweep(connection: Connection, beforeMs: number): void {
  connection
    .statement(
      `DELETE FROM lease WHERE (owner IS NULL AND since_ms < ?1) OR
         owner IN (SELECT id FROM owner WHERE heartbeat_ms < ?1)`,
    )
    .run(beforeMs);
  connection.statement('DELETE FROM owner WHERE heartbeat_ms < ?').run(beforeMs);
}

/** This open index as an owner of leases. */
export interface Session {
  /** Unique among all sessions ever: the label for people, and random digits. */
  readonly name: string;
  /** See `machineName`. */
  readonly machine: string;
  /** Makes sure that the row is there and fresh; to be called inside a transaction. Returns its id. */
  enter(nowMs: number): number;
  /** Gives up all leases and the row; to be called inside a transaction. */
  leave(): void;
}

/**
 * A session that enters itself into the database at its first claim: whoever only looks leaves no trace.
 * @param beatMs Time between heartbeats that others may expect of it.
 */
export function session(connection: Connection, clock: Clock, beatMs: number, label?: string): Session {
  const host = hostname();
  const name = `${label ?? `${host}:${process.pid}`}#${randomBytes(6).toString('hex')}`;
  const machine = machineName();
  let id: number | undefined;
  let enteredMs = Number.NEGATIVE_INFINITY;

  function register(nowMs: number): number {
    sweep(connection, nowMs - sweepAfterMs);
    const { lastInsertRowid } = connection
      .statement(
        `INSERT INTO owner (name, host, machine, pid, process_start, beat_ms, heartbeat_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, host, machine, process.pid, lookAtProcess(process.pid).start, beatMs, clock.nowMs());
    return Number(lastInsertRowid);
  }

  return {
    name,
    machine,
    enter(nowMs) {
      // A chain claims a thousand times a second; nobody looks at a heartbeat that closely.
      if (id !== undefined && nowMs >= enteredMs && nowMs - enteredMs < beatMs / 4) return id;
      const fresh =
        id !== undefined &&
        connection.statement('UPDATE owner SET heartbeat_ms = ? WHERE name = ?').run(nowMs, name).changes === 1;
      // A row that was just made may still be rolled back.
      if (fresh) enteredMs = nowMs;
      else id = register(nowMs);
      return id!;
    },
    leave() {
      if (id === undefined) return;
      connection.statement('UPDATE lease SET owner = NULL WHERE owner = ?').run(id);
      connection.statement('DELETE FROM owner WHERE id = ?').run(id);
      id = undefined;
    },
  };
}
