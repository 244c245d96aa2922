// Plots of measured points on uPlot: error bars, widths of bins, marks and shaded spans, zoom by dragging and by keys.
import uPlot from 'uplot';
import { element } from '../element.ts';

/** A span of an axis. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is drawn: arrays of one length; NaN where there is nothing. */
export interface PlottedPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Ends of the error bars. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Ends of the bins along x; absent for none. */
  readonly left?: Float64Array;
  readonly right?: Float64Array;
  /** Whether points are joined by a line, as extremes of many are. */
  readonly isLine: boolean;
  /** A model to be drawn as a line. */
  readonly model?: Float64Array;
}

/** A tick: place and label. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** What a plot asks its owner. */
export interface PlotUse {
  readonly label: string;
  readonly isLogX: boolean;
  isLogY(): boolean;
  /** Called with the span that the reader asks for. */
  zoom(span: Span): void;
  /** Called to see the whole again. */
  reset(): void;
  ticksX(span: Span, most: number): readonly Tick[];
  ticksY(span: Span, most: number): readonly Tick[];
  titleX(): string;
  titleY(): string;
  /** Vertical marks with names. */
  readonly marks: readonly Tick[];
  /** Shaded spans of x, as good time intervals. */
  readonly shaded: readonly Span[];
}

/** A plot on the page. */
export interface CrossPlot {
  readonly element: HTMLElement;
  /** Width of the plotting area in pixels of the page. */
  columns(): number;
  /** Shows points over given spans. */
  show(points: PlottedPoints, x: Span, y: Span): void;
  close(): void;
}

const heightPx = 320;

/** Makes a plot inside `host`, as wide as it is. */
export function crossPlot(host: HTMLElement, use: PlotUse): CrossPlot {
  const box = element('div', { class: 'stemma-plot', tabindex: '0', role: 'application', 'aria-label': `${use.label}: drag or + and − zoom, arrows move, 0 shows all` }); // prettier-ignore
  host.append(box);
  let points: PlottedPoints | undefined;
  let plot: uPlot | undefined;
  let isLogY = use.isLogY();
  const spans = { x: { from: 0, to: 1 }, y: { from: 0, to: 1 } };
  const make = () => {
    plot?.destroy();
    isLogY = use.isLogY();
    plot = new uPlot(
      plotOptions(box, use, spans, () => points),
      [[], []],
      box,
    );
  };
  make();
  const observer = new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height: heightPx }));
  observer.observe(box);
  box.addEventListener('keydown', (event) => {
    const next = keySpan(event.key, spans.x, use.isLogX);
    if (!next) return;
    event.preventDefault();
    if (next === 'all') use.reset();
    else use.zoom(next);
  });
  return {
    element: box,
    columns: () => Math.max(100, box.clientWidth - 90),
    show(newPoints, x, y) {
      points = newPoints;
      [spans.x, spans.y] = [x, y];
      if (isLogY !== use.isLogY()) make();
      plot!.batch(() => {
        plot!.setData([newPoints.x, newPoints.y] as unknown as uPlot.AlignedData, false);
        plot!.setScale('x', { min: x.from, max: x.to });
        plot!.setScale('y', { min: y.from, max: y.to });
      });
    },
    close() {
      observer.disconnect();
      plot?.destroy();
      box.remove();
    },
  };
}

/** The span that a key asks for: zoomed around the middle or moved by a fifth, on a logarithmic axis by ratio. */
export function keySpan(key: string, { from, to }: Span, isLog: boolean): Span | 'all' | undefined {
  if (key === '0') return 'all';
  const [zoom, shift] = { '+': [0.5, 0], '=': [0.5, 0], '-': [2, 0], ArrowLeft: [1, -0.2], ArrowRight: [1, 0.2] }[
    key
  ] ?? [0, 0];
  if (!zoom) return undefined;
  const [a, b] = isLog ? [Math.log(from), Math.log(to)] : [from, to];
  const [middle, half] = [(a + b) / 2 + shift! * (b - a), ((b - a) / 2) * zoom];
  return isLog
    ? { from: Math.exp(middle - half), to: Math.exp(middle + half) }
    : { from: middle - half, to: middle + half };
}

function plotOptions(
  box: HTMLElement,
  use: PlotUse,
  spans: { x: Span; y: Span },
  points: () => PlottedPoints | undefined,
): uPlot.Options {
  const axis = (side: 'x' | 'y'): uPlot.Axis => {
    const ticks = () =>
      side === 'x' ? use.ticksX(spans.x, Math.max(2, Math.floor(box.clientWidth / 110))) : use.ticksY(spans.y, 7);
    const labels = new Map<number, string>();
    return {
      stroke: () => token(box, 'text'),
      grid: { stroke: () => token(box, 'grid'), width: 1 },
      ticks: { stroke: () => token(box, 'line'), width: 1 },
      label: ' ',
      labelSize: 22,
      ...(side === 'y' ? { size: 64 } : {}),
      splits: () => {
        labels.clear();
        for (const { at, label } of ticks()) labels.set(at, label);
        return [...labels.keys()];
      },
      filter: (_plot, splits) => splits,
      values: (_plot, splits) => splits.map((at) => labels.get(at) ?? ''),
    };
  };
  const scale = (isLog: boolean): uPlot.Scale => ({ time: false, auto: false, distr: isLog ? 3 : 1 });
  return {
    width: Math.max(200, box.clientWidth),
    height: heightPx,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false } },
    scales: { x: scale(use.isLogX), y: scale(use.isLogY()) },
    axes: [axis('x'), axis('y')],
    series: [{}, { show: false }],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 3) return;
          use.zoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      drawAxes: [(plot) => drawUnder(plot, box, use)],
      draw: [(plot) => drawPoints(plot, box, use, points())],
    },
  };
}

