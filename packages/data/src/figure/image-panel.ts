/** A panel that shows an image: a heat map with axes, circles and crosses on it, and a colour bar. */

import { colourCount, colourMap } from './colour-map.ts';
import { palettePng, pngDataUri, type Rgb } from './png.ts';
import { panelSvg, textSvg, type Panel } from './panel.ts';
import { linearScale, type Scale } from './scale.ts';
import { fixed, type Frame } from './step-path.ts';

/** A mark on an image, in the units of its axes; a cross has a fixed size of 12 SVG units. */
export type ImageMark =
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly colour: string;
      readonly dash?: string;
    }
  | { readonly kind: 'cross'; readonly x: number; readonly y: number; readonly colour: string };

/** An image in a frame. Right of the frame, 90 units are needed for the colour bar. */
export interface ImagePanel {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Values row by row, the bottom row first (as FITS has them); NaN is left grey. */
  readonly values: ArrayLike<number>;
  /** Pixels per row. */
  readonly columns: number;
  readonly rows: number;
  /** Values at the ends of the colour bar; those beyond take the colour of the end. */
  readonly range: readonly [low: number, high: number];
  readonly barLabel: string;
  readonly marks?: readonly ImageMark[];
}

// Dark violet over red to light yellow; light grey where there is no value.
const palette: readonly Rgb[] = [...colourMap('inferno'), [205, 205, 205]];

/** The same scale running the other way, as right ascension does on the sky. */
export function reversed(scale: Scale): Scale {
  return { ...scale, position: (value) => 1 - scale.position(value) };
}

/**
 * The panel as SVG elements: axes, the picture as an embedded PNG stretched over the frame, marks, and the colour bar.
 * `values` must have columns × rows elements, else a RangeError is thrown. A pixel is a rectangle of equal size: the axes
 * must be linear, and a projection that is not must be resampled before.
 */
export function imagePanelSvg(panel: ImagePanel): string {
  const { frame, x, y, xLabel, yLabel, marks = [] } = panel;
  const { left, top, width, height } = frame;
  const axes: Panel = { frame, x: { ...x, ticks: x.ticks }, y, xLabel, yLabel, marks: [] };
  const png = palettePng(indicesOf(panel), panel.columns, panel.rows, palette);
  const picture = `<image x="${left}" y="${top}" width="${width}" height="${height}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${pngDataUri(png)}"/>`;
  // The grid lines of the axes lie under the picture, the frame and the labels outside it.
  return [panelSvg(axes), picture, ...marks.map((mark) => markSvg(mark, panel)), frameSvg(frame), barSvg(panel)].join(
    '\n',
  );
}

// PNG begins at the top, FITS at the bottom; index 255 is the grey of pixels without a value.
function indicesOf({ values, columns, rows, range: [low, high] }: ImagePanel): Uint8Array {
  if (values.length !== columns * rows) {
    throw new RangeError(`an image of ${columns} × ${rows} pixels cannot be made of ${values.length} values`);
  }
  const indices = new Uint8Array(columns * rows);
  const factor = (colourCount - 1) / (high - low);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[(rows - 1 - row) * columns + column]!;
      const index = Math.round(Math.min(1e6, Math.max(-1e6, (value - low) * factor)));
      indices[row * columns + column] = Number.isNaN(value)
        ? colourCount
        : Math.min(colourCount - 1, Math.max(0, index));
    }
  }
  return indices;
}

// Circles become ellipses where the axes have different scales, so that they enclose what they say.
function markSvg(mark: ImageMark, { frame: { left, top, width, height }, x, y }: ImagePanel): string {
  const [cx, cy] = [left + width * x.position(mark.x), top + height * (1 - y.position(mark.y))];
  if (mark.kind === 'cross') {
    return `<path d="M${fixed(cx - 6)} ${fixed(cy)}h12M${fixed(cx)} ${fixed(cy - 6)}v12" stroke="${mark.colour}" stroke-width="1.6"/>`;
  }
  const [rx, ry] = [(mark.radius * width) / (x.max - x.min), (mark.radius * height) / (y.max - y.min)];
  const dash = mark.dash === undefined ? '' : ` stroke-dasharray="${mark.dash}"`;
  return `<ellipse cx="${fixed(cx)}" cy="${fixed(cy)}" rx="${fixed(rx)}" ry="${fixed(ry)}" fill="none" stroke="${mark.colour}" stroke-width="1.5"${dash}/>`;
}

function frameSvg({ left, top, width, height }: Frame): string {
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="#222222" stroke-width="1"/>`;
}

// A picture of one column rather than a gradient: exactly the colours of the map, one for each step.
function barSvg({ frame: { left, top, width, height }, range: [low, high], barLabel }: ImagePanel): string {
  const x = left + width + 16;
  const barWidth = 16;
  const gradient = Uint8Array.from({ length: colourCount }, (_, i) => colourCount - 1 - i);
  const png = pngDataUri(palettePng(gradient, 1, colourCount, palette));
  const scale = linearScale(low, high, 6);
  const parts = [
    `<image x="${x}" y="${top}" width="${barWidth}" height="${height}" preserveAspectRatio="none" href="${png}"/>`,
  ];
  for (const { value, label } of scale.ticks) {
    const y = top + height * (1 - scale.position(value));
    parts.push(`<path d="M${x + barWidth} ${fixed(y)}h4" stroke="#222222"/>`, textSvg(label, x + barWidth + 7, y + 4));
  }
  parts.push(frameSvg({ left: x, top, width: barWidth, height }));
  parts.push(textSvg(barLabel, x + barWidth + 54, top + height / 2, { anchor: 'middle', size: 14, rotate: -90 }));
  return parts.join('\n');
}
