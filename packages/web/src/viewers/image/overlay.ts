// What lies over an image: sources of a catalogue, regions, compass, scale bar; on a canvas of its own.
import { compass, pixelScalesDeg, type Wcs } from '@stemma/data/wcs';
import { type Extent, type ImageView, imagePlace, type Place, screenPlace } from './image-view.ts';
import type { Region, SkyPlace } from './region.ts';
import { scaleBar } from './scale-bar.ts';

/** A source of a catalogue, ICRS. */
export interface CatalogueSource extends SkyPlace {
  readonly name: string;
}

/** What is drawn over an image. */
export interface OverlayContent {
  readonly sources: readonly CatalogueSource[];
  readonly selected: number | undefined;
  readonly regions: readonly Region[];
}

/** Where sources stand in the image: x and y in turn, NaN for those outside of the sky. O(sources). */
export function sourcePlaces(wcs: Wcs | undefined, sources: readonly CatalogueSource[]): Float64Array {
  const places = new Float64Array(2 * sources.length).fill(NaN);
  if (!wcs || !canConvert(wcs)) return places;
  sources.forEach(({ raDeg, decDeg }, i) => {
    const { x, y } = wcs.icrsToPixel(raDeg, decDeg);
    places[2 * i] = x;
    places[2 * i + 1] = y;
  });
  return places;
}

/** Whether ICRS places can be drawn: frames like the ecliptic are not converted. */
function canConvert({ frame }: Wcs): boolean {
  return frame === 'icrs' || frame === 'fk5' || frame === 'galactic';
}

/** The source nearest to a screen place within `reachPx`, −1 for none. */
export function nearestSource(
  places: Float64Array,
  view: ImageView,
  screen: Extent,
  at: Place,
  reachPx: number,
): number {
  const place = imagePlace(view, screen, at);
  let [nearest, least] = [-1, (reachPx / view.scale) ** 2];
  for (let i = 0; i < places.length; i += 2) {
    const distance = (places[i]! - place.x) ** 2 + (places[i + 1]! - place.y) ** 2;
    if (distance > least) continue;
    [nearest, least] = [i / 2, distance];
  }
  return nearest;
}

/** The outline of a region in image places: circles as 48 corners of the true circle on the sky. */
export function outline(region: Region, wcs: Wcs): Place[] {
  const corners = region.shape === 'polygon' ? region.corners : [region.centre];
  if (region.shape !== 'circle') return corners.map(({ raDeg, decDeg }) => wcs.icrsToPixel(raDeg, decDeg));
  return Array.from({ length: 48 }, (_, i) => {
    const { raDeg, decDeg } = offsetPlace(region.centre, region.radiusDeg, (i * 360) / 48);
    return wcs.icrsToPixel(raDeg, decDeg);
  });
}

