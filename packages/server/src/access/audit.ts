// The audit log: who did what, when, from where, and whether it was allowed. Rows are only ever added; the database
// refuses to change or remove them.
import type { Clock } from '@stemma/core';
import type { Identity } from '../http/identity.ts';
import type { Database } from './database.ts';
import { withoutTokens } from './secrets.ts';

/** One thing that somebody did or tried. */
export interface Deed {
  readonly identity: Pick<Identity, 'subject' | 'via' | 'tokenId'>;
  /** The operation, or `login`, `logout`. */
  readonly action: string;
  /** What it was done to. */
  readonly object?: string;
  /** `done`, or the code of the error. */
  readonly outcome: string;
  readonly address?: string;
  readonly requestId?: string;
}

/** A deed as it was recorded. */
export interface AuditRecord {
  readonly number: number;
  readonly timeMs: number;
  readonly subject: string;
  readonly via: string;
  readonly tokenId?: string;
  readonly action: string;
  readonly object?: string;
  readonly outcome: string;
  readonly address?: string;
  readonly requestId?: string;
}

/** Which deeds to list, newest first. */
export interface AuditQuery {
  readonly subject?: string | undefined;
  readonly action?: string | undefined;
  /** Only those with a smaller number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const columns = `number, time_ms AS timeMs, subject, via, token AS tokenId, action, object, outcome, address,
  request AS requestId`;

/** The audit log of a database. */
export class Audit {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Adds a deed. Texts are cut, since callers choose some of them. */
  record({ identity, action, object, outcome, address, requestId }: Deed): void {
    this.#db.run(
      `INSERT INTO audit (time_ms, subject, via, token, action, object, outcome, address, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.#clock.nowMs(),
      identity.subject,
      identity.via ?? 'program',
      identity.tokenId ?? null,
      action,
      object === undefined ? null : withoutTokens(object).slice(0, 300),
      outcome,
      address ?? null,
      requestId ?? null,
    );
  }

  /** Deeds, newest first. */
  list({ subject, action, before, limit }: AuditQuery): AuditRecord[] {
    const rows = this.#db.rows<Record<string, unknown>>(
      `SELECT ${columns} FROM audit
       WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR number < ?3)
       ORDER BY number DESC LIMIT ?4`,
      subject ?? null,
      action ?? null,
      before ?? null,
      limit,
    );
    return rows.map(
      (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as AuditRecord,
    );
  }
}
