// The graph viewer on a page: canvas, keys, search, path; a table twin says the same in rows.
import { button, element, entry } from '../element.ts';
import { tableTwin } from '../table/table-twin.ts';
import { boxHeightPx, boxWidthPx, drawGraph, type GraphView, placeAt } from './draw-graph.ts';
import { neighbourPlace, relative } from './graph-keys.ts';
import { type Graph, GraphModel, rowOf, type VisibleGraph } from './graph-model.ts';
import type { FlatLayout } from './layout-request.ts';
import { type LayoutSource, layoutSource } from './request-layout.ts';

/** What a graph viewer may be told. */
export interface GraphOptions {
  readonly label?: string;
  /** Called with the number of the selected node. */
  readonly onSelect?: (node: number | undefined) => void;
}

/** A mounted viewer. */
export interface GraphHandle {
  readonly model: GraphModel;
  /** Resolves when the present graph has been laid out and drawn. */
  settled(): Promise<void>;
  select(node: number | undefined): void;
  /** Marks a shortest way from one node to another and returns it. */
  showPath(a: number, b: number): number[];
  fold(node: number): Promise<void>;
  unfold(node: number): Promise<void>;
  /** Moves the drawing by pixels of the page and draws at once, for measurements. */
  panNow(dx: number, dy: number): void;
  view(): GraphView;
  layout(): FlatLayout | undefined;
  visible(): VisibleGraph;
  close(): void;
}

/** Mounts a viewer of a graph without cycles. @throws StemmaError `invalid_request` for edges to nowhere. */
export function mountGraph(host: HTMLElement, graph: Graph, options: GraphOptions = {}): GraphHandle {
  return new GraphViewer(host, new GraphModel(graph), options).handle();
}

class GraphViewer {
  readonly #model: GraphModel;
  readonly #options: GraphOptions;
  readonly #source: LayoutSource = layoutSource();
  readonly #canvas = element('canvas', { class: 'stemma-layer' });
  readonly #summary = element('p', { class: 'stemma-summary', role: 'status' });
  readonly #stage: HTMLElement;
  readonly #root: HTMLElement;
  readonly #observer: ResizeObserver;
  #visible: VisibleGraph;
  #layout: FlatLayout | undefined;
  #view: GraphView = { x: 0, y: 0, scale: 1 };
  #marked: ReadonlySet<number> = new Set();
  #settled: Promise<void>;
  #frame = 0;

