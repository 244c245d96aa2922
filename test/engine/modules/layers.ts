// A module with a layered graph: ten layers of six nodes, each of which needs three of the layer below, and one goal.
import { analysis, number, pipelineModule, type Goal } from '@stemma/core';

/** A node that takes some milliseconds. */
export const LayerNode = analysis({
  name: 'layers.Node',
  version: '1',
  parameters: { place: number() },
  inputs: { below: [] as never },
  outputs: { x: number() },
  resources: { light: true },
  run: async ({ place, below }) => {
    await new Promise((resolve) => setTimeout(resolve, 15));
    return { x: (below as readonly { x: number }[]).reduce((sum, { x }) => sum + x, place) % 1_000_003 };
  },
});

/** The analyses of this file. */
export const layers = pipelineModule({ name: 'layers', version: '1', source: import.meta.url, analyses: [LayerNode] });

function layerAbove(below: readonly Goal<{ x: number }>[], layer: number): Goal<{ x: number }>[] {
  return Array.from({ length: 6 }, (_, i) => {
    const inputs = below.length === 0 ? [] : [0, 1, 3].map((step) => below[(i + step) % below.length]!);
    return LayerNode({ place: layer * 100 + i, below: inputs as never });
  });
}

let top: Goal<{ x: number }>[] = [];
for (let layer = 0; layer < 10; layer++) top = layerAbove(top, layer);

/** The goal on top of all layers. */
export const layersGoal = LayerNode({ place: 9999, below: top as never });
