// The state of a sky image viewer, and what its keys do: pure, so that a page can keep it in its address.
import { colourMaps } from './colour-map.ts';
import { type Cuts, percentileCuts, properCuts, symmetricCuts } from './cuts.ts';
import { type Extent, fittingView, type ImageView, pannedView, zoomedView } from './image-view.ts';
import { type Stretch, stretches } from './stretch.ts';

/** Everything that decides how an image looks. */
export interface ImageState {
  readonly plane: number;
  readonly stretch: Stretch;
  readonly colourMap: string;
  readonly cuts: Cuts;
  readonly view: ImageView;
}

/** What the actions need to know of the image and the screen. */
export interface ImageSetting {
  readonly image: Extent;
  /** In device pixels. */
  readonly screen: Extent;
  /** A sorted sample of the values. */
  readonly sorted: Float64Array;
  readonly planeCount: number;
  readonly isSignificance: boolean;
}

/** The share of pixels between the cuts, at first and by the key l. */
const usualShare = 0.995;

/** How a plane looks at first: significances blue to red around zero, all others in viridis. */
export function firstState(setting: ImageSetting, plane: number): ImageState {
  return {
    plane,
    stretch: 'linear',
    colourMap: setting.isSignificance ? 'RdBu' : 'viridis',
    cuts: usualCuts(setting, setting.isSignificance ? 'RdBu' : 'viridis'),
    view: fittingView(setting.image, setting.screen),
  };
}

/** Cuts that suit a colour map: around zero when it has a middle. */
function usualCuts({ sorted }: ImageSetting, colourMap: string, share = usualShare): Cuts {
  return colourMap === 'RdBu' ? symmetricCuts(sorted, share) : percentileCuts(sorted, share);
}

/** The state after a key, or the same object when the key has no meaning here. */
export function afterKey(state: ImageState, key: string, setting: ImageSetting): ImageState {
  const act = Object.hasOwn(keyActions, key) ? keyActions[key] : undefined;
  return act ? act(state, setting) : state;
}

/** Replaces one cut; the two stay in order. */
export function withCut(state: ImageState, side: 'low' | 'high', value: number): ImageState {
  const { low, high } = side === 'low' ? { ...state.cuts, low: value } : { ...state.cuts, high: value };
  if (Number.isFinite(value) && low < high) return { ...state, cuts: { low, high } };
  return Number.isFinite(value) && low > high ? { ...state, cuts: properCuts(low, high) } : state;
}

type KeyAction = (state: ImageState, setting: ImageSetting) => ImageState;

const zoomStep = 1.25;
const panShare = 0.1;

const zoomBy =
  (factor: number): KeyAction =>
  (state, { screen }) => ({
    ...state,
    view: zoomedView(state.view, screen, factor, { x: screen.width / 2, y: screen.height / 2 }),
  });
const panBy =
  (dx: number, dy: number): KeyAction =>
  (state, { screen }) => ({ ...state, view: pannedView(state.view, dx * screen.width, dy * screen.height) });
const after = <T>(list: readonly T[], value: T): T => list[(list.indexOf(value) + 1) % list.length]!;

// l is the usual cut of DS9's menus; b goes to the next plane, so that two planes blink.
const keyActions: Readonly<Record<string, KeyAction>> = {
  '+': zoomBy(zoomStep),
  '=': zoomBy(zoomStep),
  '-': zoomBy(1 / zoomStep),
  '0': (state, { image, screen }) => ({ ...state, view: fittingView(image, screen) }),
  ArrowLeft: panBy(panShare, 0),
  ArrowRight: panBy(-panShare, 0),
  ArrowUp: panBy(0, panShare),
  ArrowDown: panBy(0, -panShare),
  s: (state) => ({ ...state, stretch: after(stretches, state.stretch) }),
  m: (state) => ({ ...state, colourMap: after(colourMaps, state.colourMap) }),
  l: (state, setting) => ({ ...state, cuts: usualCuts(setting, state.colourMap) }),
  b: (state, { planeCount }) => ({ ...state, plane: (state.plane + 1) % planeCount }),
};
