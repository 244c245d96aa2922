// The sky image viewer on a page: canvases, tools, readout, keys; all decisions are made in the pure modules beside it.
import type { Wcs } from '@stemma/data/wcs';
import { element } from '../element.ts';
import { type CutsControl, cutsControl } from './cuts-control.ts';
import { sortedSample } from './cuts.ts';
import { screenAsPng } from './export-image.ts';
import { type ImagePlane, readPlanes, sigmaOf } from './image-plane.ts';
import { afterKey, firstState, type ImageSetting, type ImageState, withCut } from './image-state.ts';
import { type ImageTools, imageTools } from './image-tools.ts';
import { imagePlace, type Place, screenPlace } from './image-view.ts';
import { followPointer } from './pointer.ts';
import { type CatalogueSource, drawOverlay, nearestSource, sourcePlaces } from './overlay.ts';
import { cpuRaster, type Raster } from './raster.ts';
import { type Readout, readoutAt, readoutText } from './readout.ts';
import type { Region } from './region.ts';
import { fitsTexture, webglRaster } from './webgl-raster.ts';

/** What an image viewer may be told. */
export interface ImageOptions {
  readonly label?: string;
  readonly sources?: readonly CatalogueSource[];
  readonly regions?: readonly Region[];
  /** Called with the number of a source that was clicked, `undefined` when none is selected any more. */
  readonly onSelect?: (source: number | undefined) => void;
  /** Draws without the graphics card. */
  readonly isCpuOnly?: boolean;
}

/** A mounted viewer. Places are image pixels from 0, sizes device pixels. */
export interface ImageHandle {
  readonly raster: 'webgl2' | 'cpu';
  readonly planes: readonly ImagePlane[];
  state(): ImageState;
  /** Sets part of the state, as a page does that keeps it in its address. */
  update(change: Partial<ImageState>): void;
  readout(x: number, y: number): Readout;
  /** Page pixel, relative to the canvas, of an image place; and back. */
  screenOf(place: Place): Place;
  placeOf(screen: Place): Place;
  select(source: number | undefined): void;
  showRegions(regions: readonly Region[]): void;
  /** Draws at once, for measurements; returns after the card is done. */
  drawNow(): void;
  /** The pixels of the picture without overlay, RGBA from the upper left. */
  pixels(): Uint8ClampedArray;
  png(): Promise<Blob>;
  close(): void;
}

/** Mounts a viewer of the images in a FITS file. @throws StemmaError `corrupt`, `no_data`, before the page is touched. */
export function mountImage(host: HTMLElement, bytes: Uint8Array, options: ImageOptions = {}): ImageHandle {
  const viewer = new ImageViewer(host, readPlanes(bytes), options);
  return viewer.handle();
}

class ImageViewer {
  readonly #host: HTMLElement;
  readonly #options: ImageOptions;
  readonly #planes: readonly ImagePlane[];
  readonly #picture = element('canvas', { class: 'stemma-layer stemma-picture' });
  readonly #overlay = element('canvas', { class: 'stemma-layer' });
  readonly #readout = element('output', { class: 'stemma-readout' });
  readonly #summary = element('p', { class: 'stemma-summary' });
  readonly #stage: HTMLDivElement;
  readonly #root: HTMLElement;
  readonly #raster: Raster;
  readonly #cuts: CutsControl;
  readonly #tools: ImageTools;
  readonly #observer: ResizeObserver;
  #state!: ImageState;
  #setting!: ImageSetting;
  #sigma: (index: number) => number = () => NaN;
  #places: Float64Array = new Float64Array(0);
  #regions: readonly Region[];
  #selected: number | undefined;
  #frame = 0;

  constructor(host: HTMLElement, planes: readonly ImagePlane[], options: ImageOptions) {
    [this.#host, this.#planes, this.#options, this.#regions] = [host, planes, options, options.regions ?? []];
    this.#stage = element('div', { class: 'stemma-stage', tabindex: '0', role: 'application', 'aria-label': `${options.label ?? 'Sky image'}: arrows pan, + and − zoom, 0 fits, s stretch, m colours, l cuts, b next plane` }, this.#picture, this.#overlay); // prettier-ignore
    this.#cuts = cutsControl((side, value) => this.#set(withCut(this.#state, side, value)));
    this.#tools = imageTools({
      planes,
      state: () => this.#state,
      set: (state) => this.#set(state),
      key: (key) => this.#key(key),
      regions: () => [...this.#regions, ...(options.sources ?? []).map((source) => ({ shape: 'point' as const, centre: source, text: source.name }))], // prettier-ignore
      png: () => this.#png(),
    });
    this.#root = element('section', { class: 'stemma-viewer stemma-image', 'aria-label': options.label ?? 'Sky image' }, this.#tools.element, this.#stage, this.#readout, this.#cuts.element, this.#summary); // prettier-ignore
    host.append(this.#root);
    this.#resize();
    this.#raster = this.#chooseRaster();
    this.#openPlane(0);
    this.#listen();
    this.#observer = new ResizeObserver(() => this.#resize() && this.#redraw());
    this.#observer.observe(this.#stage);
  }

  get #plane(): ImagePlane {
    return this.#planes[this.#state.plane]!;
  }

