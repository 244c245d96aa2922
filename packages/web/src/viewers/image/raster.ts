// Draws an image without a graphics card, pixel by pixel: the fall-back, and the judge of the shader.
import { colourTable } from './colour-map.ts';
import type { ImageState } from './image-state.ts';
import type { Extent, ImageView } from './image-view.ts';
import { levelsOf } from './stretch.ts';

/** What draws a plane: one for graphics cards, one without. */
export interface Raster {
  /** `webgl2` or `cpu`, for the page to say. */
  readonly kind: 'webgl2' | 'cpu';
  /** Takes the values of another plane, row by row from the bottom. */
  load(values: Float64Array, image: Extent): void;
  /** Draws into the canvas, whose size in device pixels is the screen. */
  draw(state: ImageState): void;
  /** Frees what the card holds. */
  close(): void;
}

/** The image column (or row) under each screen column (or row); −1 outside. */
export function sampledPlaces(
  centre: number,
  scale: number,
  length: number,
  count: number,
  isDown: boolean,
): Int32Array {
  return Int32Array.from({ length }, (_, i) => {
    const offset = (i + 0.5 - length / 2) / scale;
    const place = Math.floor(centre + (isDown ? -offset : offset) + 0.5);
    return place >= 0 && place < count ? place : -1;
  });
}

/** Paints levels (0 to 254, 255 for none) through a table of colours into RGBA words. O(screen). */
export function paint(
  levels: Uint8Array,
  image: Extent,
  view: ImageView,
  colours: Uint32Array,
  screen: Extent,
  out: Uint32Array,
): void {
  const columns = sampledPlaces(view.centreX, view.scale, screen.width, image.width, false);
  const rows = sampledPlaces(view.centreY, view.scale, screen.height, image.height, true);
  for (let y = 0; y < screen.height; y++) {
    const row = rows[y]!;
    const start = y * screen.width;
    if (row < 0) {
      out.fill(0, start, start + screen.width);
      continue;
    }
    const base = row * image.width;
    for (let x = 0; x < screen.width; x++) {
      const column = columns[x]!;
      out[start + x] = column < 0 ? 0 : colours[levels[base + column]!]!;
    }
  }
}

/** A raster on a 2D canvas. Levels are computed when cuts or stretch change, not when the view moves. */
export function cpuRaster(canvas: HTMLCanvasElement): Raster {
  const context = canvas.getContext('2d')!;
  let values: Float64Array = new Float64Array(0);
  let image = { width: 0, height: 0 };
  let levels = new Uint8Array(0);
  let known = '';
  let frame: ImageData | undefined;
  return {
    kind: 'cpu',
    load(newValues, newImage) {
      [values, image, known] = [newValues, newImage, ''];
      levels = new Uint8Array(newValues.length);
    },
    draw({ stretch, cuts, colourMap, view }) {
      const wanted = `${stretch} ${cuts.low} ${cuts.high}`;
      if (wanted !== known) levelsOf(values, { stretch, ...cuts }, levels);
      known = wanted;
      if (frame?.width !== canvas.width || frame.height !== canvas.height)
        frame = context.createImageData(canvas.width, canvas.height);
      const colours = new Uint32Array(colourTable(colourMap).buffer);
      paint(levels, image, view, colours, canvas, new Uint32Array(frame.data.buffer));
      context.putImageData(frame, 0, 0);
    },
    close() {
      frame = undefined;
    },
  };
}
