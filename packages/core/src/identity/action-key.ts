// The second key: what a derivation would do, with each input named by the content it really has. Two derivations
// with one action key have one result, so when a changed calibration gives equal bytes, nothing downstream runs again.
import { preimageOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import type { Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from './digest.ts';

/**
 * The action key of a derivation whose fan-outs are expanded. Analyses that draw random numbers have the derivation id
 * in it, because their seed is part of what they do.
 * @param contentOf the content digest that an input derivation resolved to.
 */
export function actionKey(
  derivation: Derivation,
  inputs: Derivation['inputs'],
  contentOf: (node: Derivation) => Digest,
  sha256: Sha256,
): Digest {
  const contents: Record<string, Json> = {};
  for (const name in inputs) contents[name] = contentForm(inputs[name]!, contentOf);
  const seed = derivation.analysis.definition.stochastic ? derivation.id : undefined;
  return sha256(preimageOf(derivation.definition, derivation.parameters, contents, seed));
}

function contentForm(input: BoundInput, contentOf: (node: Derivation) => Digest): Json {
  switch (input.kind) {
    case 'node': {
      const content = contentOf(input.node);
      // What run sees of an input depends on how it is held.
      return input.accept ? { content, outcome: true } : input.optional ? { content, optional: true } : content;
    }
    case 'list':
      return input.items.map((item) => contentForm(item, contentOf));
    case 'map':
      return { map: Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, contentForm(v, contentOf)])) };
    default:
      return null;
  }
}