function token(box: HTMLElement, name: string): string {
  return getComputedStyle(box).getPropertyValue(`--stemma-${name}`).trim();
}

function drawUnder(plot: uPlot, box: HTMLElement, use: PlotUse): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  context.globalAlpha = 0.15;
  context.fillStyle = token(box, 'series-3');
  for (const { from, to } of use.shaded) {
    const left = plot.valToPos(from, 'x', true);
    context.fillRect(left, bbox.top, plot.valToPos(to, 'x', true) - left, bbox.height);
  }
  context.globalAlpha = 1;
  context.fillStyle = context.strokeStyle = token(box, 'series-2');
  context.setLineDash([6, 4]);
  for (const { at, label } of use.marks) {
    const x = plot.valToPos(at, 'x', true);
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    context.textAlign = 'left';
    context.fillText(label, x + 4, bbox.top + 12 * devicePixelRatio);
  }
  context.restore();
  drawTitles(plot, box, use);
}

// uPlot's own labels are fixed at birth; these follow the unit.
function drawTitles(plot: uPlot, box: HTMLElement, use: PlotUse): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.fillStyle = token(box, 'text');
  context.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(use.titleX(), bbox.left + bbox.width / 2, context.canvas.height - 2);
  context.translate(2, bbox.top + bbox.height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(use.titleY(), 0, 0);
  context.restore();
}

function drawPoints(plot: uPlot, box: HTMLElement, use: PlotUse, points: PlottedPoints | undefined): void {
  if (!points) return;
  const { ctx: context, bbox } = plot;
  const [posX, posY] = [position(plot, 'x', use.isLogX), position(plot, 'y', use.isLogY())];
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  context.strokeStyle = context.fillStyle = token(box, 'series-1');
  context.lineWidth = devicePixelRatio;
  context.globalAlpha = points.isLine ? 0.35 : 1;
  strokeCrosses(context, points, posX, posY);
  context.globalAlpha = 1;
  if (points.isLine) strokeLine(context, points.x, points.y, posX, posY);
  else
    for (let i = 0; i < points.x.length; i++)
      context.fillRect(posX(points.x[i]!) - 1.5, posY(points.y[i]!) - 1.5, 3, 3);
  context.strokeStyle = token(box, 'series-2');
  context.lineWidth = 2 * devicePixelRatio;
  if (points.model) strokeLine(context, points.x, points.model, posX, posY);
  context.restore();
}

type Position = (value: number) => number;

// Two numbers instead of uPlot's general function: thousands of bars are drawn in each frame.
function position(plot: uPlot, axis: 'x' | 'y', isLog: boolean): Position {
  const { min, max } = plot.scales[axis]!;
  const shaped = isLog ? (value: number) => Math.log(Math.max(value, Number.MIN_VALUE)) : (value: number) => value;
  const [low, high] = [shaped(min!), shaped(max!)];
  const { left, top, width, height } = plot.bbox;
  if (axis === 'x') return (value) => left + ((shaped(value) - low) / (high - low)) * width;
  return (value) => Math.min(top + 4 * height, top + height - ((shaped(value) - low) / (high - low)) * height);
}

function strokeCrosses(context: CanvasRenderingContext2D, points: PlottedPoints, posX: Position, posY: Position): void {
  const { x, y, low, high, left, right } = points;
  context.beginPath();
  for (let i = 0; i < x.length; i++) {
    if (low[i]! < high[i]!) {
      const across = posX(x[i]!);
      context.moveTo(across, posY(low[i]!));
      context.lineTo(across, posY(high[i]!));
    }
    if (!left || !right) continue;
    const up = posY(y[i]!);
    context.moveTo(posX(left[i]!), up);
    context.lineTo(posX(right[i]!), up);
  }
  context.stroke();
}

function strokeLine(
  context: CanvasRenderingContext2D,
  x: Float64Array,
  y: Float64Array,
  posX: Position,
  posY: Position,
): void {
  context.beginPath();
  let isDown = false;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i])) isDown = false;
    else if (isDown) context.lineTo(posX(x[i]!), posY(y[i]!));
    else context.moveTo(posX(x[i]!), posY(y[i]!));
    isDown = !Number.isNaN(y[i]);
  }
  context.stroke();
}
