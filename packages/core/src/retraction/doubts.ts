// Which results are in doubt: the one algorithm behind "suspect", for every index. It looks from a result towards what
// it was made from, so its cost follows what is asked for, never the number of users that a retracted calibration has.

/** What an index knows of one derivation that matters here; `Key` is how the index names derivations. */
export interface Making<Key> {
  readonly key: Key;
  /** What it was made from, and by whose activity when it took its content over. */
  readonly uses: readonly Key[];
  /** False for what is never stored: it hands on what its own inputs went through. */
  readonly stored: boolean;
  /** Number of the last event of which its inputs were up to date when it was made. */
  readonly madeAt: number;
  /** Number of the event with which its content became another one; 0 for the first. */
  readonly changedAt: number;
  /** True when a retraction applies to itself. */
  readonly retracted: boolean;
}

/** Why a derivation is in doubt. */
export interface Doubt<Key> {
  /** Where the trouble begins: itself, or an ancestor. */
  readonly origin: Key;
  /** True when the origin is retracted, false when its content was replaced after its user was made. */
  readonly retracted: boolean;
}

interface Judged<Key> {
  readonly doubt?: Doubt<Key>;
  readonly changedAt: number;
}

/**
 * Judges derivations: in doubt is what is retracted; what uses something in doubt; and what was made before the content
 * of something it uses became another one. Everything between a result and its leaves is looked at once, a level with
 * one question, and remembered: soundness until the next event, doubt until {@link Doubts.forget}, since making
 * something again ends it without an event.
 */
export class Doubts<Key> {
  readonly #read: (keys: readonly Key[]) => readonly Making<Key>[];
  readonly #sound = new Map<Key, Judged<Key>>();
  readonly #doubted = new Map<Key, Judged<Key>>();

  /** @param read what the index knows; derivations that it has no record of may be missing, and count as sound. */
  constructor(read: (keys: readonly Key[]) => readonly Making<Key>[]) {
    this.#read = read;
  }

  /** Forgets who is in doubt: to be called when anything was published since. */
  forget(): void {
    this.#doubted.clear();
  }

  /** Those in doubt among the given ones. */
  about(keys: readonly Key[]): Map<Key, Doubt<Key>> {
    this.#judge(keys);
    const found = new Map<Key, Doubt<Key>>();
    for (const key of keys) {
      const doubt = this.#doubted.get(key)?.doubt;
      if (doubt) found.set(key, doubt);
    }
    return found;
  }

  #judged(key: Key): Judged<Key> | undefined {
    return this.#sound.get(key) ?? this.#doubted.get(key);
  }

  #judge(keys: readonly Key[]): void {
    const met = this.#gather(keys);
    if (met.size === 0) return;
    const users = usersIn(met);
    const changedAt = this.#changes(met, users);
    const doubts = this.#spread(met, users, changedAt);
    for (const key of met.keys()) {
      const doubt = doubts.get(key);
      const judged = { changedAt: changedAt.get(key) ?? 0, ...(doubt && { doubt }) };
      (doubt ? this.#doubted : this.#sound).set(key, judged);
    }
  }

  /** Everything behind the given ones that is not judged yet. */
  #gather(keys: readonly Key[]): Map<Key, Making<Key> | undefined> {
    const met = new Map<Key, Making<Key> | undefined>();
    for (let level = keys; level.length > 0;) {
      const open = new Set<Key>();
      for (const key of level) if (!met.has(key) && !this.#judged(key)) open.add(key);
      for (const key of open) met.set(key, undefined);
      const next: Key[] = [];
      if (open.size > 0) {
        for (const making of this.#read([...open])) {
          met.set(making.key, making);
          for (const used of making.uses) next.push(used);
        }
      }
      level = next;
    }
    return met;
  }

  /** When the content of each became another one; what is not stored changes with its inputs. */
  #changes(met: ReadonlyMap<Key, Making<Key> | undefined>, users: ReadonlyMap<Key, readonly Key[]>): Map<Key, number> {
    const changes = new Map<Key, number>();
    const queue: Key[] = [];
    const raise = (key: Key, to: number) => {
      if (to <= (changes.get(key) ?? 0)) return;
      changes.set(key, to);
      queue.push(key);
    };
    for (const [key, making] of met) {
      if (!making) continue;
      if (making.stored) raise(key, making.changedAt);
      else for (const used of making.uses) raise(key, this.#judged(used)?.changedAt ?? 0);
    }
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const user of users.get(key) ?? []) if (!met.get(user)!.stored) raise(user, changes.get(key)!);
    }
    return changes;
  }

  /** From what is retracted or outdated to everything that uses it. */
  #spread(
    met: ReadonlyMap<Key, Making<Key> | undefined>,
    users: ReadonlyMap<Key, readonly Key[]>,
    changes: ReadonlyMap<Key, number>,
  ): Map<Key, Doubt<Key>> {
    const doubts = new Map<Key, Doubt<Key>>();
    for (const [key, making] of met) {
      const doubt = making && this.#ownDoubt(making, changes);
      if (doubt) doubts.set(key, doubt);
    }
    const queue = [...doubts.keys()];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const user of users.get(key) ?? []) {
        if (doubts.has(user)) continue;
        doubts.set(user, doubts.get(key)!);
        queue.push(user);
      }
    }
    return doubts;
  }

  #ownDoubt(
    { key, uses, stored, madeAt, retracted }: Making<Key>,
    changes: ReadonlyMap<Key, number>,
  ): Doubt<Key> | undefined {
    if (retracted) return { origin: key, retracted };
    for (const used of uses) {
      const judged = this.#judged(used);
      if (judged?.doubt) return judged.doubt;
      const changedAt = judged?.changedAt ?? changes.get(used) ?? 0;
      if (stored && changedAt > madeAt) return { origin: used, retracted: false };
    }
    return undefined;
  }
}

function usersIn<Key>(met: ReadonlyMap<Key, Making<Key> | undefined>): Map<Key, Key[]> {
  const users = new Map<Key, Key[]>();
  for (const [key, making] of met) {
    for (const used of making?.uses ?? []) {
      if (!met.has(used)) continue;
      const list = users.get(used);
      if (list) list.push(key);
      else users.set(used, [key]);
    }
  }
  return users;
}
