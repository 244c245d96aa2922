/** Tests of image panels: orientation, range of colours, undefined pixels, marks where they belong. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { imagePanelSvg, reversed, type ImagePanel } from './image-panel.ts';
import { linearScale } from './scale.ts';

const panel: ImagePanel = {
  frame: { left: 100, top: 50, width: 400, height: 200 },
  x: reversed(linearScale(-2, 2)),
  y: linearScale(-1, 1),
  xLabel: 'east',
  yLabel: 'north',
  values: [0, 1, 2, NaN, 10, -7],
  columns: 3,
  rows: 2,
  range: [0, 2],
  barLabel: 'significance (σ)',
};

// Palette indices of the first picture, row by row from the top.
function pixelsOf(svg: string): number[][] {
  const png = Buffer.from(/href="data:image\/png;base64,([^"]+)"/.exec(svg)![1]!, 'base64');
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return [0, 1].map((row) => [...rows.subarray(row * 4 + 1, row * 4 + 4)]);
}

test('the first row of values is the bottom of the picture; values beyond the range take its ends, NaN is grey', () => {
  assert.deepEqual(pixelsOf(imagePanelSvg(panel)), [
    [255, 254, 0],
    [0, 127, 254],
  ]);
});

test('marks lie at their place, with a reversed axis east to the left', () => {
  const marks = [
    { kind: 'circle', x: 1, y: 0.5, radius: 0.5, colour: 'white' },
    { kind: 'cross', x: 0, y: 0, colour: 'cyan' },
  ] as const;
  const svg = imagePanelSvg({ ...panel, marks });
  assert.match(svg, /<ellipse cx="200" cy="100" rx="50" ry="50"/);
  assert.match(svg, /M294 150h12M300 144v12/);
});

test('the colour bar has ticks and its label, the axes theirs', () => {
  const svg = imagePanelSvg(panel);
  for (const text of ['significance (σ)', 'east', 'north', '>0.5<', '>2<']) assert.ok(svg.includes(text), text);
  assert.equal(imagePanelSvg(panel), svg);
});

test('values that are not columns × rows are refused', () => {
  const values = Array.from(panel.values).slice(1);
  assert.throws(() => imagePanelSvg({ ...panel, values }), RangeError);
});
