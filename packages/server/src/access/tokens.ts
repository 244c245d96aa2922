// Tokens: what programs prove themselves with. Shown once when made, kept as a digest, with scopes, an end and a label.
import { randomUUID } from 'node:crypto';
import type { Scope } from '@stemma/api';
import { StemmaError, type Clock } from '@stemma/core';
import type { Database } from './database.ts';
import { digestOf, isToken, newToken } from './secrets.ts';

/** A token as it is listed: never its secret. */
export interface TokenRecord {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly createdMs: number;
  readonly expiresMs: number;
  /** Accurate to a minute. */
  readonly usedMs?: number;
  readonly revokedMs?: number;
}

interface TokenRow {
  id: string;
  account: string;
  label: string;
  scopes: string;
  created_ms: number;
  expires_ms: number;
  used_ms: number | null;
  revoked_ms: number | null;
}

// A write for each request would cost more than the request.
const usedAccuracyMs = 60_000;
const columns = 'id, account, label, scopes, created_ms, expires_ms, used_ms, revoked_ms';

/** The tokens of a database. */
export class Tokens {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Makes a token of an account that exists; the secret is in this answer and nowhere else. */
  create(account: string, label: string, scopes: readonly Scope[], lifeS: number): TokenRecord & { secret: string } {
    const secret = newToken();
    const createdMs = this.#clock.nowMs();
    const expiresMs = createdMs + lifeS * 1000;
    const id = randomUUID();
    const made = `INSERT INTO tokens (id, digest, account, label, scopes, created_ms, expires_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    const values = [id, digestOf(secret), account, label, JSON.stringify(scopes), createdMs, expiresMs];
    this.#db.together(() => this.#db.run(made, ...values));
    return { id, account, label, scopes, createdMs, expiresMs, secret };
  }

  /** The tokens of an account, or of all, newest first. */
  list(account?: string): TokenRecord[] {
    const rows = this.#db.rows<TokenRow>(
      `SELECT ${columns} FROM tokens WHERE ?1 IS NULL OR account = ?1 ORDER BY created_ms DESC, id`,
      account ?? null,
    );
    return rows.map(recordOf);
  }

  /** One of them by its id. */
  get(id: string): TokenRecord | undefined {
    const row = this.#db.row<TokenRow>(`SELECT ${columns} FROM tokens WHERE id = ?`, id);
    return row && recordOf(row);
  }

  /** Ends a token, from the next request on; one that has ended already stays as it is. */
  revoke(id: string): void {
    const ended = 'UPDATE tokens SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL';
    this.#db.together(() => this.#db.run(ended, this.#clock.nowMs(), id));
  }

  /**
   * The token that a secret is of.
   * @throws StemmaError `unauthenticated` for one that is forged, unknown, over or revoked; the secret is not repeated.
   */
  verify(secret: string): TokenRecord {
    const found = `SELECT ${columns} FROM tokens WHERE digest = ?`;
    const row = isToken(secret) ? this.#db.row<TokenRow>(found, digestOf(secret)) : undefined;
    if (!row) throw refused('this token is not known here: make a new one, and send it whole');
    const nowMs = this.#clock.nowMs();
    if (row.revoked_ms !== null) throw refused('this token was revoked: make a new one');
    if (row.expires_ms <= nowMs) throw refused('this token has expired: make a new one');
    if (row.used_ms === null || nowMs - row.used_ms > usedAccuracyMs)
      this.#db.run('UPDATE tokens SET used_ms = ? WHERE id = ?', nowMs, row.id);
    return recordOf(row);
  }
}

function refused(message: string): StemmaError {
  return new StemmaError('unauthenticated', message);
}

function recordOf({ scopes, created_ms, expires_ms, used_ms, revoked_ms, ...same }: TokenRow): TokenRecord {
  return {
    ...same,
    scopes: JSON.parse(scopes) as Scope[],
    createdMs: created_ms,
    expiresMs: expires_ms,
    ...(used_ms !== null && { usedMs: used_ms }),
    ...(revoked_ms !== null && { revokedMs: revoked_ms }),
  };
}
