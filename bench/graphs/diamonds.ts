// Stacked diamonds: two nodes over one, one over the two, and so on. The number of paths doubles with each diamond:
// an engine that walks paths instead of nodes never ends.
import { resolveGraph, sum, type NumberGoal } from './graph.ts';

await resolveGraph((size, leaf) => {
  let bottom: NumberGoal = leaf;
  for (let n = 0; n < size; n++) bottom = sum(3 * n, [sum(3 * n + 1, [bottom]), sum(3 * n + 2, [bottom])]);
  return bottom;
});
