// The records of a derivation that no store knows yet, so that a goal can be searched for and compared like a result.
import { bindingsOf, childrenOf, type Derivation } from '../bind/derivation.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { ShapeHasher } from '../identity/shapes.ts';

/** The stored form of a derivation and of everything that it is made from, by id; linear in the number of nodes. */
export function recordsOf(root: Derivation, shapes: ShapeHasher): Map<Digest, DerivationRecord> {
  const records = new Map<Digest, DerivationRecord>();
  postOrder(
    [root],
    (node) => childrenOf(node, true),
    (node) => {
      const { id, definition, parameters, inputs } = node;
      records.set(id, { id, definition, parameters, inputs: bindingsOf(inputs), shapes: shapes.of(node) });
    },
  );
  return records;
}
