// A chain: each node uses the one before. The deepest graph for its size; nothing can overlap.
import { resolveGraph, sum, type NumberGoal } from './graph.ts';

await resolveGraph((size, leaf) => {
  let last: NumberGoal = leaf;
  for (let n = 1; n < size; n++) last = sum(n, [last]);
  return last;
});
