/** The background model keeps its promises: mean one, nothing in gaps, smooth, lines where the materials have them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backgroundDensity, backgroundShape, backgroundSpectrum } from './detector-background.ts';
import { GRID_WIDTH, pixelCells } from './geometry.ts';
import { isgriChannelsKeV } from './response.ts';

test('the shape has mean one over the pixels, varies by less than 30 % and is zero in the gaps', () => {
  const shape = backgroundShape();
  const cells = pixelCells();
  const values = shape.filter((_, i) => cells[i] === 1);
  assert.ok(Math.abs(values.reduce((n, v) => n + v, 0) / 16_384 - 1) < 1e-12);
  assert.ok(Math.min(...values) > 0.7 && Math.max(...values) < 1.35);
  assert.ok(shape.every((value, i) => (cells[i] === 1 ? value > 0 : value === 0)));
});

test('corners and edges of modules count more than the middle', () => {
  const shape = backgroundShape();
  const at = (column: number, row: number): number => shape[row * GRID_WIDTH + column]!;
  assert.ok(at(0, 0) > at(40, 50));
  assert.ok(at(63, 50) > at(62, 50));
});

test('the spectrum has lines at 25 and 59 keV above a falling continuum', () => {
  assert.ok(backgroundDensity(59.3) > 1.3 * backgroundDensity(48));
  assert.ok(backgroundDensity(25) > backgroundDensity(35));
  assert.ok(backgroundDensity(400) < 0.1 * backgroundDensity(40));
});

test('counts per channel follow the width of the channel', () => {
  const { low, high } = isgriChannelsKeV();
  const spectrum = backgroundSpectrum(low, high);
  const joined = backgroundSpectrum([low[100]!], [high[101]!]);
  assert.ok(Math.abs(joined[0]! / (spectrum[100]! + spectrum[101]!) - 1) < 1e-3);
  assert.ok(spectrum.every((value) => value > 0));
});
