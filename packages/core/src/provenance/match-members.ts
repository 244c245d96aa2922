// Matches the members of two lists of inputs: which are the same, which stand against each other since they are of
// the same data, which came and which went.
import { canonicalJson } from '../canonical/json.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';

/** Positions that belong together, and those that have no partner. */
export interface Matching {
  readonly pairs: readonly (readonly [before: number, after: number])[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

type Told = Pick<DerivationRecord, 'definition' | 'parameters'>;
/** The derivation of an id, where it is known. */
export type RecordOf = (id: Digest) => Told | undefined;
type KeyOf = (id: Digest) => string | undefined;

/**
 * Matches members: first equal ids; then by the analysis and the parameters that tell the members of a list apart
 * (its data units: these may not be paired otherwise); where nothing does, by analysis and order; at last by order alone.
 */
export function matchMembers(before: readonly Member[], after: readonly Member[], recordOf: RecordOf): Matching {
  const matcher = new Matcher(before, after);
  matcher.match((id) => id);
  if (matcher.isDone) return matcher.matching;
  const telling = tellingParameters([before, after].map((list) => list.flatMap(({ id }) => recordOf(id) ?? [])));
  const names = [...telling.keys()];
  if (names.length > 0) {
    matcher.match(keyOf(names, recordOf));
    // One of them alone may still tell the data: the one with the most values.
    matcher.match(keyOf([names.reduce((a, b) => (telling.get(b)! > telling.get(a)! ? b : a))], recordOf));
  }
  // What is told apart by its data may have no partner; what is not is paired as it stands.
  const isTold = (id: Digest) => names.some((name) => recordOf(id)?.parameters[name] !== undefined);
  matcher.match((id) => (isTold(id) ? undefined : recordOf(id)?.definition.name));
  matcher.match((id) => (isTold(id) ? undefined : ''));
  return matcher.matching;
}

/** A member of a list. */
interface Member {
  readonly id: Digest;
}

function keyOf(names: readonly string[], recordOf: RecordOf): KeyOf {
  return (id) => {
    const record = recordOf(id);
    if (!record || names.every((name) => record.parameters[name] === undefined)) return undefined;
    return canonicalJson([record.definition.name, ...names.map((name) => record.parameters[name] ?? null)]);
  };
}

/** The parameters that differ between members of one analysis on one side, with the number of their values. */
function tellingParameters(sides: readonly (readonly Told[])[]): Map<string, number> {
  const telling = new Map<string, number>();
  const kinds = sides.flatMap((records) => [...Map.groupBy(records, ({ definition }) => definition.name).values()]);
  for (const alike of kinds) {
    for (const name of new Set(alike.flatMap(({ parameters }) => Object.keys(parameters)))) {
      const values = new Set(alike.map(({ parameters }) => canonicalJson(parameters[name] ?? null)));
      if (values.size > 1) telling.set(name, Math.max(values.size, telling.get(name) ?? 0));
    }
  }
  return telling;
}

// Goes from the surest sign of belonging together to the weakest; what is paired by one is out of reach of the next.
class Matcher {
  readonly #before: readonly Digest[];
  readonly #after: readonly Digest[];
  readonly #pairs: [number, number][] = [];
  #freeBefore: number[];
  #freeAfter: number[];

  constructor(before: readonly Member[], after: readonly Member[]) {
    this.#before = before.map(({ id }) => id);
    this.#after = after.map(({ id }) => id);
    this.#freeBefore = [...before.keys()];
    this.#freeAfter = [...after.keys()];
  }

  get isDone(): boolean {
    return this.#freeBefore.length === 0 && this.#freeAfter.length === 0;
  }

  get matching(): Matching {
    return { pairs: this.#pairs, removed: this.#freeBefore, added: this.#freeAfter };
  }

  /** Pairs what has one key and no partner yet, in order; an undefined key has none. */
  match(keyOf: KeyOf): void {
    const waiting = Map.groupBy(this.#freeAfter, (j) => keyOf(this.#after[j]!));
    const next = new Map<string | undefined, number>();
    const taken = new Set<number>();
    this.#freeBefore = this.#freeBefore.filter((i) => {
      const key = keyOf(this.#before[i]!);
      const at = next.get(key) ?? 0;
      const partner = key === undefined ? undefined : waiting.get(key)?.[at];
      if (partner === undefined) return true;
      next.set(key, at + 1);
      taken.add(partner);
      this.#pairs.push([i, partner]);
      return false;
    });
    this.#freeAfter = this.#freeAfter.filter((j) => !taken.has(j));
  }
}
