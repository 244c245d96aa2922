// Why two derivations differ: a simultaneous descent over their named inputs that stops wherever the ids are equal
// (Merkle), so its cost grows with what differs and not with the size of the graphs.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import { isForeign } from '../identity/foreign-name.ts';
import type { DerivationRecord, InputBinding } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { comparedBindings, type BindingPair } from './compare-bindings.ts';
import { idsToRead } from './match-sample.ts';

/** What kind of cause a difference is. `input_form`: the same input is held in another way (list, fan-out, accepted failures). */
export type DifferenceKind =
  | 'analysis'
  | 'version'
  | 'code'
  | 'environment'
  | 'parameter'
  | 'input_added'
  | 'input_removed'
  | 'input_form';

/** One cause of a difference. */
export interface Difference {
  /** The input names from the root to the place, joined by `/`; `.` for the root itself. List members are `images[3]`. */
  readonly path: string;
  /** The analysis concerned; of a replaced one the former, of an added or removed input the one that it is. */
  readonly name: string;
  readonly kind: DifferenceKind;
  readonly parameter?: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** What of a derivation is compared; with shapes, pairs of the same two shapes are compared once. */
export type Defined = Omit<DerivationRecord, 'shapes'> & Partial<Pick<DerivationRecord, 'shapes'>>;

/** Reads derivations; those that are not known are missing from the answer. */
export type ReadRecords = (ids: readonly Digest[]) => Promise<ReadonlyMap<Digest, Defined>>;

/** How to compare. */
export interface DescentOptions {
  /**
   * True to compare every pair. By default, of many pairs of the same two first shapes only one is compared: the same
   * causes made them all. What is then not told is other data inside the others, beside the cause that all share.
   */
  readonly every?: boolean;
}

/** The causes of a difference, and what finding them took. */
export interface DescentReport {
  /** The nearest to the root first. */
  readonly differences: readonly Difference[];
  /** Derivations, of both sides together, whose definition, parameters and inputs were compared. */
  readonly visited: number;
  /** Derivations that were read: the visited ones, and members of lists that had to be matched. */
  readonly read: number;
  /** Pairs that were passed over, since a pair of the same two shapes was compared. */
  readonly alike: number;
}

/**
 * The causes of the difference between two stored derivations, the nearest to the root first.
 * @throws StemmaError `not_found` when the index has no record of one of them.
 */
export async function differences(
  before: Digest,
  after: Digest,
  index: Pick<ResultIndex, 'derivations'>,
): Promise<Difference[]> {
  return differencesBetween(before, after, (ids) => index.derivations(ids));
}

/**
 * As {@link differences}, for derivations from anywhere. Each cause is told once, by its shortest path; equal ids have
 * no differences, different ones have at least one.
 * @throws StemmaError `not_found` when one of the two is not known.
 */
export async function differencesBetween(before: Digest, after: Digest, read: ReadRecords): Promise<Difference[]> {
  return [...(await compareDerivations(before, after, read)).differences];
}

/** As {@link differencesBetween}, with what it took. @throws StemmaError `not_found` when one of the two is not known. */
export async function compareDerivations(
  before: Digest,
  after: Digest,
  read: ReadRecords,
  { every = false }: DescentOptions = {},
): Promise<DescentReport> {
  const descent = new Descent(read, every);
  await descent.read([before, after]);
  for (const id of [before, after]) {
    if (!descent.record(id)) throw new StemmaError('not_found', `the store knows no derivation ${id}`, { id });
  }
  let level: Pair[] = [{ before, after, path: '' }];
  while (level.length > 0) level = await descent.level(level);
  if (before !== after && descent.found.length === 0) descent.tellUnseen(before);
  const { found, visited, readCount, alike } = descent;
  return { differences: found, visited, read: readCount, alike };
}

/** Two derivations in the same place. */
interface Pair {
  readonly before: Digest;
  readonly after: Digest;
  /** Empty for the root. */
  readonly path: string;
}

// The descent itself, breadth first, so that each cause is met by its shortest path first. One level costs two
// questions at most, whatever its breadth: the pairs themselves, and the members of their lists. A pair that was met
// before, by another path, is not compared again; a cause that was told is not told again.
class Descent {
  readonly #read: ReadRecords;
  readonly #records = new Map<Digest, Defined | undefined>();
  readonly #met = new Set<string>();
  readonly #causes = new Set<string>();
  readonly #isExhaustive: boolean;
  readonly found: Difference[] = [];
  visited = 0;
  alike = 0;

  constructor(read: ReadRecords, isExhaustive: boolean) {
    this.#read = read;
    this.#isExhaustive = isExhaustive;
  }

  get readCount(): number {
    return this.#records.size;
  }

  record(id: Digest): Defined | undefined {
    return this.#records.get(id);
  }

