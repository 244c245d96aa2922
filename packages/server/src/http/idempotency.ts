// The same request twice, one effect: a client that does not know whether its request arrived sends it again with the
// same `Idempotency-Key`, and gets the answer of the first time, also after a restart. Keys are each caller's own.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
import { createHash } from 'node:crypto';
import { canonicalJson, StemmaError, type Clock, type Json } from '@stemma/core';
import type { Database } from '../access/database.ts';
import { isOwn, type Identity } from './identity.ts';

const keptMs = 24 * 3_600_000;

interface AnswerRow {
  request: string;
  status: number | null;
  headers: string | null;
  body: string | null;
}

/** What identifies a request beside its key. */
export interface Asked {
  readonly operation: string;
  readonly identity: Identity;
  /** As the caller gave it. */
  readonly key: string;
  /** Everything that was asked, parsed. */
  readonly content: unknown;
}

/** Remembers answers by caller and key. */
export class Idempotency {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  /** Forgets requests that a former process did not answer: they may be asked again. */
  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
    db.run('DELETE FROM answers WHERE status IS NULL');
  }

  /**
   * The answer to a request: that of the first time when the key is known, otherwise a new one. Errors of the caller
   * are answers too; errors of the service are not kept, so that trying again can help.
   * @throws StemmaError `conflict` for a key of another request, or of one that is still being answered.
   */
  async once(asked: Asked, answer: () => Promise<Response>): Promise<Response> {
    const { key, identity } = asked;
    // Strangers share a name: one could read another's answer by guessing the key.
    if (!isOwn(identity, identity.subject)) return answer();
    if (!/^[\x21-\x7e]{1,200}$/.test(key))
      throw new StemmaError('invalid_request', 'an Idempotency-Key has 1 to 200 visible ASCII characters');
    const nowMs = this.#clock.nowMs();
    const request = fingerprint(asked);
    this.#db.run('DELETE FROM answers WHERE made_ms < ?', nowMs - keptMs);
    const begun = this.#db.run(
      'INSERT INTO answers (subject, key, request, made_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      identity.subject,
      key,
      request,
      nowMs,
    );
    if (begun === 0) return this.#former(identity.subject, key, request);
    return this.#kept(identity.subject, key, answer);
  }

  #former(subject: string, key: string, request: string): Response {
    const found = 'SELECT request, status, headers, body FROM answers WHERE subject = ? AND key = ?';
    const row = this.#db.row<AnswerRow>(found, subject, key)!;
    if (row.request !== request)
      throw new StemmaError('conflict', 'this Idempotency-Key was used for another request: take a new key');
    if (row.status === null)
      throw new StemmaError('conflict', 'the first request with this Idempotency-Key is still being answered: wait', {
        retryAfterS: 1,
      });
    const headers = new Headers(JSON.parse(row.headers ?? '{}') as Record<string, string>);
    headers.set('idempotency-replayed', 'true');
    return new Response(row.body, { status: row.status, headers });
  }

  async #kept(subject: string, key: string, answer: () => Promise<Response>): Promise<Response> {
    const forget = () => this.#db.run('DELETE FROM answers WHERE subject = ? AND key = ?', subject, key);
    let response: Response;
    try {
      response = await answer();
    } catch (error) {
      forget();
      throw error;
    }
    if (response.status >= 500) {
      forget();
      return response;
    }
    const body = response.body === null ? null : await response.text();
    const type = response.headers.get('content-type');
    this.#db.run(
      'UPDATE answers SET status = ?, headers = ?, body = ? WHERE subject = ? AND key = ?',
      response.status,
      JSON.stringify(type === null ? {} : { 'content-type': type }),
      body,
      subject,
      key,
    );
    return new Response(body, { status: response.status, headers: response.headers });
  }
}

// Of what was meant, so that another order of keys or other white space is the same request.
function fingerprint({ operation, content }: Asked): string {
  const text = canonicalJson(JSON.parse(JSON.stringify([operation, content])) as Json);
  return createHash('sha256').update(text).digest('hex');
}
