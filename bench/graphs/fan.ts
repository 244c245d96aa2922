// A fan: one node uses all others, each of which uses one leaf. The widest graph for its size.
import { resolveGraph, sum } from './graph.ts';

await resolveGraph((size, leaf) => {
  const members = Array.from({ length: size - 2 }, (_, n) => sum(n + 1, [leaf]));
  return sum(0, members);
});
