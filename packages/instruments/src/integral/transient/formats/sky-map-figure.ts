// All-sky maps as pictures: Mollweide, east to the left, with a labelled graticule, a colour bar and marked places.
import { escapeXml, type Frame, imagePanelSvg, linearScale, textSvg } from '@stemma/data/figure';
import type { Healpix } from '@stemma/data/healpix';
import { inverseMollweide, mollweide } from '../mollweide.ts';

/** One map of a figure. */
export interface SkyMapPanel {
  readonly title: string;
  /** One value for each pixel; NaN is left grey. */
  readonly values: ArrayLike<number>;
  readonly range: readonly [low: number, high: number];
  readonly barLabel: string;
}

/** A place with a name on all maps of a figure. */
export interface SkyMark {
  readonly name: string;
  readonly raDeg: number;
  readonly decDeg: number;
}

/** A figure of one large map and smaller ones below it, two in a row. */
export interface SkyMapFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footer: readonly string[];
  readonly healpix: Healpix;
  readonly panels: readonly SkyMapPanel[];
  readonly marks: readonly SkyMark[];
  readonly watermark?: string;
}

const WIDTH = 1000;
const LARGE: Frame = { left: 80, top: 96, width: 800, height: 400 };
const [SMALL_WIDTH, SMALL_HEIGHT, SMALL_STEP] = [350, 175, 262];
const MARK = '#00c8ff';

/** The figure as an SVG document: the same text for the same input. */
export function skyMapFigureSvg(figure: SkyMapFigure): string {
  const { panels, title, subtitle, footer, watermark } = figure;
  const rows = Math.ceil((panels.length - 1) / 2);
  const height = LARGE.top + LARGE.height + 60 + rows * SMALL_STEP + 16 * footer.length + 20;
  const parts = panels.map((panel, k) => panelSvg(figure, panel, k === 0 ? LARGE : smallFrame(k - 1), k === 0));
  const lines = footer.map((text, k) =>
    textSvg(text, 40, height - 16 * (footer.length - k), { size: 10, colour: '#777777' }),
  );
  const stamp =
    watermark === undefined
      ? []
      : [textSvg(watermark, WIDTH - 40, 30, { anchor: 'end', size: 18, bold: true, colour: '#d55e00' })];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="DejaVu Sans, sans-serif">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    textSvg(title, 40, 30, { size: 18, bold: true }),
    textSvg(subtitle, 40, 52, { size: 13, colour: '#555555' }),
    ...stamp,
    ...parts,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

function smallFrame(k: number): Frame {
  const top = LARGE.top + LARGE.height + 84 + Math.floor(k / 2) * SMALL_STEP;
  return { left: 50 + (k % 2) * 485, top, width: SMALL_WIDTH, height: SMALL_HEIGHT };
}

function panelSvg({ healpix, marks }: SkyMapFigure, panel: SkyMapPanel, frame: Frame, large: boolean): string {
  const { left, top, width, height } = frame;
  const bare = { ...linearScale(-1, 1), ticks: [] };
  const [columns, rows] = [width, height];
  const picture = imagePanelSvg({
    frame,
    x: bare,
    y: bare,
    xLabel: '',
    yLabel: '',
    values: resampled(panel.values, healpix, columns, rows),
    columns,
    rows,
    range: panel.range,
    barLabel: panel.barLabel,
  });
  const [cx, cy] = [left + width / 2, top + height / 2];
  const ellipse = `M${left} ${cy}a${width / 2} ${height / 2} 0 1 1 ${width} 0a${width / 2} ${height / 2} 0 1 1 ${-width} 0z`;
  // White around the ellipse hides the corners of the picture and its frame.
  const cover = `<path d="M${left - 2} ${top - 2}h${width + 4}v${height + 4}h${-width - 4}z${ellipse}" fill="#ffffff" fill-rule="evenodd"/>`;
  const outline = `<path d="${ellipse}" fill="none" stroke="#222222"/>`;
  return [
    picture,
    cover,
    graticule(frame),
    outline,
    textSvg(panel.title, left, top - 12, { size: large ? 15 : 13, bold: true }),
    labels(frame, large),
    large
      ? textSvg(
          'right ascension along the equator, declination at the rim (J2000); east is left',
          cx,
          top + height + 22,
          { anchor: 'middle' },
        )
      : '',
    ...marks.map((mark) => markSvg(mark, frame, large)),
  ].join('\n');
}

/** The map at the places of a picture's pixels, bottom row first; NaN outside the ellipse. */
function resampled(values: ArrayLike<number>, healpix: Healpix, columns: number, rows: number): Float64Array {
  const out = new Float64Array(columns * rows).fill(NaN);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = { x: (4 * (column + 0.5)) / columns - 2, y: (2 * (row + 0.5)) / rows - 1 };
      const at = inverseMollweide(place);
      if (at !== undefined) out[row * columns + column] = values[healpix.pixelAt(at.lonDeg, at.latDeg)]!;
    }
  }
  return out;
}

