// Layers of 100 nodes, each node over three of the layer before, as processing chains of many pointings look; one node
// over the last layer. Three edges for each node.
import { resolveGraph, sum, type NumberGoal } from './graph.ts';

const width = 100;

await resolveGraph((size, leaf) => {
  let layer: NumberGoal[] = [leaf, leaf, leaf];
  let n = 1;
  while (n < size - 1) {
    const before = layer;
    const next = Math.min(width, size - 1 - n);
    layer = Array.from({ length: next }, (_, i) =>
      sum(
        n + i,
        [0, 1, 7].map((step) => before[(i + step) % before.length]!),
      ),
    );
    n += next;
  }
  return sum(0, layer);
});
