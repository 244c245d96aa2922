// What publishing does when retractions are about: a result in doubt may be replaced, its former content is kept in the
// history, and each new result is numbered by the events that its inputs were up to date with.
import type { Digest, Publication } from '@stemma/core';
import type { Connection } from './connection.ts';
import { appendEvent } from './retraction-events.ts';
import type { RetractionDoubts } from './retraction-doubts.ts';

const rowSql = `SELECT r.derivation, r.content, c.digest FROM derivation d CROSS JOIN result r ON r.derivation = d.id
  CROSS JOIN content c ON c.id = r.content WHERE d.digest = unhex(?)`;
const livingSql = `SELECT d.id FROM json_each(?) j CROSS JOIN derivation d ON d.digest = unhex(j.value)
  CROSS JOIN result r ON r.derivation = d.id`;
const keepSql = `INSERT INTO former_result (superseded_by, derivation, content, produced_by, action_key, published_ms)
  SELECT ?, derivation, content, produced_by, action_key, published_ms FROM result WHERE derivation = ?`;
const heldSql = `SELECT r.id FROM retraction r WHERE r.derivation = ? AND r.content = ? AND r.kind = 'retract'
  AND NOT EXISTS (SELECT 1 FROM retraction o WHERE o.of = r.id)`;
const usedSql = `SELECT r.changed_at, lower(hex(c.digest)) FROM derivation d CROSS JOIN result r ON r.derivation = d.id
  CROSS JOIN content c ON c.id = r.content WHERE d.digest = unhex(?)`;
const numberSql = 'UPDATE result SET made_at = ? WHERE derivation = ?';
const changedSql = 'UPDATE result SET changed_at = ? WHERE derivation = ?';

/** The part of publishing that retraction adds; only used when there ever was an event. */
export interface Replacements {
  /** Of these derivations, the ids of those whose result may be replaced since it is in doubt. */
  doubted(ids: readonly Digest[]): ReadonlySet<Digest>;
  /** Before a result in doubt is overwritten: keeps the former content when the new one is another. */
  replace(publication: Publication, content: number, nowMs: number): number | undefined;
  /** After a result was written: gives it its numbers, and lifts retractions that equal content has proved wrong. */
  number(publication: Publication, row: number, content: number, changedAt: number | undefined, nowMs: number): void;
}

/** Replacements inside a transaction of publishing. */
export function replacements(connection: Connection, doubts: RetractionDoubts): Replacements {
  // Made from what is there now: up to date with all events. Else it was so before the earliest change it missed.
  function upToDate({ used, usedBehind = [] }: Publication): number {
    let number = doubts.last();
    for (const { id, contentDigest } of [...used, ...usedBehind]) {
      if (contentDigest === undefined) continue;
      const [row] = connection.rows(usedSql, id);
      if (row && row[1] !== contentDigest) number = Math.min(number, (row[0] as number) - 1);
    }
    return Math.max(0, number);
  }

  return {
    doubted: (ids) => {
      const found = new Set<Digest>();
      const rows = connection.rows(livingSql, JSON.stringify(ids)).map(([row]) => row as number);
      const about = doubts.about(rows);
      if (about.size === 0) return found;
      for (const id of ids) {
        const [row] = connection.rows(rowSql, id);
        if (row && about.has(row[0] as number)) found.add(id);
      }
      return found;
    },
    replace: ({ derivation, contentDigest, activity }, content, nowMs) => {
      const [row] = connection.rows(rowSql, derivation.id);
      if (!row || row[1] === content) return undefined;
      const event = {
        kind: 'supersede',
        target: 'result',
        derivation: row[0] as number,
        content: row[1] as number,
        by: activity?.agent ?? 'stemma',
        reason: `made again with another content: ${contentDigest}`,
      } as const;
      const number = appendEvent(connection, event, nowMs);
      connection.statement(keepSql).run(number, row[0] as number);
      return number;
    },
    number: (publication, row, content, changedAt, nowMs) => {
      for (const [of] of connection.rows(heldSql, row, content)) {
        const by = publication.activity?.agent ?? 'stemma';
        const reason = 'made again with equal content';
        appendEvent(
          connection,
          { kind: 'confirm', target: 'result', derivation: row, content, of: of as number, by, reason },
          nowMs,
        );
      }
      if (changedAt !== undefined) connection.statement(changedSql).run(changedAt, row);
      connection.statement(numberSql).run(upToDate(publication), row);
    },
  };
}
