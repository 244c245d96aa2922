/** Colour maps of pictures, even in lightness, so that structure is seen where it is and nowhere else. */

import type { Rgb } from './png.ts';

/** The maps there are. */
export type ColourMapName = 'grey' | 'inferno' | 'viridis';

// Nine anchors of matplotlib's maps of these names (CC0).
const anchors: Readonly<Record<ColourMapName, readonly Rgb[]>> = {
  grey: [
    [0, 0, 0],
    [255, 255, 255],
  ],
  inferno: [
    [0, 0, 4],
    [31, 12, 72],
    [85, 15, 109],
    [136, 34, 106],
    [186, 54, 85],
    [227, 89, 51],
    [249, 140, 10],
    [249, 201, 50],
    [252, 255, 164],
  ],
  viridis: [
    [68, 1, 84],
    [71, 44, 122],
    [59, 81, 139],
    [44, 113, 142],
    [33, 144, 141],
    [39, 173, 129],
    [92, 200, 99],
    [170, 220, 50],
    [253, 231, 37],
  ],
};

/** How many colours a map has. */
export const colourCount = 255;

/** The colours of a map, from low to high. */
export function colourMap(name: ColourMapName): Rgb[] {
  const points = anchors[name];
  return Array.from({ length: colourCount }, (_, i) => {
    const position = (i / (colourCount - 1)) * (points.length - 1);
    const index = Math.min(points.length - 2, Math.floor(position));
    const [from, to] = [points[index]!, points[index + 1]!];
    const mix = (k: 0 | 1 | 2) => Math.round(from[k] + (position - index) * (to[k] - from[k]));
    return [mix(0), mix(1), mix(2)];
  });
}
