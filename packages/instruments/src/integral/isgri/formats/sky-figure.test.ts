/** The picture of a sky image: sources marked at their places, what is simulated said, north and east right. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleWcsKeywords, Wcs } from '@stemma/data/wcs';
import { type SkyFigure, skyFigureSvg } from './sky-figure.ts';

const shape = [80, 100] as const;
const figure: SkyFigure = {
  title: 'ISGRI mosaic of 2 science windows, 1 left out',
  subtitle: '20 to 40 keV',
  footer: 'derivation 0123',
  simulated: true,
  significance: new Float32Array(80 * 100),
  shape,
  wcs: new Wcs(simpleWcsKeywords({ centreDeg: [83, 22], shape, pixelScaleDeg: 0.1 })),
  sources: [
    { name: 'east & north', raDeg: 85, decDeg: 24 },
    { name: 'west', raDeg: 80, decDeg: 22 },
  ],
};

/** Where the text stands. */
function placeOf(svg: string, text: string): { x: number; y: number } {
  const [, x, y] = new RegExp(`<text x="([\\d.]+)" y="([\\d.]+)"[^>]*>${text}</text>`).exec(svg) ?? [];
  return { x: Number(x), y: Number(y) };
}

test('title, footer and the word SIMULATION are there, the word only when it is one', () => {
  const svg = skyFigureSvg(figure);
  assert.match(svg, /2 science windows, 1 left out<\/text>/);
  assert.match(svg, /derivation 0123/);
  assert.match(svg, />SIMULATION</);
  assert.doesNotMatch(skyFigureSvg({ ...figure, simulated: false }), /SIMULATION/);
});

test('sources are named at their places: east to the left, north up; names are escaped', () => {
  const svg = skyFigureSvg(figure);
  const [east, west] = [placeOf(svg, 'east &amp; north'), placeOf(svg, 'west')];
  assert.ok(east.x < west.x && east.y < west.y, JSON.stringify([east, west]));
  const [north, left] = [placeOf(svg, 'N'), placeOf(svg, 'E')];
  assert.ok(left.x < north.x && north.y < left.y, JSON.stringify([north, left]));
});

test('pixels are square: the panel of a wide image is wider than high', () => {
  const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(skyFigureSvg(figure)) ?? [];
  assert.ok(Number(width) > Number(height) * 0.95, `${width} ${height}`);
});
