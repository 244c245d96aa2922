// Family trees with all derivations of one first shape as one node: a mosaic of 500 windows has 6,500 derivations, but
// some thirty shapes. Grown from records as far as they are needed; shared by all results that are sketched together.
import { canonicalJson } from '../canonical/json.ts';
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import { OpenParameters } from './open-parameters.ts';

/** Reads whole records; those that are not known are missing from the answer. */
export type ReadShapedRecords = (ids: readonly Digest[]) => Promise<ReadonlyMap<Digest, DerivationRecord>>;

/** All derivations of one first shape. */
export interface ShapeNode {
  /** What it is by itself: name, version and parameters that are no data units. Not its code: an edit is no other kind. */
  readonly text: string;
  /** Inputs, each pair of role and first shape once. */
  readonly children: readonly { readonly role: string; readonly shape: Digest }[];
}

/** Shapes with what they are made from. */
export class ShapeGraph {
  readonly nodes = new Map<Digest, ShapeNode>();
  readonly #read: ReadShapedRecords;
  readonly #open: OpenParameters;
  readonly #shapes = new Map<Digest, Digest>();

  constructor(read: ReadShapedRecords, sha256: Sha256) {
    this.#read = read;
    this.#open = new OpenParameters(sha256);
  }

  /** Adds everything that these were made from; one question for each level, one derivation followed for each shape. */
  async add(ids: readonly Digest[]): Promise<void> {
    let level = await this.#distinct(ids);
    while (level.length > 0) {
      const below = level.flatMap(({ inputs }) => Object.values(inputs).flatMap((binding) => [...idsIn(binding)]));
      const children = await this.#distinct(below);
      for (const record of level) this.nodes.set(record.shapes.l1, this.#nodeOf(record));
      level = children;
    }
  }

  /** One record for each shape that is new. */
  async #distinct(ids: readonly Digest[]): Promise<DerivationRecord[]> {
    const unread = [...new Set(ids)].filter((id) => !this.#shapes.has(id));
    const records = unread.length === 0 ? new Map<Digest, DerivationRecord>() : await this.#read(unread);
    const fresh = new Map<Digest, DerivationRecord>();
    for (const [id, record] of records) {
      this.#shapes.set(id, record.shapes.l1);
      if (!this.nodes.has(record.shapes.l1)) fresh.set(record.shapes.l1, record);
    }
    return [...fresh.values()];
  }

  #nodeOf(record: DerivationRecord): ShapeNode {
    const { definition, inputs, shapes } = record;
    const open = this.#open.of(record, (id) => this.#shapes.get(id));
    // Where data units cannot be told apart, the shape itself stands for the parameters: equal only to its equals.
    const text = canonicalJson([definition.name, definition.version, open ?? shapes.l1]);
    const children = new Map<string, { role: string; shape: Digest }>();
    for (const [role, binding] of Object.entries(inputs)) {
      for (const id of idsIn(binding)) {
        const shape = this.#shapes.get(id);
        if (shape !== undefined) children.set(`${role} ${shape}`, { role, shape });
      }
    }
    return { text, children: [...children.values()] };
  }
}
