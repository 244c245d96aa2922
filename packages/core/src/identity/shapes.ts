// Shape hashes: what two derivations have in common although their identities differ. L1 leaves data units open
// ("same processing, other data"), L2 leaves all parameters out, L3 the versions too. Children are a set by input
// name, so that a mosaic of 10 and one of 500 pointings have one shape. They serve search and contraction.
import { childrenOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import { FileLeaf, LiteralLeaf } from '../bind/leaves.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Sha256 } from './digest.ts';
import type { Shapes } from './records.ts';

type Level = keyof Shapes;

/** Shapes of derivations, computed once for each node and kept. */
export class ShapeHasher {
  readonly #sha256: Sha256;
  readonly #known = new WeakMap<Derivation, Shapes>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The three shape hashes of a derivation; linear in the part of its graph that was not hashed before. */
  of(root: Derivation): Shapes {
    const known = this.#known.get(root);
    if (known) return known;
    const unknown = (node: Derivation) => childrenOf(node, true).filter((child) => !this.#known.has(child));
    postOrder([root], unknown, (node) => {
      const shape = (level: Level) => this.#sha256(canonicalJson(this.#form(node, level)));
      this.#known.set(node, { l1: shape('l1'), l2: shape('l2'), l3: shape('l3') });
    });
    return this.#known.get(root)!;
  }

  #form({ definition, analysis, parameters, inputs }: Derivation, level: Level): Json {
    const form: Record<string, Json> = { name: definition.name };
    const children: Record<string, Json> = {};
    for (const name in inputs) children[name] = this.#inputForm(inputs[name]!, level);
    form.inputs = children;
    if (level !== 'l3') Object.assign(form, { version: definition.version, code: definition.code, environment: definition.environment });
    if (level === 'l1') form.parameters = this.#holes(analysis, parameters);
    return form;
  }

  #holes(analysis: Derivation['analysis'], parameters: Derivation['parameters']): Json {
    if ((analysis as unknown) === FileLeaf) return { mediaType: parameters.mediaType! };
    if ((analysis as unknown) === LiteralLeaf) return parameters;
    const types = analysis.definition.parameters;
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, types[name]?.dataUnit ? '*' : value]));
  }

  #inputForm(input: BoundInput, level: Level): Json {
    switch (input.kind) {
      case 'node':
        return this.#known.get(input.node)![level];
      case 'list':
        return [...new Set(input.items.map((item) => canonicalJson(this.#inputForm(item, level))))].sort();
      case 'map':
        return Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, this.#inputForm(v, level)]));
      case 'each':
        return { over: this.#known.get(input.over)![level], template: this.#inputForm(input.template, level) };
      case 'absent':
        return null;
    }
  }
}

