// The people and programs that have a name here. An account made by log-in is found again by issuer and subject of the
// provider, which never change; its name is made once and stays, since jobs and shares mean people by it.
import { StemmaError, type Clock } from '@stemma/core';
import { anonymous } from '../http/identity.ts';
import type { Database } from './database.ts';

/** Somebody with a name. */
export interface Account {
  readonly name: string;
  readonly displayName?: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
}

/** Who a provider says has logged in. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  /** What the account should be called; changed when another one has it. */
  readonly wishedName: string;
  readonly displayName?: string;
  readonly roles: readonly string[];
}

interface AccountRow {
  name: string;
  display_name: string | null;
  roles: string;
  disabled: number;
}

const columns = 'name, display_name, roles, disabled';

/** The accounts of a database. */
export class Accounts {
  readonly #db: Database;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The account of this name, if there is one. */
  get(name: string): Account | undefined {
    const row = this.#db.row<AccountRow>(`SELECT ${columns} FROM accounts WHERE name = ?`, name);
    return row && accountOf(row);
  }

  /** Makes an account for a program or a person without log-in; one that is there is left as it is. */
  ensure(name: string, roles: readonly string[]): Account {
    if (!isAccountName(name))
      throw new StemmaError(
        'invalid_request',
        'an account has a name of 2 to 64 small letters, digits and . _ -, and not "anonymous"',
        { pointer: '/account' },
      );
    const made = 'INSERT INTO accounts (name, roles, created_ms, seen_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
    const nowMs = this.#clock.nowMs();
    this.#db.run(made, name, JSON.stringify(roles), nowMs, nowMs);
    return this.get(name)!;
  }

  /** The account of somebody who has just logged in, with the roles that they have now. */
  welcome({ issuer, subject, wishedName, displayName, roles }: Person): Account {
    return this.#db.together(() => {
      const nowMs = this.#clock.nowMs();
      const rolesText = JSON.stringify(roles);
      const found = `SELECT ${columns} FROM accounts WHERE issuer = ? AND issuer_subject = ?`;
      const row = this.#db.row<AccountRow>(found, issuer, subject);
      const name = row?.name ?? this.#freeName(wishedName);
      if (row) {
        const seen = 'UPDATE accounts SET roles = ?, display_name = ?, seen_ms = ? WHERE name = ?';
        this.#db.run(seen, rolesText, displayName ?? null, nowMs, name);
      } else {
        const made = `INSERT INTO accounts (name, issuer, issuer_subject, display_name, roles, created_ms, seen_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?)`;
        this.#db.run(made, name, issuer, subject, displayName ?? null, rolesText, nowMs, nowMs);
      }
      return this.get(name)!;
    });
  }

  /** Shuts an account out, or lets it in again: its tokens and sessions stop working at once. */
  setDisabled(name: string, disabled: boolean): void {
    const shut = 'UPDATE accounts SET disabled = ? WHERE name = ?';
    const changed = this.#db.together(() => this.#db.run(shut, disabled ? 1 : 0, name));
    if (changed === 0) throw new StemmaError('not_found', `there is no account ${name}`, { account: name });
  }

  // A name that is taken, also by an account without log-in, is never handed over: a number is put behind it.
  #freeName(wished: string): string {
    const cleaned = wished
      .toLowerCase()
      .replaceAll(/[^\w.-]+/g, '-')
      .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
    const stem = isAccountName(cleaned) ? cleaned : `person-${cleaned}`.replaceAll(/[^a-z0-9]+$/g, '').slice(0, 50);
    for (let number = 1; ; number++) {
      const name = number === 1 ? stem : `${stem}-${number}`;
      if (!this.get(name)) return name;
    }
  }
}

function isAccountName(name: string): boolean {
  return /^[a-z0-9][\w.-]{0,62}[a-z0-9]$/.test(name) && name === name.toLowerCase() && name !== anonymous;
}

function accountOf({ name, display_name, roles, disabled }: AccountRow): Account {
  return {
    name,
    roles: JSON.parse(roles) as string[],
    disabled: disabled !== 0,
    ...(display_name !== null && { displayName: display_name }),
  };
}
