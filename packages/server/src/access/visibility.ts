// Who may see a job, a result or a file: the one place where that is decided. Teams, embargo and data rights will be
// further rules in `canSee`; nothing else in the server compares owners.
//
// What is not private is public. A result becomes private when it is first made for a private request; it is open again
// once somebody asks for the same openly, since a result of open inputs is no secret, only who asked for it is. What
// is made from a private file stays private, whoever asks.
import { StemmaError, type Clock } from '@stemma/core';
import { anonymous, isOwn, type Identity } from '../http/identity.ts';
import type { Database } from './database.ts';

/** Something that can be somebody's own. A job's row knows its owner; results and files are asked by id. */
export type Thing =
  | { readonly kind: 'job'; readonly id: string; readonly owner: string; readonly private: boolean }
  | { readonly kind: 'result' | 'file'; readonly id: string };

/** A request about to make, or take over, results. */
export interface Claimed {
  readonly by: Identity;
  /** Ids of derivations: that of the goal, and those below it as they become known. */
  readonly results: readonly string[];
  /** Those among them that were in the store before. */
  readonly known: ReadonlySet<string>;
  /** Digests of the files that the goal names. */
  readonly files?: readonly string[];
  /** Whether the requester wants it for themselves. */
  readonly private: boolean;
}

/** Decides who sees what. All answers are synchronous look-ups of a few microseconds. */
export interface Visibility {
  /** Whether an identity may read something. What does not exist may be asked too: the work is the same. */
  canSee(identity: Identity, thing: Thing): boolean;
  /** Whether an identity may change or end something: its owner, or an operator who may see it. */
  canChange(identity: Identity, thing: Thing & { readonly kind: 'job' }): boolean;
  /** @throws StemmaError `not_found`, in the words of {@link noSuch}, when it may not be seen. */
  mustSee(identity: Identity, thing: Thing): void;
  /** Which of many results or files an identity may not see. */
  hidden(identity: Identity, kind: 'result' | 'file', ids: readonly string[]): Set<string>;
  /** Ids of the jobs, results or files that others shared with an identity, or that it owns privately. */
  granted(identity: Identity, kind: Thing['kind']): string[];
  /** Notes that a request makes these results. @throws StemmaError `forbidden` for a private request of a stranger. */
  claim(claimed: Claimed): void;
  /** Hides a file, such as an upload, from all but its owner. */
  keepPrivate(owner: Identity, kind: 'result' | 'file', ids: readonly string[]): void;
  /** Lets somebody else read. @throws StemmaError `forbidden` for who may see it without owning it. */
  share(owner: Identity, thing: Thing, subject: string): void;
  /** Takes that back. */
  unshare(owner: Identity, thing: Thing, subject: string): void;
  /** With whom something is shared. */
  readers(owner: Identity, thing: Thing): string[];
}

/** What is said of what does not exist and of what may not be seen, so that nobody can tell one from the other. */
export function noSuch(kind: Thing['kind'], id: string): StemmaError {
  return new StemmaError('not_found', `there is no ${kind} ${id} that you may see`, { [kind]: id });
}

/** The rules over a database. */
export function visibilityIn(db: Database, clock: Pick<Clock, 'nowMs'>): Visibility {
  return new Rules(db, clock);
}