  /** Reads what has not been read yet, in one question. */
  async read(ids: Iterable<Digest>): Promise<void> {
    const unread = [...new Set(ids)].filter((id) => !this.#records.has(id));
    if (unread.length === 0) return;
    const records = await this.#read(unread);
    for (const id of unread) this.#records.set(id, records.get(id));
  }

  /** Compares the pairs of one level; returns those of the next. */
  async level(pairs: readonly Pair[]): Promise<Pair[]> {
    const fresh = pairs.filter(({ before, after }) => before !== after && !this.#isMet(`${before} ${after}`));
    await this.read(fresh.flatMap(({ before, after }) => [before, after]));
    const distinct = fresh.filter((pair) => !this.#isAlike(pair));
    this.visited += 2 * distinct.length;
    const comparable = distinct.filter((pair) => this.#compareNodes(pair));
    const bindings = comparable.flatMap((pair) => this.#bindingPairs(pair));
    // Members of lists are told apart by what they are; one question for all lists of the level.
    await this.read(bindings.flatMap(({ before, after }) => idsToRead(before, after)));
    return bindings.flatMap((pair) => this.#compareInputs(pair));
  }

  /** For what counts in an id without being seen, such as an empty list in place of an open input. */
  tellUnseen(before: Digest): void {
    const { name } = this.record(before)!.definition;
    this.#tell({
      path: '',
      name,
      kind: 'input_form',
      before: 'without inputs',
      after: 'without inputs in another form',
    });
  }

  #isMet(key: string): boolean {
    const isMet = this.#met.has(key);
    this.#met.add(key);
    return isMet;
  }

  // Pairs of equal shapes differ by their data alone: each of them has its own cause.
  #isAlike({ before, after }: Pair): boolean {
    const [was, is] = [this.record(before)?.shapes?.l1, this.record(after)?.shapes?.l1];
    if (this.#isExhaustive || was === undefined || is === undefined || was === is) return false;
    const isAlike = this.#isMet(`${was} becomes ${is}`);
    if (isAlike) this.alike++;
    return isAlike;
  }

  // True when the inputs shall be compared too.
  #compareNodes({ before, after, path }: Pair): boolean {
    const [old, now] = [this.record(before), this.record(after)];
    if (!old || !now) {
      const [was, is] = [old?.definition.name ?? before, now?.definition.name ?? after];
      this.#tell({
        path,
        name: (old ?? now)?.definition.name ?? unrecorded,
        kind: 'input_form',
        before: was,
        after: is,
      });
      return false;
    }
    const { name } = old.definition;
    if (name !== now.definition.name) {
      this.#tell({ path, name, kind: 'analysis', before: name, after: now.definition.name });
      return false;
    }
    for (const difference of nodeDifferences(old, now, path)) this.#tell(difference);
    return true;
  }

  #bindingPairs({ before, after, path }: Pair): BindingPair[] {
    const [old, now] = [this.record(before)!, this.record(after)!];
    const roles = new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)]);
    const absent: InputBinding = { absent: true };
    return Array.from(roles, (role) => ({
      path: path === '' ? role : `${path}/${role}`,
      user: old.definition.name,
      before: old.inputs[role] ?? absent,
      after: now.inputs[role] ?? absent,
    }));
  }

  #compareInputs(pair: BindingPair): Pair[] {
    const below: Pair[] = [];
    for (const step of comparedBindings(pair, (id) => this.record(id))) {
      const { path } = step;
      if (step.kind === 'pair') below.push({ before: step.before, after: step.after, path });
      else if (step.kind === 'form')
        this.#tell({ path, name: step.user, kind: 'input_form', before: step.before, after: step.after });
      else this.#tellMember(step.kind, step.id, path);
    }
    return below;
  }

  #tellMember(kind: 'input_added' | 'input_removed', id: Digest, path: string): void {
    const record = this.record(id);
    const member: Json = { id, parameters: record?.parameters ?? {} };
    const name = record?.definition.name ?? unrecorded;
    this.#tell({ path, name, kind, ...(kind === 'input_added' ? { after: member } : { before: member }) });
  }

  #tell(difference: Difference): void {
    const cause = causeOf(difference);
    if (this.#causes.has(cause)) return;
    this.#causes.add(cause);
    this.found.push({ ...difference, path: difference.path === '' ? '.' : difference.path });
  }
}

function hasEqualInputs(old: Defined, now: Defined): boolean {
  const textOf = ({ parameters, inputs }: Defined) => canonicalJson([parameters, inputs as unknown as Json]);
  return textOf(old) === textOf(now);
}

/** What differs in two derivations of one analysis themselves. */
function* nodeDifferences(old: Defined, now: Defined, path: string): Generator<Difference> {
  const { name } = old.definition;
  for (const kind of ['version', 'code', 'environment'] as const) {
    const [before, after] = [old.definition[kind], now.definition[kind]];
    // In foreign nodes it stands for the bytes that came out: the cause only where nothing that went in differs.
    if (kind === 'environment' && isForeign(old.definition) && !hasEqualInputs(old, now)) continue;
    if (before !== after) yield { path, name, kind, before, after };
  }
  for (const parameter of new Set([...Object.keys(old.parameters), ...Object.keys(now.parameters)])) {
    const [before, after] = [old.parameters[parameter], now.parameters[parameter]];
    if (textOf(before) === textOf(after)) continue;
    const given = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    yield { path, name, kind: 'parameter', parameter, ...given };
  }
}

// What must be equal for two differences to be one cause. One environment is that of all analyses; what is done to
// one analysis is one cause wherever it stands; the form of an input is its own, but one for all members of a list.
function causeOf({ kind, path, name, parameter, before, after }: Difference): string {
  const place = kind === 'input_form' ? path.replaceAll(/\[\d+\]/g, '[]') : '';
  const subject = kind === 'environment' ? '' : name;
  return [kind, place, subject, parameter ?? '', textOf(before), textOf(after)].join('\n');
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

const unrecorded = 'an unrecorded derivation';
