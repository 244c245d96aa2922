// Walking through a graph by keys: the nearest node in a direction, the next one up or down the edges.
import type { GraphModel, VisibleGraph } from './graph-model.ts';
import { rowOf } from './graph-model.ts';
import type { FlatLayout } from './layout-request.ts';

const directions: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

// More than a drawing is wide, so that the nearest layer comes before the nearest column.
const rowWeight = 1e6;

/**
 * The node (by place in `visible`) nearest in the direction of an arrow key, −1 for none: left and right in the same layer,
 * up and down in the next layer that has one. O(visible nodes).
 */
export function neighbourPlace(key: string, from: number, { x, y }: FlatLayout): number {
  const [dx, dy] = directions[key] ?? [0, 0];
  let [best, least] = [-1, Infinity];
  for (let v = 0; v < x.length; v++) {
    const [stepX, stepY] = [x[v]! - x[from]!, y[v]! - y[from]!];
    const along = stepX * dx + stepY * dy;
    const aside = Math.abs(stepX * dy) + Math.abs(stepY * dx);
    if (along < 1 || (dy === 0 && aside > 1)) continue;
    const distance = dx === 0 ? along * rowWeight + aside : along;
    if (distance < least) [best, least] = [v, distance];
  }
  return best;
}

/** The first visible thing that a node uses (u) or that uses it (d); `undefined` for none. */
export function relative(key: string, model: GraphModel, visible: VisibleGraph, node: number): number | undefined {
  const shown = new Set(visible.nodes);
  return [...rowOf(key === 'u' ? model.uses : model.usedBy, node)].find((other) => shown.has(other));
}