// The place at a distance and position angle (spherical cosine formula).
function offsetPlace({ raDeg, decDeg }: SkyPlace, distanceDeg: number, angleDeg: number): SkyPlace {
  const [d, a, dec] = [distanceDeg, angleDeg, decDeg].map((value) => (value * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const sine = Math.sin(dec) * Math.cos(d) + Math.cos(dec) * Math.sin(d) * Math.cos(a);
  const across = Math.atan2(Math.sin(a) * Math.sin(d) * Math.cos(dec), Math.cos(d) - Math.sin(dec) * sine);
  return {
    raDeg: raDeg + (across * 180) / Math.PI,
    decDeg: (Math.asin(Math.max(-1, Math.min(1, sine))) * 180) / Math.PI,
  };
}

/** Draws the overlay; lengths are in device pixels, `ratio` of them to a pixel of the page. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  screen: Extent,
  view: ImageView,
  wcs: Wcs | undefined,
  content: OverlayContent & { readonly places: Float64Array },
  ratio: number,
): void {
  context.clearRect(0, 0, screen.width, screen.height);
  context.lineWidth = 1.5 * ratio;
  context.font = `${12 * ratio}px system-ui, sans-serif`;
  drawSources(context, screen, view, content, ratio);
  if (!wcs || !canConvert(wcs)) return;
  for (const region of content.regions) strokeRegion(context, screen, view, outline(region, wcs), region, ratio);
  drawScaleBar(context, screen, view, wcs, ratio);
  drawCompass(context, screen, view, wcs, ratio);
}

// A dark line under a light one shows on every colour map.
function strokeTwice(context: CanvasRenderingContext2D, colour: string, ratio: number): void {
  context.strokeStyle = '#000000';
  context.lineWidth = 4 * ratio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 1.75 * ratio;
  context.stroke();
}

function drawLabel(context: CanvasRenderingContext2D, text: string, x: number, y: number, ratio: number): void {
  context.lineWidth = 3 * ratio;
  context.strokeStyle = '#000000';
  context.strokeText(text, x, y);
  context.fillStyle = '#ffffff';
  context.fillText(text, x, y);
}

function drawSources(
  context: CanvasRenderingContext2D,
  screen: Extent,
  view: ImageView,
  { sources, places, selected }: OverlayContent & { readonly places: Float64Array },
  ratio: number,
): void {
  sources.forEach(({ name }, i) => {
    const { x, y } = screenPlace(view, screen, { x: places[2 * i]!, y: places[2 * i + 1]! });
    if (!(x > -20 && y > -20 && x < screen.width + 20 && y < screen.height + 20)) return;
    context.beginPath();
    context.arc(x, y, (i === selected ? 11 : 7) * ratio, 0, 2 * Math.PI);
    strokeTwice(context, i === selected ? '#ffe94f' : '#ffffff', ratio);
    drawLabel(context, name, x + 10 * ratio, y - 8 * ratio, ratio);
  });
}

function strokeRegion(
  context: CanvasRenderingContext2D,
  screen: Extent,
  view: ImageView,
  corners: readonly Place[],
  region: Region,
  ratio: number,
): void {
  const places = corners.map((corner) => screenPlace(view, screen, corner));
  if (places.some(({ x, y }) => Number.isNaN(x) || Number.isNaN(y))) return;
  context.beginPath();
  if (region.shape === 'point') context.rect(places[0]!.x - 4 * ratio, places[0]!.y - 4 * ratio, 8 * ratio, 8 * ratio);
  else {
    for (const { x, y } of places) context.lineTo(x, y);
    context.closePath();
  }
  strokeTwice(context, '#7dffb0', ratio);
  if (region.text) drawLabel(context, region.text, places[0]!.x, places[0]!.y, ratio);
}

function drawScaleBar(
  context: CanvasRenderingContext2D,
  screen: Extent,
  view: ImageView,
  wcs: Wcs,
  ratio: number,
): void {
  const { xDeg } = pixelScalesDeg(wcs);
  const { angleDeg, label } = scaleBar((xDeg * screen.width) / view.scale / 5);
  const lengthPx = (angleDeg / xDeg) * view.scale;
  const [x, y] = [16 * ratio, screen.height - 16 * ratio];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + lengthPx, y);
  strokeTwice(context, '#ffffff', ratio);
  drawLabel(context, label, x, y - 8 * ratio, ratio);
}

function drawCompass(
  context: CanvasRenderingContext2D,
  screen: Extent,
  view: ImageView,
  wcs: Wcs,
  ratio: number,
): void {
  const { northDeg, eastDeg } = compass(wcs, view.centreX, view.centreY);
  const [x, y, arm] = [screen.width - 48 * ratio, screen.height - 48 * ratio, 28 * ratio];
  for (const [letter, angle] of [
    [wcs.frame === 'galactic' ? 'b' : 'N', northDeg],
    [wcs.frame === 'galactic' ? 'l' : 'E', eastDeg],
  ] as const) {
    if (Number.isNaN(angle)) continue;
    const [dx, dy] = [-Math.sin((angle * Math.PI) / 180) * arm, -Math.cos((angle * Math.PI) / 180) * arm];
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + dx, y + dy);
    strokeTwice(context, '#ffffff', ratio);
    drawLabel(context, letter, x + 1.35 * dx - 4 * ratio, y + 1.35 * dy + 4 * ratio, ratio);
  }
}
