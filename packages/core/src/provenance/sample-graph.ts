// Made-up graphs of derivations for the tests of provenance and care: an index that only answers questions.
import { preimageOf } from '../bind/derivation.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { Definition, DerivationRecord, Failure, InputBinding, Manifest } from '../identity/records.ts';
import type { StoredResult } from '../ports/result-index.ts';
import type { FamilyIndex } from './family-tree.ts';

/** What a sample derivation may be given; the rest has plain defaults. */
export interface SampleNode extends Partial<Omit<Definition, 'name'>> {
  readonly parameters?: Readonly<Record<string, Json>>;
  /** Inputs by name; a digest stands for a plain input, a list of digests for a list. */
  readonly inputs?: Readonly<Record<string, Digest | readonly Digest[] | InputBinding>>;
  /** Parameters that the first shape leaves open. */
  readonly dataUnits?: readonly string[];
  /** The state of its result. */
  readonly state?: 'stored' | 'failed' | 'forgotten' | 'absent';
  /** What was used beside what the inputs name: the members of a fan-out. */
  readonly members?: readonly { readonly role: string; readonly id: Digest }[];
  /** Whose activity made its content, when not its own. */
  readonly producedBy?: Digest;
}

/** A graph in the making, and the index of it. */
export class SampleGraph implements FamilyIndex {
  readonly records = new Map<Digest, DerivationRecord>();
  readonly #results = new Map<Digest, StoredResult>();
  readonly #used = new Map<Digest, { readonly role: string; readonly id: Digest }[]>();
  readonly #sha256: Sha256;
  /** How often each method was asked. */
  readonly questions = { derivations: 0, used: 0, results: 0 };

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** Adds a derivation and gives its id. */
  add(name: string, node: SampleNode = {}): Digest {
    const { version = '1', parameters = {}, state = 'stored', members = [] } = node;
    const { code = this.#sha256(`code of ${name}`), environment = this.#sha256('environment') } = node;
    const definition = { name, version, code, environment };
    const inputs = Object.fromEntries(
      Object.entries(node.inputs ?? {}).map(([role, input]) => [role, bindingOf(input)]),
    );
    const id = this.#sha256(preimageOf(definition, parameters, inputs as unknown as Json));
    this.records.set(id, { id, definition, parameters, inputs, shapes: this.#shapesOf(name, node) });
    const used = Object.entries(inputs).flatMap(([role, input]) => plainIds(input).map((used) => ({ role, id: used })));
    if (state === 'absent') return id;
    this.#used.set(id, [...used, ...members]);
    this.#results.set(id, this.#resultOf(id, state, node.producedBy ?? id));
    return id;
  }

  async derivations(ids: readonly Digest[]): Promise<Map<Digest, DerivationRecord>> {
    this.questions.derivations++;
    return found(ids, this.records);
  }

  async used(ids: readonly Digest[]): Promise<Map<Digest, { readonly role: string; readonly id: Digest }[]>> {
    this.questions.used++;
    return found(ids, this.#used);
  }

  async results(ids: readonly Digest[]): Promise<Map<Digest, StoredResult>> {
    this.questions.results++;
    return found(ids, this.#results);
  }

  #resultOf(id: Digest, state: SampleNode['state'], producedBy: Digest): StoredResult {
    const failure: Failure = {
      reason: 'no_events',
      message: 'no events in this science window',
      detail: null,
      origin: id,
    };
    const outputs = { value: { digest: this.#sha256(`value of ${producedBy}`), sizeBytes: 1000, files: [] } };
    const manifest: Manifest = state === 'failed' ? { failure } : { outputs };
    const contentDigest = this.#sha256(canonicalJson(manifest as unknown as Json));
    return { id, contentDigest, manifest, publishedMs: 0, producedBy, forgotten: state === 'forgotten', pinned: false };
  }

  #shapesOf(name: string, { parameters = {}, inputs = {}, dataUnits = [] }: SampleNode): DerivationRecord['shapes'] {
    const children = Object.entries(inputs).map(([role, input]) => {
      const ids = plainIds(bindingOf(input)).map((id) => this.records.get(id)?.shapes.l1 ?? id);
      return [role, [...new Set(ids)].sort()];
    });
    const kept = Object.entries(parameters).filter(([parameter]) => !dataUnits.includes(parameter));
    const l1 = this.#sha256(canonicalJson([name, Object.fromEntries(kept), children] as Json));
    return { l1, l2: l1, l3: l1 };
  }
}

function bindingOf(input: Digest | readonly Digest[] | InputBinding): InputBinding {
  if (typeof input === 'string') return { id: input };
  return Array.isArray(input) ? { list: input.map((id: Digest) => ({ id })) } : (input as InputBinding);
}

function plainIds(input: InputBinding): Digest[] {
  if ('id' in input) return [input.id];
  if ('list' in input) return input.list.flatMap(plainIds);
  return 'map' in input ? Object.values(input.map).flatMap(plainIds) : [];
}

function found<V>(ids: readonly Digest[], table: ReadonlyMap<Digest, V>): Map<Digest, V> {
  return new Map(ids.flatMap((id) => (table.has(id) ? [[id, table.get(id)!] as const] : [])));
}
