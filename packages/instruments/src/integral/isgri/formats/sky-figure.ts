/** A sky image as a picture: significance as colours, sources as circles with their names, north and east as arrows. */

import { escapeXml, type Frame, imagePanelSvg, type ImageMark, linearScale, textSvg } from '@stemma/data/figure';
import { compass, pixelScalesDeg, type Wcs } from '@stemma/data/wcs';

/** What a picture shows. */
export interface SkyFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
  readonly simulated: boolean;
  readonly significance: ArrayLike<number>;
  readonly shape: readonly [rows: number, columns: number];
  readonly wcs: Wcs;
  readonly sources: readonly { readonly name: string; readonly raDeg: number; readonly decDeg: number }[];
}

/** The longer side of the image, in units of the picture. */
const SIDE = 640;
const [LEFT, TOP] = [80, 76];
const MARK = '#00c8ff';

/** Colours end here, so that weak sources and the noise can be seen beside strong ones. */
const RANGE = [-4, 12] as const;

/** The picture as an SVG document. */
export function skyFigureSvg(figure: SkyFigure): string {
  const { wcs, significance, shape } = figure;
  const [rows, columns] = shape;
  const { xDeg, yDeg } = pixelScalesDeg(wcs);
  const [halfX, halfY] = [(columns * xDeg) / 2, (rows * yDeg) / 2];
  // Pixels stay square.
  const unit = SIDE / Math.max(halfX, halfY);
  const frame = { left: LEFT, top: TOP, width: Math.round(unit * halfX), height: Math.round(unit * halfY) };
  const [width, height] = [frame.left + frame.width + 120, frame.top + frame.height + 84];
  const [x, y] = [linearScale(-halfX, halfX, 8), linearScale(-halfY, halfY, 8)];
  const places = figure.sources.map((source) => {
    const pixel = wcs.icrsToPixel(source.raDeg, source.decDeg);
    return { name: source.name, x: (pixel.x - (columns - 1) / 2) * xDeg, y: (pixel.y - (rows - 1) / 2) * yDeg };
  });
  const marks = places.map((place): ImageMark => ({
    kind: 'circle',
    ...place,
    radius: 0.02 * Math.max(halfX, halfY),
    colour: MARK,
  }));
  const panel = imagePanelSvg({
    frame,
    x,
    y,
    xLabel: 'degrees from the centre along the rows of the image',
    yLabel: 'degrees along the columns',
    values: significance,
    columns,
    rows,
    range: RANGE,
    barLabel: 'significance',
    marks,
  });
  const labels = places.map(({ name, ...place }) => label(frame, name, x.position(place.x), y.position(place.y)));
  const parts = [
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    textSvg(figure.title, frame.left, 30, { size: 18, bold: true }),
    textSvg(figure.subtitle, frame.left, 54, { size: 13, colour: '#555555' }),
    panel,
    ...labels,
    compassSvg(frame, wcs, columns, rows),
    ...(figure.simulated ? [outlined('SIMULATION', frame.left + 12, frame.top + 26, { size: 18 })] : []),
    textSvg(figure.footer, frame.left, height - 14, { size: 10, colour: '#777777' }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, sans-serif">\n${parts.join('\n')}\n</svg>\n`;
}

/** White text with a black outline, which is read on every colour. */
function outlined(text: string, x: number, y: number, { size = 13, anchor = 'start' } = {}): string {
  const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}"`;
  return `<text ${place} fill="#ffffff" stroke="#000000" stroke-width="3" paint-order="stroke">${escapeXml(text)}</text>`;
}

/** The name beside a circle, on the side where there is room. */
function label({ left, top, width, height }: Frame, name: string, u: number, v: number): string {
  const side = u > 0.8 ? -1 : 1;
  return outlined(name, left + width * u + side * 12, top + height * (1 - v) - 9, {
    anchor: side > 0 ? 'start' : 'end',
  });
}

/** Arrows to the north and the east at the lower right corner. */
function compassSvg(frame: Frame, wcs: Wcs, columns: number, rows: number): string {
  const { northDeg, eastDeg } = compass(wcs, (columns - 1) / 2, (rows - 1) / 2);
  const [cx, cy, length] = [frame.left + frame.width - 60, frame.top + frame.height - 60, 32];
  const arrow = (letter: string, angleDeg: number): string => {
    const angle = (angleDeg * Math.PI) / 180;
    const [dx, dy] = [-Math.sin(angle), -Math.cos(angle)];
    const path = `M${cx} ${cy}L${(cx + length * dx).toFixed(1)} ${(cy + length * dy).toFixed(1)}`;
    const lines = ['stroke="#000000" stroke-width="4"', 'stroke="#ffffff" stroke-width="2"'];
    const text = outlined(letter, cx + (length + 12) * dx, cy + (length + 12) * dy + 5, { anchor: 'middle' });
    return `${lines.map((style) => `<path d="${path}" ${style}/>`).join('')}${text}`;
  };
  return arrow('N', northDeg) + arrow('E', eastDeg);
}
