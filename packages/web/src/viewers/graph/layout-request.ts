// What the page and the worker that lays graphs out say to each other: flat arrays, which are handed over, not copied.
import { type Dag, layeredLayout } from '@stemma/core/layout';

/** A question: a graph and the sizes of its boxes in pixels. */
export interface LayoutRequest {
  readonly number: number;
  readonly dag: Dag;
  readonly widths: Float64Array;
  readonly heights: Float64Array;
}

/** Where boxes and ways are; the way of edge e is `points` from `starts[e]` to `starts[e + 1]`, x and y in turn. */
export interface FlatLayout {
  readonly width: number;
  readonly height: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly starts: Uint32Array;
  readonly points: Float64Array;
}

/** The answer to a question, or why there is none. */
export type LayoutReply =
  | { readonly number: number; readonly layout: FlatLayout }
  | { readonly number: number; readonly problem: string };

/** Lays a graph out. @throws StemmaError `invalid_request` for a cycle. */
export function flatLayout({ dag, widths, heights }: LayoutRequest): FlatLayout {
  const { width, height, x, y, routes } = layeredLayout({ dag, widths, heights });
  const starts = new Uint32Array(routes.length + 1);
  routes.forEach((route, e) => (starts[e + 1] = starts[e]! + route.length));
  const points = new Float64Array(starts[routes.length]!);
  routes.forEach((route, e) => points.set(route, starts[e]));
  return { width, height, x, y, starts, points };
}
