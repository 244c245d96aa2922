// Drawings of graphs in layers, after Sugiyama: longest-path layers, barycentre sweeps, coordinates by least squares.
// On typed arrays and without dependencies, since the browser, the command line and the documents all draw with it.
import { depths, type Dag } from '../views/dag.ts';
import { orderLayers } from './order-layers.ts';
import { placeLayers } from './place-layers.ts';
import { properLayers, type ProperLayers } from './proper-layers.ts';

/** What is drawn: a graph and the size of each box, in any unit of length. */
export interface LayoutInput {
  readonly dag: Dag;
  readonly widths: ArrayLike<number>;
  readonly heights: ArrayLike<number>;
  /** Free space between boxes of one layer; 24 when left out. */
  readonly gapX?: number;
  /** Free space between layers; 48 when left out. */
  readonly gapY?: number;
}

/** Where everything stands, the origin in the upper left corner, in the unit of the boxes. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Left and upper edge of each box. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * For each edge, in the order of `dag.targets`, its way from the lower edge of what is used to the upper edge of its
   * user: x and y in turn, at least two points.
   */
  readonly routes: readonly Float64Array[];
}

/**
 * Draws a graph with what is used above its users, as ancestors stand in a family tree; nobody's input is at the bottom.
 * Boxes never overlap. O(sweeps · (V + D + E) log V) for D places where edges pass a layer; these are bounded.
 * @throws StemmaError `invalid_request` when the graph has a cycle.
 */
export function layeredLayout(input: LayoutInput): Layout {
  const { dag, gapX = 24, gapY = 48 } = input;
  const proper = properLayers(dag, depths(dag));
  orderLayers(proper);
  const widths = Float64Array.from({ length: proper.size }, (_, v) => (v < dag.size ? input.widths[v]! : 2));
  const centres = placeLayers(proper, widths, gapX);
  const { tops, heights, height } = layerBands(proper, input, gapY);
  let right = 0;
  const x = Float64Array.from({ length: dag.size }, (_, v) => centres[v]! - widths[v]! / 2);
  for (let v = 0; v < proper.size; v++) right = Math.max(right, centres[v]! + widths[v]! / 2);
  const y = Float64Array.from({ length: dag.size }, (_, v) => {
    const layer = proper.layerOf[v]!;
    return tops[layer]! + (heights[layer]! - input.heights[v]!) / 2;
  });
  const routes = routesOf(input, proper, { centres, x, y, tops, heights });
  return { width: right, height, x, y, routes };
}

// The layer with the greatest depth is at the top.
function layerBands({ layers, layerOf }: ProperLayers, { dag, heights: boxes }: LayoutInput, gapY: number) {
  const heights = new Float64Array(layers.length);
  for (let v = 0; v < dag.size; v++) heights[layerOf[v]!] = Math.max(heights[layerOf[v]!]!, boxes[v]!);
  const tops = new Float64Array(layers.length);
  let height = 0;
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    tops[layer] = height;
    height += heights[layer]! + (layer > 0 ? gapY : 0);
  }
  return { tops, heights, height };
}

interface Places {
  readonly centres: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly tops: Float64Array;
  readonly heights: Float64Array;
}

function routesOf(input: LayoutInput, proper: ProperLayers, places: Places): Float64Array[] {
  const { dag, widths, heights } = input;
  const routes: Float64Array[] = [];
  for (let u = 0; u < dag.size; u++) {
    const ways = Array.from(dag.targets.subarray(dag.offsets[u], dag.offsets[u + 1]), (v) => ({ v, path: proper.pathTo(u, v) })); // prettier-ignore
    // Arrows come in side by side, in the order in which their last bends stand, so that they do not cross at the box.
    const byPlace = ways.toSorted(
      (a, b) => places.centres[a.path.at(-1) ?? a.v]! - places.centres[b.path.at(-1) ?? b.v]!,
    );
    // In the middle of the edge: the corners belong to badges.
    const step = Math.min(16, (0.4 * widths[u]!) / Math.max(1, ways.length));
    for (const { v, path } of ways) {
      const port = byPlace.findIndex((way) => way.v === v) - (ways.length - 1) / 2;
      const points = [places.centres[v]!, places.y[v]! + heights[v]!];
      for (const bend of path) {
        const layer = proper.layerOf[bend]!;
        points.push(places.centres[bend]!, places.tops[layer]!);
        points.push(places.centres[bend]!, places.tops[layer]! + places.heights[layer]!);
      }
      points.push(places.centres[u]! + port * step, places.y[u]!);
      routes.push(Float64Array.from(points));
    }
  }
  return routes;
}
