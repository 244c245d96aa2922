// Sessions of browsers: what a log-in leaves behind. The cookie is 256 random bits; what it means lies here, so that a
// log-out ends it everywhere at once.
import type { Clock } from '@stemma/core';
import type { Database } from './database.ts';
import { digestOf, newSecret } from './secrets.ts';

// A working day without use, a week in all.
const idleMs = 12 * 3_600_000;
const lifeMs = 7 * 24 * 3_600_000;
const usedAccuracyMs = 60_000;

/** A session that is alive. */
export interface Session {
  readonly account: string;
  /** For the provider, when somebody logs out there too. */
  readonly idToken?: string;
}

/** The cookie of sessions. Its `__Host-` name makes browsers refuse it over http, or for other hosts or paths. */
export interface SessionCookie {
  readonly name: string;
  read(request: Request): string | undefined;
  /** `Set-Cookie` for a session; without a secret, the one that removes it. */
  set(secret?: string): string;
}

/** A cookie that scripts cannot read and that other sites' forms do not carry. */
export function sessionCookie(stem: string, isSecure: boolean, lifeS = lifeMs / 1000): SessionCookie {
  const name = isSecure ? `__Host-${stem}` : stem;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    name,
    read: (request) => {
      const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const given = pairs.filter((pair) => pair.startsWith(`${name}=`));
      // Twice means that somebody else planted one: neither is believed.
      return given.length === 1 ? given[0]!.slice(name.length + 1) : undefined;
    },
    set: (secret) =>
      secret === undefined
        ? `${name}=; ${attributes}; Max-Age=0`
        : `${name}=${secret}; ${attributes}; Max-Age=${lifeS}`,
  };
}

/** The sessions of a database. */
export class Sessions {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Begins a session; always with a new secret, so that one planted before the log-in is worth nothing. */
  begin(account: string, idToken?: string): string {
    const secret = newSecret();
    const nowMs = this.#clock.nowMs();
    this.#db.run('DELETE FROM sessions WHERE expires_ms <= ? OR used_ms <= ?', nowMs, nowMs - idleMs);
    const made = `INSERT INTO sessions (digest, account, created_ms, used_ms, expires_ms, id_token)
      VALUES (?, ?, ?, ?, ?, ?)`;
    this.#db.run(made, digestOf(secret), account, nowMs, nowMs, nowMs + lifeMs, idToken ?? null);
    return secret;
  }

  /** The session of a cookie, if it is alive. */
  find(secret: string): Session | undefined {
    const nowMs = this.#clock.nowMs();
    const row = this.#db.row<{ account: string; used_ms: number; id_token: string | null }>(
      'SELECT account, used_ms, id_token FROM sessions WHERE digest = ? AND expires_ms > ? AND used_ms > ?',
      digestOf(secret),
      nowMs,
      nowMs - idleMs,
    );
    if (!row) return undefined;
    if (nowMs - row.used_ms > usedAccuracyMs)
      this.#db.run('UPDATE sessions SET used_ms = ? WHERE digest = ?', nowMs, digestOf(secret));
    return { account: row.account, ...(row.id_token !== null && { idToken: row.id_token }) };
  }

  /** Ends a session. */
  end(secret: string): void {
    this.#db.run('DELETE FROM sessions WHERE digest = ?', digestOf(secret));
  }
}
