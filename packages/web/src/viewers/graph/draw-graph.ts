// Draws a laid-out graph on a canvas: only what is on the screen, and no texts where nobody could read them.
import { cutText } from '@stemma/core/layout';
import { type GraphModel, type GraphNode, nodeStates, stateSigns, type VisibleGraph } from './graph-model.ts';
import type { FlatLayout } from './layout-request.ts';

/** Sizes of a box in pixels. */
export const [boxWidthPx, boxHeightPx] = [168, 34];
const fontPx = 12;

/** Where the drawing stands: its place at the upper left corner of the screen, and its scale. */
export interface GraphView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** What is drawn. */
export interface DrawnGraph {
  readonly model: GraphModel;
  readonly visible: VisibleGraph;
  readonly layout: FlatLayout;
  readonly view: GraphView;
  /** Nodes of a path or found by a search. */
  readonly marked: ReadonlySet<number>;
}

/** The text of a node: sign of its state, label, number of things it stands for, whether it hides something. */
export function nodeText({ label, state, count }: GraphNode, isFolded: boolean): string {
  const sign = state ? `${stateSigns[state]} ` : '';
  return `${sign}${label}${(count ?? 1) > 1 ? ` ×${count}` : ''}${isFolded ? ' …' : ''}`;
}

/** Draws into a context whose pixels are those of the page times `ratio`. O(visible on the screen). */
export function drawGraph(context: CanvasRenderingContext2D, drawn: DrawnGraph, ratio: number): void {
  const { canvas } = context;
  const { view } = drawn;
  const scale = view.scale * ratio;
  const token = tokens(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = token('background');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
  const window = {
    left: view.x,
    top: view.y,
    right: view.x + canvas.width / scale,
    bottom: view.y + canvas.height / scale,
  };
  context.strokeStyle = token('line');
  // Thin when far away, so that many edges do not become one dark mass.
  context.lineWidth = Math.max(1, 0.6 / view.scale);
  strokeEdges(context, drawn.layout, window);
  drawBoxes(context, drawn, window, token);
}

interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function tokens(canvas: HTMLCanvasElement): (name: string) => string {
  const style = getComputedStyle(canvas);
  return (name) => style.getPropertyValue(`--stemma-${name}`).trim();
}

function strokeEdges(context: CanvasRenderingContext2D, { starts, points }: FlatLayout, window: Window): void {
  context.beginPath();
  for (let e = 0; e + 1 < starts.length; e++) {
    const [from, to] = [starts[e]!, starts[e + 1]!];
    const [x0, y0, x1, y1] = [points[from]!, points[from + 1]!, points[to - 2]!, points[to - 1]!];
    if (y1 < window.top || y0 > window.bottom) continue;
    if (to - from === 4 && (Math.max(x0, x1) < window.left || Math.min(x0, x1) > window.right)) continue;
    context.moveTo(x0, y0);
    for (let i = from + 2; i < to; i += 2) context.lineTo(points[i]!, points[i + 1]!);
  }
  context.stroke();
}

function drawBoxes(
  context: CanvasRenderingContext2D,
  drawn: DrawnGraph,
  window: Window,
  token: (name: string) => string,
): void {
  const { model, visible, layout, view, marked } = drawn;
  const colours = Object.fromEntries(nodeStates.map((state) => [state, token(state)]));
  const [surface, text, accent, plain] = [token('surface'), token('text'), token('accent'), token('dim')];
  const isReadable = view.scale > 0.45;
  context.font = `${fontPx}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  for (let v = 0; v < visible.nodes.length; v++) {
    const [x, y] = [layout.x[v]!, layout.y[v]!];
    if (x > window.right || y > window.bottom || x + boxWidthPx < window.left || y + boxHeightPx < window.top) continue;
    const number = visible.nodes[v]!;
    const node = model.nodes[number]!;
    const isSelected = number === model.selected;
    context.fillStyle = surface;
    context.fillRect(x, y, boxWidthPx, boxHeightPx);
    context.fillStyle = node.state ? colours[node.state]! : plain;
    context.fillRect(x, y, 5, boxHeightPx);
    context.strokeStyle = isSelected || marked.has(number) ? accent : context.fillStyle;
    context.lineWidth = isSelected ? 4 : marked.has(number) ? 3 : 1;
    context.strokeRect(x, y, boxWidthPx, boxHeightPx);
    if (!isReadable) continue;
    context.fillStyle = text;
    context.fillText(
      cutText(nodeText(node, model.isFolded(number)), boxWidthPx - 18, fontPx),
      x + 12,
      y + boxHeightPx / 2,
    );
  }
}

/** The node (by place in `visible`) at a place of the drawing, −1 for none. O(visible nodes). */
export function placeAt({ x, y }: FlatLayout, atX: number, atY: number): number {
  return x.findIndex(
    (left, v) => atX >= left && atX <= left + boxWidthPx && atY >= y[v]! && atY <= y[v]! + boxHeightPx,
  );
}
