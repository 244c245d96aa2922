// Single flight between processes: who may run a derivation. A lease row is kept per derivation that somebody
// runs or has tried to run; its attempt grows with every claim, so that a late publication can be recognised.
//
// The life of a lease: claimed (owner set, attempt + 1), then published (row deleted), released (owner null, the count
// stays) or taken over from an owner that died. A publication carries owner and attempt of its lease and is fenced off
// when either has changed: a process that was stopped for an hour and wakes up cannot overwrite its successor.
// Leases need not survive a power cut, since no process that held one does.
//
// A session that claims what it holds already gets "held" by itself, not its lease again: two resolutions in one
// process share the session, and the second has to wait for the first like everybody else.
import type { Claim, Clock, Digest, Lease } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { digestChunks, requireDigest, toBytes, toDigest } from './digest-bytes.ts';
import type { Heartbeat } from './heartbeat.ts';
import { asOwnerRow, isDead, ownerColumns } from './owner.ts';
import type { Session } from './owner.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';

// One question per thousand derivations: known? leased? by whom, and what is to be known of him to judge his death?
const askManySql = `SELECT j.key, c.digest, c.failed, l.attempt, l.owner, l.since_ms, o.name, o.host, r.derivation, ${ownerColumns}
  FROM json_each(?) j
  LEFT JOIN derivation d ON d.digest = unhex(j.value) LEFT JOIN result r ON r.derivation = d.id
  LEFT JOIN content c ON c.id = r.content AND c.forgotten = 0
  LEFT JOIN lease l ON l.digest = unhex(j.value) LEFT JOIN owner o ON o.id = l.owner`;
// The row of an earlier attempt is taken over with its count.
const takeManySql = `INSERT INTO lease (digest, owner, attempt, since_ms)
  SELECT unhex(value), ?, 1, ? FROM json_each(?) WHERE true
  ON CONFLICT (digest) DO UPDATE SET owner = excluded.owner, attempt = attempt + 1, since_ms = excluded.since_ms`;
// A lease that was lost meanwhile has another owner or attempt, and stays with its successor.
const releaseSql = `UPDATE lease SET owner = NULL WHERE digest = ? AND attempt = ?
  AND owner = (SELECT id FROM owner WHERE name = ?)`;

/** Claiming and giving back. */
export interface Claims {
  /** Claims a batch in one transaction; what is claimed already, also by this session, is `held`. */
  claim(ids: readonly Digest[]): Map<Digest, Claim>;
  /** Gives leases back; those that were lost are passed over. */
  release(leases: readonly Lease[]): void;
}

/** The claims of one session. */
export function claims(
  connection: Connection,
  clock: Clock,
  own: Session,
  heart: Heartbeat,
  doubts: RetractionDoubts,
): Claims {
  function claimSlice(slice: readonly Digest[], json: string, owner: number, answers: Map<Digest, Claim>): void {
    const nowMs = clock.nowMs();
    const judged = new Map<number, boolean>();
    const free: Digest[] = [];
    const rows = connection.rows(askManySql, json);
    const doubted = doubts.quiet()
      ? undefined
      : doubts.about(rows.flatMap((row) => (row[1] === null ? [] : [row[8] as number])));
    for (const row of rows) {
      const id = slice[row[0] as number]!;
      if (answers.has(id)) continue;
      // What is in doubt is to be made again, as if it were not there.
      const isKnown = row[1] !== null && !doubted?.has(row[8] as number);
      const answer = judge(row, isKnown, own.machine, nowMs, judged);
      answers.set(id, answer ?? { state: 'claimed', lease: { id, owner: own.name, attempt: Number(row[3] ?? 0) + 1 } });
      if (!answer) free.push(id);
    }
    if (free.length > 0) connection.statement(takeManySql).run(owner, nowMs, JSON.stringify(free));
  }

  return {
    claim(ids) {
      for (const id of ids) requireDigest(id, 'a derivation to claim');
      const answers = new Map<Digest, Claim>();
      connection.write('volatile', () => {
        const owner = own.enter(clock.nowMs());
        for (const { slice, json } of digestChunks(ids)) claimSlice(slice, json, owner, answers);
      });
      if (answers.values().some(({ state }) => state === 'claimed')) heart.start();
      return answers;
    },
    release(leases) {
      if (leases.length === 0) return;
      connection.write('volatile', () => {
        const statement = connection.statement(releaseSql);
        for (const { id, attempt, owner } of leases) statement.run(toBytes(id), attempt, owner);
      });
    },
  };
}

/** Known, or held by somebody who lives; undefined when it is free to take. */
function judge(
  row: Row,
  isKnown: boolean,
  machine: string,
  nowMs: number,
  judged: Map<number, boolean>,
): Claim | undefined {
  if (isKnown) return { state: 'known', known: { contentDigest: toDigest(row[1]), failed: row[2] === 1 } };
  const owner = row[4] as number | null;
  if (owner === null) return undefined;
  let dead = judged.get(owner);
  if (dead === undefined) {
    dead = isDead(asOwnerRow(row, 9), machine, nowMs);
    judged.set(owner, dead);
  }
  if (dead) return undefined;
  return { state: 'held', owner: row[6] as string, host: row[7] as string, sinceMs: row[5] as number };
}