  get #wcs(): Wcs | undefined {
    return this.#plane.wcs;
  }

  #chooseRaster(): Raster {
    const largest = this.#planes.reduce((a, b) => (Math.max(a.columns, a.rows) >= Math.max(b.columns, b.rows) ? a : b));
    const size = { width: largest.columns, height: largest.rows };
    const isPossible = !this.#options.isCpuOnly && fitsTexture(document.createElement('canvas'), size);
    return (isPossible ? webglRaster(this.#picture) : undefined) ?? cpuRaster(this.#picture);
  }

  #openPlane(index: number, kept?: ImageState): void {
    const plane = this.#planes[index]!;
    const values = plane.values();
    const image = { width: plane.columns, height: plane.rows };
    const screen = { width: this.#picture.width, height: this.#picture.height };
    this.#setting = { image, screen, sorted: sortedSample(values), planeCount: this.#planes.length, isSignificance: plane.isSignificance }; // prettier-ignore
    const first = firstState(this.#setting, index);
    this.#state = kept ? { ...first, view: kept.view } : first;
    this.#sigma = sigmaOf(this.#planes, plane);
    this.#places = sourcePlaces(plane.wcs, this.#options.sources ?? []);
    this.#raster.load(values, image);
    this.#summary.textContent = planeSummary(plane, this.#options.sources?.length ?? 0);
    this.#changed();
  }

  #set(state: ImageState): void {
    if (state === this.#state) return;
    if (state.plane !== this.#state.plane) return this.#openPlane(state.plane, state);
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.#cuts.show(this.#setting.sorted, this.#state.cuts);
    this.#tools.show(this.#state);
    this.#redraw();
  }

  #redraw(): void {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    this.#raster.draw(this.#state);
    const content = { sources: this.#options.sources ?? [], selected: this.#selected, regions: this.#regions, places: this.#places }; // prettier-ignore
    const context = this.#overlay.getContext('2d')!;
    drawOverlay(context, this.#overlay, this.#state.view, this.#wcs, content, devicePixelRatio);
  }

  // Keeps the size of the canvases that of the stage; true when it changed.
  #resize(): boolean {
    const width = Math.max(1, Math.round(this.#stage.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(this.#stage.clientHeight * devicePixelRatio));
    if (this.#picture.width === width && this.#picture.height === height) return false;
    for (const canvas of [this.#picture, this.#overlay]) [canvas.width, canvas.height] = [width, height];
    if (this.#setting) this.#setting = { ...this.#setting, screen: { width, height } };
    return true;
  }

  #listen(): void {
    this.#stage.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.#key(event.key)) return;
      event.preventDefault();
    });
    followPointer(this.#stage, {
      view: () => this.#state.view,
      screen: () => this.#setting.screen,
      move: (view) => this.#set({ ...this.#state, view }),
      hover: (place) => this.#showReadout(place),
      click: (place) => this.#clickAt(place),
    });
  }

  #key(key: string): boolean {
    const next = afterKey(this.#state, key, this.#setting);
    const isKnown = next !== this.#state;
    this.#set(next);
    return isKnown;
  }

  #showReadout(at: Place): void {
    const { x, y } = imagePlace(this.#state.view, this.#setting.screen, at);
    this.#readout.textContent = readoutText(readoutAt(this.#plane, this.#sigma, x, y));
  }

  #clickAt(at: Place): void {
    const found = nearestSource(this.#places, this.#state.view, this.#setting.screen, at, 14 * devicePixelRatio);
    this.#select(found < 0 ? undefined : found);
    this.#options.onSelect?.(this.#selected);
  }

  #select(source: number | undefined): void {
    this.#selected = source;
    this.#redraw();
  }

  async #png(): Promise<Blob> {
    this.#draw();
    return await screenAsPng([this.#picture, this.#overlay], '#000000');
  }

  #pixels(): Uint8ClampedArray {
    this.#draw();
    const copy = new OffscreenCanvas(this.#picture.width, this.#picture.height).getContext('2d')!;
    copy.drawImage(this.#picture, 0, 0);
    return copy.getImageData(0, 0, this.#picture.width, this.#picture.height).data;
  }

  handle(): ImageHandle {
    const scaled = ({ x, y }: Place, factor: number) => ({ x: x * factor, y: y * factor });
    return {
      raster: this.#raster.kind,
      planes: this.#planes,
      state: () => this.#state,
      update: (change) => this.#set({ ...this.#state, ...change }),
      readout: (x, y) => readoutAt(this.#plane, this.#sigma, x, y),
      screenOf: (place) => scaled(screenPlace(this.#state.view, this.#setting.screen, place), 1 / devicePixelRatio),
      placeOf: (place) => imagePlace(this.#state.view, this.#setting.screen, scaled(place, devicePixelRatio)),
      select: (source) => this.#select(source),
      showRegions: (regions) => {
        this.#regions = regions;
        this.#redraw();
      },
      drawNow: () => this.#draw(),
      pixels: () => this.#pixels(),
      png: () => this.#png(),
      close: () => {
        this.#observer.disconnect();
        cancelAnimationFrame(this.#frame);
        this.#raster.close();
        this.#host.removeChild(this.#root);
      },
    };
  }
}

function planeSummary(plane: ImagePlane, sources: number): string {
  const sky = plane.wcs
    ? `${plane.wcs.projection.code} projection in ${plane.wcs.frame} coordinates`
    : `no sky coordinates (${plane.wcsProblem})`;
  const overlay = sources > 0 ? `; ${sources} sources of a catalogue over it` : '';
  return `${plane.name}: ${plane.columns} × ${plane.rows} pixels, ${sky}${plane.unit ? `, in ${plane.unit}` : ''}${overlay}.`;
}
