// The tools above a sky image: plane, stretch, colours, cuts, zoom and what can be taken away.
import { button, choice, element } from '../element.ts';
import { saveFile } from '../save-file.ts';
import { colourMaps, evenColourMaps } from './colour-map.ts';
import { planeAsFits } from './export-image.ts';
import type { ImagePlane } from './image-plane.ts';
import type { ImageState } from './image-state.ts';
import { formatRegions, type Region } from './region.ts';
import { type Stretch, stretches } from './stretch.ts';

/** What the tools act on. */
export interface ImageToolsUse {
  readonly planes: readonly ImagePlane[];
  state(): ImageState;
  set(state: ImageState): void;
  /** Does what a key does. */
  key(key: string): void;
  regions(): readonly Region[];
  png(): Promise<Blob>;
}

/** The row of tools and how to show it another state. */
export interface ImageTools {
  readonly element: HTMLElement;
  show(state: ImageState): void;
}

/** Makes the tools. */
export function imageTools(use: ImageToolsUse): ImageTools {
  const { planes } = use;
  const set = (change: Partial<ImageState>) => use.set({ ...use.state(), ...change });
  const numbered = planes.map(({ name }, i) => `${i + 1} ${name}`);
  const plane = choice('Plane', numbered, numbered[0]!, (name) => set({ plane: numbered.indexOf(name) }));
  const stretch = choice('Stretch', stretches, 'linear', (name) => set({ stretch: name as Stretch }));
  const colours = choice('Colours', colourMaps, 'viridis', (colourMap) => set({ colourMap }));
  for (const option of colours.select.options)
    if (evenColourMaps.has(option.value)) option.textContent = `${option.value} ●`;
  colours.select.title = '● even brightness: for every kind of colour vision';
  const row = element(
    'div',
    { class: 'stemma-tools', role: 'toolbar', 'aria-label': 'Image tools' },
    plane.field,
    stretch.field,
    colours.field,
    button('Cuts 99.5 %', () => use.key('l'), 'Cuts that leave 0.5 % of the pixels out (l)'),
    button('+', () => use.key('+'), 'Zoom in (+)'),
    button('−', () => use.key('-'), 'Zoom out (−)'),
    button('Fit', () => use.key('0'), 'Whole image (0)'),
    button('PNG', () => void use.png().then((blob) => saveFile('image.png', blob, 'image/png')), 'Save the picture'),
    button(
      'FITS',
      () => saveFile('image.fits', planeAsFits(planes[use.state().plane]!), 'image/fits'),
      'Save the plane',
    ),
    button(
      'Regions',
      () => saveFile('regions.reg', formatRegions(use.regions()), 'text/plain'),
      'Save sources and regions',
    ),
  );
  return {
    element: row,
    show(state) {
      plane.select.value = numbered[state.plane]!;
      stretch.select.value = state.stretch;
      colours.select.value = state.colourMap;
    },
  };
}