class Rules implements Visibility {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
  }

  canSee(identity: Identity, thing: Thing): boolean {
    const role = this.#roleOf(identity, thing);
    const isPrivate = thing.kind === 'job' ? thing.private : this.#isPrivate(thing.kind, thing.id);
    return !isPrivate || role !== undefined;
  }

  canChange(identity: Identity, thing: Thing & { readonly kind: 'job' }): boolean {
    return this.canSee(identity, thing) && (isOwn(identity, thing.owner) || identity.scopes.has('operate'));
  }

  mustSee(identity: Identity, thing: Thing): void {
    if (!this.canSee(identity, thing)) throw noSuch(thing.kind, thing.id);
  }

  hidden(identity: Identity, kind: 'result' | 'file', ids: readonly string[]): Set<string> {
    // CROSS keeps the order of the two: the planner would walk the list once for each private thing there is.
    const hidden = this.#db.rows<{ id: string }>(
      `SELECT v.id FROM json_each(?) AS asked CROSS JOIN visibility AS v
       WHERE v.kind = ? AND v.id = asked.value AND v.level = 'private' AND NOT EXISTS (
         SELECT 1 FROM grants AS g WHERE g.kind = v.kind AND g.id = v.id AND g.subject = ?)`,
      JSON.stringify(ids),
      kind,
      isSomebody(identity) ? identity.subject : '',
    );
    return new Set(hidden.map(({ id }) => id));
  }

  granted(identity: Identity, kind: Thing['kind']): string[] {
    if (!isSomebody(identity)) return [];
    const own = 'SELECT id FROM grants WHERE subject = ? AND kind = ?';
    return this.#db.rows<{ id: string }>(own, identity.subject, kind).map(({ id }) => id);
  }

  claim({ by, results, known, files = [], private: isPrivate }: Claimed): void {
    // A row is written only where something runs, or where a private result is asked for: what is known and open needs none.
    const news = results.filter((id) => !known.has(id) || this.#isPrivate('result', id));
    if (isPrivate || files.some((id) => this.#isPrivate('file', id))) return this.keepPrivate(by, 'result', news);
    const open = `INSERT INTO visibility VALUES ('result', ?, 'public') ON CONFLICT DO UPDATE SET level = 'public'`;
    if (news.length > 0) this.#db.together(() => news.forEach((id) => this.#db.run(open, id)), 'volatile');
  }

  keepPrivate(owner: Identity, kind: 'result' | 'file', ids: readonly string[]): void {
    if (!isSomebody(owner))
      throw new StemmaError('unauthenticated', 'to keep something private, log in or send a token');
    this.#db.together(() => {
      for (const id of ids) {
        this.#db.run(`INSERT INTO visibility VALUES (?, ?, 'private') ON CONFLICT DO NOTHING`, kind, id);
        this.#grant(kind, id, owner.subject, 'owner', owner.subject);
      }
    });
  }

  share(owner: Identity, thing: Thing, subject: string): void {
    this.#mustOwn(owner, thing);
    if (subject === anonymous)
      throw new StemmaError('invalid_request', 'share with an account; what all may see is not private');
    this.#db.together(() => this.#grant(thing.kind, thing.id, subject, 'reader', owner.subject));
  }

  unshare(owner: Identity, thing: Thing, subject: string): void {
    this.#mustOwn(owner, thing);
    const only = `DELETE FROM grants WHERE kind = ? AND id = ? AND subject = ? AND role = 'reader'`;
    this.#db.together(() => this.#db.run(only, thing.kind, thing.id, subject));
  }

  readers(owner: Identity, thing: Thing): string[] {
    this.#mustOwn(owner, thing);
    const readers = `SELECT subject FROM grants WHERE kind = ? AND id = ? AND role = 'reader' ORDER BY subject`;
    return this.#db.rows<{ subject: string }>(readers, thing.kind, thing.id).map(({ subject }) => subject);
  }

  #isPrivate(kind: string, id: string): boolean {
    const level = 'SELECT level FROM visibility WHERE kind = ? AND id = ?';
    return this.#db.row<{ level: string }>(level, kind, id)?.level === 'private';
  }

  // Always asks the database, also where the answer is clear: what is hidden must not take longer than what is not there.
  #roleOf(identity: Identity, thing: Thing): 'owner' | 'reader' | undefined {
    const held = 'SELECT role FROM grants WHERE kind = ? AND id = ? AND subject = ?';
    const row = this.#db.row<{ role: 'owner' | 'reader' }>(held, thing.kind, thing.id, identity.subject);
    if (thing.kind === 'job' && isOwn(identity, thing.owner)) return 'owner';
    return isSomebody(identity) ? row?.role : undefined;
  }

  #mustOwn(identity: Identity, thing: Thing): void {
    this.mustSee(identity, thing);
    if (this.#roleOf(identity, thing) !== 'owner')
      throw new StemmaError('forbidden', `only the owner of the ${thing.kind} decides who else may see it`);
  }

  #grant(kind: string, id: string, subject: string, role: 'owner' | 'reader', by: string): void {
    // An owner stays one, whoever shares it back.
    const given = `INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET role = 'owner' WHERE excluded.role = 'owner'`;
    this.#db.run(given, kind, id, subject, role, by, this.#clock.nowMs());
  }
}

function isSomebody(identity: Identity): boolean {
  return isOwn(identity, identity.subject);
}