function onPage({ left, top, width, height }: Frame, lonDeg: number, latDeg: number): [x: number, y: number] {
  const { x, y } = mollweide(lonDeg, latDeg);
  return [left + (width * (x + 2)) / 4, top + (height * (1 - y)) / 2];
}

/** Meridians every 60 and parallels every 30 degrees. */
function graticule(frame: Frame): string {
  const line = (points: readonly (readonly [number, number])[]): string =>
    `M${points
      .map(([lon, lat]) =>
        onPage(frame, lon, lat)
          .map((v) => v.toFixed(1))
          .join(' '),
      )
      .join('L')}`;
  const latitudes = Array.from({ length: 61 }, (_, i) => -90 + 3 * i);
  const longitudes = Array.from({ length: 73 }, (_, i) => 0.001 + (359.998 * i) / 72);
  const meridians = [60, 120, 180, 240, 300].map((lon) => line(latitudes.map((lat) => [lon, lat] as const)));
  const parallels = [-60, -30, 0, 30, 60].map((lat) => line(longitudes.map((lon) => [lon, lat] as const)));
  return `<path d="${[...meridians, ...parallels].join('')}" fill="none" stroke="#ffffff" stroke-opacity="0.45" stroke-width="0.7"/>`;
}

/** Right ascensions along the equator, declinations at the left rim. */
function labels(frame: Frame, large: boolean): string {
  const size = large ? 12 : 9;
  const ra = [60, 120, 180, 240, 300].map((lon) => {
    const [x, y] = onPage(frame, lon, 0);
    return outlined(`${lon}°`, x, y - 4, size, 'middle');
  });
  const dec = [-60, -30, 0, 30, 60].map((lat) => {
    const [x, y] = onPage(frame, 359.999, lat);
    return textSvg(`${lat < 0 ? '\u2212' : ''}${Math.abs(lat)}°`, x - 5, y + 4, { anchor: 'end', size });
  });
  return [...ra, ...dec].join('');
}

function markSvg({ name, raDeg, decDeg }: SkyMark, frame: Frame, large: boolean): string {
  const [x, y] = onPage(frame, raDeg, decDeg);
  const arm = large ? 7 : 4;
  const cross = `M${(x - arm).toFixed(1)} ${y.toFixed(1)}h${2 * arm}M${x.toFixed(1)} ${(y - arm).toFixed(1)}v${2 * arm}`;
  const drawn = [`stroke="#000000" stroke-width="3.5"`, `stroke="${MARK}" stroke-width="1.7"`].map(
    (style) => `<path d="${cross}" ${style}/>`,
  );
  const left = x > frame.left + 0.75 * frame.width;
  const label = large ? outlined(name, x + (left ? -11 : 11), y + 5, 13, left ? 'end' : 'start') : '';
  return drawn.join('') + label;
}

/** White letters with a black outline, which are read on every colour. */
function outlined(text: string, x: number, y: number, size: number, anchor: string): string {
  const style = `font-size="${size}" text-anchor="${anchor}" fill="#ffffff" stroke="#000000" stroke-width="2.4"`;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style} paint-order="stroke">${escapeXml(text)}</text>`;
}
