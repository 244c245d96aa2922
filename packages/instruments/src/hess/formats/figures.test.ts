// Tests of the three figures: titles with the numbers, data where they belong, attribution and derivation on each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tangentGrid } from '../sky/tangent-grid.ts';
import { excessFigure } from './excess-figure.ts';
import { lightCurveFigure } from './light-curve-figure.ts';
import { spectrumFigure } from './spectrum-figure.ts';

const derivation = 'd'.repeat(64);
const crab = { raDeg: 83.633083, decDeg: 22.0145 };
const floats = (...values: number[]) => Float64Array.from(values);

const excess = () => {
  const grid = tangentGrid(crab, 2, 0.1);
  const significance = new Float64Array(grid.size ** 2).map((_, i) => Math.sin(i));
  significance[(grid.size ** 2 - 1) / 2] = 42;
  const away = significance.filter((sigma) => sigma < 2);
  const pointings = [{ raDeg: crab.raDeg, decDeg: crab.decDeg + 0.5 }];
  return excessFigure({
    target: 'Crab',
    grid,
    significance,
    away,
    field: { mean: 0.01, width: 0.71 },
    pointings,
    onRadiusDeg: 0.11,
    exclusionDeg: 0.35,
    derivation,
  });
};

const lightCurve = (startMjdTt: Float64Array) =>
  lightCurveFigure({
    target: 'PKS 2155-304',
    points: {
      startMjdTt,
      stopMjdTt: startMjdTt.map((start) => start + 0.02),
      ratePerMin: floats(9, 70),
      errorPerMin: floats(0.6, 1.6),
    },
    constancy: { meanPerMin: 39.5, chiSquare: 1000, degreesOfFreedom: 1 },
    derivation,
  });

const points = {
  lowTeV: floats(1, 2, 4, 8),
  highTeV: floats(2, 4, 8, 16),
  energyTeV: floats(1.4, 2.8, 5.7, 11.3),
  excess: floats(100, 30, -1, 1),
  expected: floats(95, 28, 5, 0.5),
  flux: floats(2e-11, 3e-12, -1e-13, 1e-13),
  fluxError: floats(2e-12, 6e-13, 1e-13, 1e-13),
};
const fit = { index: 2.662, indexError: 0.0747, norm: 4.36e-11, normError: 2.9e-12, stat: 81.2, degreesOfFreedom: 64 };
const spectrum = () => spectrumFigure({ target: 'Crab', fit, points, derivation });

test('every figure names the release and its derivation, and is the same each time', () => {
  for (const make of [excess, () => lightCurve(floats(53_945.8, 53_945.9)), spectrum]) {
    const svg = make();
    assert.ok(svg.includes('HESS DL3 DR1, H.E.S.S. collaboration') && svg.includes(derivation));
    assert.equal(make(), svg);
  }
});

test('the map shows a colour bar up to the highest significance, the regions and the pointing', () => {
  const svg = excess();
  assert.ok(svg.includes('1 run;') && svg.includes('>40<') && svg.includes('mean 0.01 σ, width 0.71 σ'));
  assert.equal(svg.match(/<ellipse/g)?.length, 2);
  assert.equal(svg.match(/<image/g)?.length, 2);
  // The pointing is north of the target: above the middle of a frame from 74 to 564.
  const [, y] = /M[\d.]+ ([\d.]+)h12M/.exec(svg)!;
  assert.ok(Math.abs(Number(y) - (319 - (0.5 / 2.1) * 490)) < 0.5, y);
});

test('a light curve of one night counts hours, a longer one days', () => {
  assert.ok(lightCurve(floats(53_945.8, 53_945.9)).includes('hours after MJD 53945 (TT)'));
  assert.ok(lightCurve(floats(53_945.8, 53_949.9)).includes('days after MJD 53945 (TT)'));
  assert.ok(
    lightCurve(floats(53_945.8, 53_945.9)).includes(
      'mean 39.50 counts/min; χ² of a constant rate 1000.0 for 1 degrees',
    ),
  );
  // The mean, and a horizontal and a vertical stroke for each run.
  assert.equal(lightCurve(floats(53_945.8, 53_945.9)).match(/<polyline/g)?.length, 5);
});

test('the spectrum leaves out points where less than a count is expected, and negative ones from the logarithmic axis', () => {
  const svg = spectrum();
  assert.ok(svg.includes('index 2.662 ± 0.075, norm 4.36 ± 0.29'));
  // Above: the model and two points of two strokes; below: the line at one and three points, one of them negative.
  assert.equal(svg.match(/<polyline/g)?.length, 1 + 4 + 1 + 6);
});
