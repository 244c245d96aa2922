// The expansion of fan-outs: the template of an `each` with its holes filled by one element of the list.
import { canonicalForm } from '../canonical/form.ts';
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import { postOrder } from '../graph/post-order.ts';
import { isTypedArray } from '../types/dtype.ts';
import { childrenOf, makeDerivation, type BoundInput, type Derivation, type IdentityContext } from './derivation.ts';
import { fillHoles } from './parameters.ts';

type Each = Extract<BoundInput, { kind: 'each' }>;

/**
 * The members of a fan-out, once the list is there: one bound input for each element, in order.
 * @param list the value of the output that the fan-out is over.
 * @throws StemmaError `invalid_request` when it is no list, or an element does not fit the template's parameters.
 */
export function expand(each: Each, list: unknown, context: IdentityContext): BoundInput[] {
  const where = `${each.over.definition.name}.${each.output}`;
  if (each.one) return [instantiate(each.template, canonicalForm(list, where), context)];
  if (!Array.isArray(list) && !isTypedArray(list))
    throw new StemmaError('invalid_request', `${where} is no list, so nothing can fan out over it`);
  const members: BoundInput[] = [];
  for (const element of list as Iterable<unknown>)
    members.push(instantiate(each.template, canonicalForm(element, where), context));
  return members;
}

// Rebuilds only the derivations that have holes; the others are shared by all members.
function instantiate(template: BoundInput, item: Json, context: IdentityContext): BoundInput {
  return new Instantiation(item, context).input(template, 0);
}

class Instantiation {
  readonly #item: Json;
  readonly #context: IdentityContext;
  // One map for each number of fan-outs between the template and the place.
  readonly #made: Map<Derivation, Derivation>[] = [];

  constructor(item: Json, context: IdentityContext) {
    this.#item = item;
    this.#context = context;
  }

  input(input: BoundInput, depth: number): BoundInput {
    switch (input.kind) {
      case 'node':
        return { ...input, node: this.#node(input.node, depth) };
      case 'list':
        return { ...input, items: input.items.map((item) => this.input(item, depth)) };
      case 'map':
        return {
          ...input,
          entries: Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, this.input(v, depth)])),
        };
      case 'each':
        return { ...input, over: this.#node(input.over, depth), template: this.input(input.template, depth + 1) };
      case 'absent':
        return input;
    }
  }

  #node(root: Derivation, depth: number): Derivation {
    const open = (node: Derivation) => (node.free & (1 << depth)) !== 0;
    if (!open(root)) return root;
    const made = (this.#made[depth] ??= new Map<Derivation, Derivation>());
    const openChildren = (node: Derivation) => childrenOf(node).filter((child) => open(child) && !made.has(child));
    postOrder([root], openChildren, (node) => {
      if (made.has(node)) return;
      const parameters = fillHoles(node.analysis.definition, node.parameters, depth, this.#item);
      const inputs: Record<string, BoundInput> = {};
      for (const name in node.inputs) inputs[name] = this.input(node.inputs[name]!, depth);
      made.set(node, makeDerivation(node.analysis, parameters, inputs, this.#context));
    });
    return made.get(root)!;
  }
}
