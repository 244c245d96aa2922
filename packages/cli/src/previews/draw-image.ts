// Pixels as a picture: cuts, stretch, colours.
import type { ImagePreview, ImageRequest } from '@stemma/server';
import { colourCount, colourMap } from '@stemma/data/figure';
import { averagedPixels, quantiles, type Averaged, type Plane } from './image-pixels.ts';
import { noValue, palettePng } from './png.ts';

// From the part of the way between the cuts to the part of the way through the colours; astronomy's usual softenings.
const stretches: Readonly<Record<ImageRequest['stretch'], (part: number) => number>> = {
  linear: (part) => part,
  sqrt: Math.sqrt,
  log: (part) => Math.log10(1 + 999 * part) / 3,
  asinh: (part) => Math.asinh(10 * part) / Math.asinh(10),
};

/** A preview of a plane. @throws StemmaError `invalid_request` for a cut-out outside of it. */
export function drawImage(plane: Plane, request: ImageRequest): ImagePreview {
  const averaged = averagedPixels(plane, request);
  const { width, height, step, values } = averaged;
  const [lowest, highest] = quantiles(values, [0.005, 0.995]);
  const [low, high] = [request.low ?? lowest, request.high ?? highest];
  const shown = { width, height, step, low, high };
  if (request.format === 'float32')
    return { ...shown, mediaType: 'application/octet-stream', bytes: new Uint8Array(values.buffer) };
  const indices = indicesOf(averaged, low, high, stretches[request.stretch]);
  const png = palettePng(indices, width, height, colourMap(request.colours));
  return { ...shown, mediaType: 'image/png', bytes: new Uint8Array(png) };
}

// A picture begins at the top, FITS at the bottom.
function indicesOf({ width, height, values }: Averaged, low: number, high: number, stretch: (part: number) => number) {
  const indices = new Uint8Array(width * height);
  const span = high > low ? high - low : 1;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const value = values[(height - 1 - row) * width + column]!;
      const part = Math.min(1, Math.max(0, (value - low) / span));
      indices[row * width + column] = Number.isNaN(value) ? noValue : Math.round(stretch(part) * (colourCount - 1));
    }
  return indices;
}
