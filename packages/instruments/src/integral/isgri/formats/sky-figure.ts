/** A sky image as a picture: significance as colours, sources as circles with their names, north and east as arrows. */

import { escapeXml, imagePanelSvg, type ImageMark, linearScale, textSvg } from '@stemma/data/figure';
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

const frame = { left: 80, top: 76, width: 640, height: 640 };
const [WIDTH, HEIGHT] = [840, 800];
const MARK = '#00c8ff';

/** Colours end here, so that weak sources and the noise can be seen beside strong ones. */
const RANGE = [-4, 12] as const;

/** The picture as an SVG document. */
export function skyFigureSvg(figure: SkyFigure): string {
  const { wcs, significance, shape } = figure;
  const [rows, columns] = shape;
  const { xDeg, yDeg } = pixelScalesDeg(wcs);
  const [halfX, halfY] = [(columns * xDeg) / 2, (rows * yDeg) / 2];
  const [x, y] = [linearScale(-halfX, halfX, 8), linearScale(-halfY, halfY, 8)];
  const places = figure.sources.map((source) => {
    const pixel = wcs.icrsToPixel(source.raDeg, source.decDeg);
    return { name: source.name, x: (pixel.x - (columns - 1) / 2) * xDeg, y: (pixel.y - (rows - 1) / 2) * yDeg };
  });
  const marks = places.map((place): ImageMark => ({ kind: 'circle', ...place, radius: 0.02 * halfX, colour: MARK }));
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
  const labels = places.map(({ name, ...place }) => label(name, x.position(place.x), y.position(place.y)));
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    textSvg(figure.title, frame.left, 30, { size: 18, bold: true }),
    textSvg(figure.subtitle, frame.left, 54, { size: 13, colour: '#555555' }),
    panel,
    ...labels,
    compassSvg(wcs, columns, rows),
    ...(figure.simulated
      ? [textSvg('SIMULATION', frame.left + 12, frame.top + 26, { size: 18, bold: true, colour: '#ffffff' })]
      : []),
    textSvg(figure.footer, frame.left, HEIGHT - 14, { size: 10, colour: '#777777' }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="DejaVu Sans, sans-serif">\n${parts.join('\n')}\n</svg>\n`;
}

/** The name beside a circle, on the side where there is room, with an outline that keeps it apart from the noise. */
function label(name: string, u: number, v: number): string {
  const side = u > 0.8 ? -1 : 1;
  const [px, py] = [frame.left + frame.width * u + side * 12, frame.top + frame.height * (1 - v) - 9];
  const place = `x="${px.toFixed(1)}" y="${py.toFixed(1)}" font-size="13" text-anchor="${side > 0 ? 'start' : 'end'}"`;
  return `<text ${place} fill="#ffffff" stroke="#000000" stroke-width="3" paint-order="stroke">${escapeXml(name)}</text>`;
}

/** Arrows to the north and the east at the lower right corner. */
function compassSvg(wcs: Wcs, columns: number, rows: number): string {
  const { northDeg, eastDeg } = compass(wcs, (columns - 1) / 2, (rows - 1) / 2);
  const [cx, cy, length] = [frame.left + frame.width - 56, frame.top + frame.height - 56, 34];
  return [
    ['N', northDeg],
    ['E', eastDeg],
  ]
    .map(([letter, angleDeg]) => {
      const angle = (Number(angleDeg) * Math.PI) / 180;
      const [dx, dy] = [-Math.sin(angle), -Math.cos(angle)];
      const tip = `M${cx} ${cy}L${(cx + length * dx).toFixed(1)} ${(cy + length * dy).toFixed(1)}`;
      const text = textSvg(String(letter), cx + (length + 10) * dx, cy + (length + 10) * dy + 5, {
        anchor: 'middle',
        size: 14,
        bold: true,
        colour: '#ffffff',
      });
      return `<path d="${tip}" stroke="#ffffff" stroke-width="2"/>${text}`;
    })
    .join('\n');
}
