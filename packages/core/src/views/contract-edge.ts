// One edge drawn together into one block, where that is safe.
import { StemmaError } from '../errors.ts';
import { quotient, renumbered, type Contraction } from './contraction.ts';
import { edgeAt, type Dag } from './dag.ts';

/** True when u → v is an edge and no other path leads from u to v; otherwise drawing them together makes a cycle. O(V + E). */
export function canContract(dag: Dag, u: number, v: number): boolean {
  const { size, offsets, targets } = dag;
  if (edgeAt(dag, u, v) < 0) return false;
  const met = new Uint8Array(size);
  const stack: number[] = [];
  const push = (node: number) => {
    if (met[node]) return;
    met[node] = 1;
    stack.push(node);
  };
  for (let e = offsets[u]!; e < offsets[u + 1]!; e++) if (targets[e] !== v) push(targets[e]!);
  for (let node = stack.pop(); node !== undefined; node = stack.pop())
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) push(targets[e]!);
  return met[v] === 0;
}

/**
 * Draws the nodes of an edge together. Stays acyclic and loses no dependency; it can add some, of those that use v alone
 * on what u alone uses.
 * @throws StemmaError `invalid_request` when {@link canContract} says no.
 */
export function contractEdge(dag: Dag, u: number, v: number): Contraction {
  if (!canContract(dag, u, v)) {
    throw new StemmaError(
      'invalid_request',
      edgeAt(dag, u, v) < 0
        ? `nodes ${u} and ${v} cannot be drawn together: the first does not use the second`
        : `nodes ${u} and ${v} cannot be drawn together: another path between them would become a cycle`,
      { user: u, used: v },
    );
  }
  const { blockOf, count } = renumbered(Int32Array.from({ length: dag.size }, (_, node) => (node === v ? u : node)));
  return quotient(dag, blockOf, count);
}