  constructor(host: HTMLElement, model: GraphModel, options: GraphOptions) {
    [this.#model, this.#options, this.#visible] = [model, options, model.visible()];
    const label = options.label ?? 'Graph';
    this.#stage = element('div', { class: 'stemma-stage', tabindex: '0', role: 'application', 'aria-label': `${label}: arrows go to the nearest node, u and d up and down the edges, e unfolds, Shift-e folds, f centres, + and − zoom, 0 fits` }, this.#canvas); // prettier-ignore
    this.#root = element('section', { class: 'stemma-viewer stemma-graph', 'aria-label': label }, this.#tools(), this.#stage, this.#summary, tableTwin(`${label} as a table`, () => this.#columns())); // prettier-ignore
    host.append(this.#root);
    this.#resize();
    this.#settled = this.#arrange(true);
    this.#stage.addEventListener('keydown', (event) => this.#key(event));
    this.#listenToPointer();
    this.#observer = new ResizeObserver(() => this.#resize() && this.#redraw());
    this.#observer.observe(this.#stage);
  }

  #tools(): HTMLElement {
    return element(
      'div',
      { class: 'stemma-tools', role: 'toolbar', 'aria-label': 'Graph tools' },
      entry('Find', '', (text) => this.#find(text)),
      entry('Path to', '', (text) => this.#pathTo(text)),
      button('Unfold', () => void this.#setFold(this.#model.selected, false), 'Show what the selected node uses (e)'),
      button(
        'Fold',
        () => void this.#setFold(this.#model.selected, true),
        'Hide what only the selected node uses (Shift-e)',
      ),
      button('+', () => this.#zoom(1.25), 'Zoom in (+)'),
      button('−', () => this.#zoom(0.8), 'Zoom out (−)'),
      button('Fit', () => this.#fit(), 'Whole graph (0)'),
    );
  }

  async #arrange(isFirst: boolean): Promise<void> {
    this.#visible = this.#model.visible();
    const size = this.#visible.nodes.length;
    const widths = new Float64Array(size).fill(boxWidthPx);
    const heights = new Float64Array(size).fill(boxHeightPx);
    this.#stage.setAttribute('aria-busy', 'true');
    try {
      const layout = await this.#source.request(this.#visible, widths, heights);
      if (!layout) return;
      this.#layout = layout;
      this.#summary.textContent = this.#model.summary();
      if (isFirst) this.#fit();
      this.#draw();
    } catch (error) {
      this.#summary.textContent = `The graph cannot be drawn: ${(error as Error).message}. The table below still lists it.`;
    } finally {
      this.#stage.setAttribute('aria-busy', 'false');
    }
  }

  async #setFold(node: number | undefined, isFolded: boolean): Promise<void> {
    if (node === undefined) return;
    if (isFolded) this.#model.fold(node);
    else this.#model.unfold(node);
    this.#settled = this.#arrange(false);
    await this.#settled;
  }

  #find(text: string): void {
    const found = this.#model.search(text);
    this.#marked = new Set(found);
    const say = () => (this.#summary.textContent = `${found.length} nodes contain “${text}”.`);
    if (found[0] === undefined) say();
    else void this.#show(found[0]).then(say);
    this.#redraw();
  }

  #pathTo(text: string): void {
    const [target] = this.#model.search(text);
    if (target === undefined || this.#model.selected === undefined) {
      this.#summary.textContent = 'Select a node and name another one to see the path between them.';
      return;
    }
    this.#showPath(this.#model.selected, target);
  }

  #showPath(a: number, b: number): number[] {
    const path = this.#model.path(a, b);
    this.#marked = new Set(path);
    const label = (node: number) => this.#model.nodes[node]!.label;
    this.#summary.textContent = path.length > 0 ? `Path of ${path.length} nodes: ${path.map(label).join(' → ')}.` : `No path between ${label(a)} and ${label(b)}.`; // prettier-ignore
    this.#redraw();
    return path;
  }

  // Unfolds what hides a node, selects it and brings it into the middle.
  async #show(node: number): Promise<void> {
    if (!this.#visible.nodes.includes(node)) {
      this.#model.reveal(node);
      this.#settled = this.#arrange(false);
      await this.#settled;
    }
    this.#select(node);
    this.#centre(node);
  }

  #select(node: number | undefined): void {
    this.#model.selected = node;
    if (node !== undefined) {
      const { label, state } = this.#model.nodes[node]!;
      this.#summary.textContent = `${label}${state ? `, ${state}` : ''}: uses ${rowOf(this.#model.uses, node).length}, used by ${rowOf(this.#model.usedBy, node).length}.`; // prettier-ignore
    }
    this.#redraw();
    this.#options.onSelect?.(node);
  }

  #centre(node: number): void {
    const place = this.#visible.nodes.indexOf(node);
    if (place < 0 || !this.#layout) return;
    const { clientWidth: width, clientHeight: height } = this.#stage;
    const { scale } = this.#view;
    this.#view = { scale, x: this.#layout.x[place]! + (boxWidthPx - width / scale) / 2, y: this.#layout.y[place]! + (boxHeightPx - height / scale) / 2 }; // prettier-ignore
    this.#redraw();
  }

  #fit(): void {
    if (!this.#layout) return;
    const { clientWidth: width, clientHeight: height } = this.#stage;
    const scale = Math.min(
      1.2,
      (width - 20) / Math.max(1, this.#layout.width),
      (height - 20) / Math.max(1, this.#layout.height),
    );
    this.#view = { scale, x: (this.#layout.width - width / scale) / 2, y: (this.#layout.height - height / scale) / 2 };
    this.#redraw();
  }

  #zoom(factor: number, atX = this.#stage.clientWidth / 2, atY = this.#stage.clientHeight / 2): void {
    const { x, y, scale } = this.#view;
    const next = Math.min(4, Math.max(0.005, scale * factor));
    this.#view = { scale: next, x: x + atX / scale - atX / next, y: y + atY / scale - atY / next };
    this.#redraw();
  }

  #pan(dx: number, dy: number): void {
    const { x, y, scale } = this.#view;
    this.#view = { scale, x: x - dx / scale, y: y - dy / scale };
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#layout) return;
    const { selected } = this.#model;
    const act = this.#keyAct(event.key, selected);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #keyAct(key: string, selected: number | undefined): (() => void) | undefined {
    const simple = { '+': () => this.#zoom(1.25), '-': () => this.#zoom(0.8), '0': () => this.#fit() }[key];
    if (simple) return simple;
    const first = this.#visible.nodes[0];
    if (selected === undefined)
      return key.startsWith('Arrow') && first !== undefined ? () => void this.#show(first) : undefined;
    const folding = { e: false, E: true }[key];
    if (folding !== undefined) return () => void this.#setFold(selected, folding);
    if (key === 'f') return () => this.#centre(selected);
    return this.#stepAct(key, selected);
  }

  #stepAct(key: string, selected: number): (() => void) | undefined {
    const isArrow = key.startsWith('Arrow');
    if (!isArrow && key !== 'u' && key !== 'd') return undefined;
    const next = isArrow ? this.#visible.nodes[neighbourPlace(key, this.#visible.nodes.indexOf(selected), this.#layout!)] : relative(key, this.#model, this.#visible, selected); // prettier-ignore
    return () => void (next !== undefined && this.#show(next));
  }

  #listenToPointer(): void {
    let travelledPx = -1;
    this.#stage.addEventListener('pointerdown', (event) => {
      travelledPx = 0;
      this.#stage.setPointerCapture(event.pointerId);
    });
    this.#stage.addEventListener('pointermove', (event) => {
      if (travelledPx < 0) return;
      travelledPx += Math.abs(event.movementX) + Math.abs(event.movementY);
      this.#pan(event.movementX, event.movementY);
      this.#redraw();
    });
    this.#stage.addEventListener('pointerup', (event) => {
      const isClick = travelledPx >= 0 && travelledPx < 4;
      travelledPx = -1;
      if (!isClick || !this.#layout) return;
      const { x, y, scale } = this.#view;
      const place = placeAt(this.#layout, x + event.offsetX / scale, y + event.offsetY / scale);
      this.#select(place < 0 ? undefined : this.#visible.nodes[place]);
    });
    this.#stage.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.#zoom(Math.exp(-event.deltaY / 300), event.offsetX, event.offsetY);
    }, { passive: false }); // prettier-ignore
  }

  #resize(): boolean {
    const [width, height] = [this.#stage.clientWidth, this.#stage.clientHeight].map((size) => Math.max(1, Math.round(size * devicePixelRatio))) as [number, number]; // prettier-ignore
    if (this.#canvas.width === width && this.#canvas.height === height) return false;
    [this.#canvas.width, this.#canvas.height] = [width, height];
    return true;
  }

  #redraw(): void {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    if (!this.#layout) return;
    const drawn = { model: this.#model, visible: this.#visible, layout: this.#layout, view: this.#view, marked: this.#marked }; // prettier-ignore
    drawGraph(this.#canvas.getContext('2d')!, drawn, devicePixelRatio);
  }

  #columns() {
    const { nodes } = this.#visible;
    const rows = (text: (node: number) => string) => Array.from(nodes, text);
    const { model } = { model: this.#model };
    const names = (list: Uint32Array) => Array.from(list, (node) => model.nodes[node]!.label).join(', ');
    return [
      { name: 'node', values: rows((node) => model.nodes[node]!.label) },
      { name: 'state', values: rows((node) => model.nodes[node]!.state ?? '') },
      { name: 'stands for', values: Float64Array.from(nodes, (node) => model.nodes[node]!.count ?? 1) },
      { name: 'uses', values: rows((node) => names(rowOf(model.uses, node))) },
      { name: 'used by', values: rows((node) => names(rowOf(model.usedBy, node))) },
    ];
  }

  handle(): GraphHandle {
    return {
      model: this.#model,
      settled: () => this.#settled,
      select: (node) => this.#select(node),
      showPath: (a, b) => this.#showPath(a, b),
      fold: (node) => this.#setFold(node, true),
      unfold: (node) => this.#setFold(node, false),
      panNow: (dx, dy) => {
        this.#pan(dx, dy);
        this.#draw();
      },
      view: () => this.#view,
      layout: () => this.#layout,
      visible: () => this.#visible,
      close: () => {
        this.#observer.disconnect();
        cancelAnimationFrame(this.#frame);
        this.#source.close();
        this.#root.remove();
      },
    };
  }
}
