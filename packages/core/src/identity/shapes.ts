// Shape hashes: what two derivations have in common although their identities differ. L1 leaves data units open
// ("same processing, other data"), L2 leaves all parameters out, L3 the versions too. Children are a set by input
// name, so that a mosaic of 10 and one of 500 pointings have one shape. They serve search and contraction.
import { childrenOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import { FileLeaf, LiteralLeaf } from '../bind/leaves.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Digest, Sha256 } from './digest.ts';
import type { Shapes } from './records.ts';

type Level = keyof Shapes;

/**
 * Shapes of derivations, computed once for each node and kept. Equal L1: the same processing of other data; equal L2: the
 * same code with other parameters; equal L3: the same analyses in other versions. They are hashes of hashes, as ids are,
 * so comparing two graphs of any size is comparing two texts.
 */
export class ShapeHasher {
  readonly #sha256: Sha256;
  readonly #known = new WeakMap<Derivation, Shapes>();
  // Neighbours differ in parameters only: their L2 and L3 are the same text, hashed once and kept as one string.
  readonly #last: Record<Level, Map<string, { readonly text: string; readonly digest: Digest }>> = {
    l1: new Map(),
    l2: new Map(),
    l3: new Map(),
  };

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The three shape hashes of a derivation; linear in the part of its graph that was not hashed before. */
  of(root: Derivation): Shapes {
    const known = this.#known.get(root);
    if (known) return known;
    const unknown = (node: Derivation) => childrenOf(node, true).filter((child) => !this.#known.has(child));
    // Inputs are published before their consumers, so there is rarely anything to walk.
    if (unknown(root).length === 0) this.#add(root);
    else postOrder([root], unknown, (node) => this.#add(node));
    return this.#known.get(root)!;
  }

  #add(node: Derivation): void {
    this.#known.set(node, { l1: this.#digest(node, 'l1'), l2: this.#digest(node, 'l2'), l3: this.#digest(node, 'l3') });
  }

  #digest(node: Derivation, level: Level): Digest {
    const text = canonicalJson(this.#form(node, level));
    const { name } = node.definition;
    const last = this.#last[level].get(name);
    if (last?.text === text) return last.digest;
    const digest = this.#sha256(text);
    this.#last[level].set(name, { text, digest });
    return digest;
  }

  // Keys in the order of canonical JSON, which then need not sort them.
  #form({ definition, analysis, parameters, inputs }: Derivation, level: Level): Json {
    const { code, environment, name, version } = definition;
    const children: Record<string, Json> = {};
    for (const input in inputs) children[input] = this.#inputForm(inputs[input]!, level);
    if (level === 'l3') return { inputs: children, name };
    if (level === 'l2') return { code, environment, inputs: children, name, version };
    return { code, environment, inputs: children, name, parameters: this.#holes(analysis, parameters), version };
  }

  #holes(analysis: Derivation['analysis'], parameters: Derivation['parameters']): Json {
    if ((analysis as unknown) === FileLeaf) return { mediaType: parameters.mediaType! };
    if ((analysis as unknown) === LiteralLeaf) return parameters;
    const types = analysis.definition.parameters;
    return Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, types[name]?.dataUnit ? '*' : value]),
    );
  }

  #inputForm(input: BoundInput, level: Level): Json {
    switch (input.kind) {
      case 'node':
        return this.#known.get(input.node)![level];
      case 'list':
        return distinct(input.items.map((item) => canonicalJson(this.#inputForm(item, level))));
      case 'map':
        return Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, this.#inputForm(v, level)]));
      case 'each':
        return { over: this.#known.get(input.over)![level], template: this.#inputForm(input.template, level) };
      case 'absent':
        return null;
    }
  }
}

function distinct(texts: string[]): string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort();
}
