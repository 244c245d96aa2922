/** Spectra and light curves through the whole way from rates: unbiased, with pulls of width one, sources kept apart. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, randomFromDigest, standardDeviation } from '@stemma/data/statistics';
import { backgroundShape, backgroundSpectrum } from './detector-background.ts';
import { drawShadowgram } from './expected-shadowgram.ts';
import { fitPowerLaw } from './fit-power-law.ts';
import { GRID_CELLS, type Shift, pixelCells } from './geometry.ts';
import { allPixelsOn, bandEfficiency } from './pixel-state.ts';
import { CRAB, type PowerLaw, scaledSpectrum } from './power-law.ts';
import { foldSpectrum, parametricResponse, rateInBand } from './response.ts';
import { type EnergyBand, type Events, type Shadowgram } from './shadowgram.ts';
import { simulatePointing } from './simulate.ts';
import { equalTimeBins, extractRates, timeShadowgrams } from './spectra.ts';

const random = randomFromDigest('5bec'.repeat(16));
const response = parametricResponse();
const background = backgroundShape();
const efficiency = pixelCells();
const edges = [20, 25, 30, 36, 44, 54, 66, 80, 100, 130, 200];
const bands: EnergyBand[] = edges.slice(1).map((maxKeV, k) => ({ minKeV: edges[k]!, maxKeV }));
const whole = backgroundSpectrum(response.channelLowKeV, response.channelHighKeV);
const wholeTotal = whole.reduce((total, value) => total + value, 0);

/** Poisson shadowgrams of all bands for sources with given spectra, 1800 s. */
function observe(sources: readonly { shift: Shift; spectrum: PowerLaw }[]): Shadowgram[] {
  const folded = sources.map(({ spectrum }) => foldSpectrum(response, spectrum));
  return bands.map(({ minKeV, maxKeV }) =>
    drawShadowgram(
      {
        sources: sources.map(({ shift }, k) => ({ shift, rateCps: rateInBand(response, folded[k]!, minKeV, maxKeV) })),
        backgroundCps: (500 * rateInBand(response, whole, minKeV, maxKeV)) / wholeTotal,
        background,
        efficiency,
        exposureS: 1800,
      },
      random,
    ),
  );
}

test('the spectrum of a power law returns its index and flux: pulls of mean 0 and width 1', (t) => {
  const spectrum = scaledSpectrum(CRAB, 0.3);
  const indexPulls: number[] = [];
  const normPulls: number[] = [];
  const chiSquares: number[] = [];
  for (let round = 0; round < 40; round++) {
    const shift = { y: 120 * (random.uniform() - 0.5), z: 120 * (random.uniform() - 0.5) };
    const { sources } = extractRates(observe([{ shift, spectrum }]), [shift], () => background);
    const fit = fitPowerLaw(response, { bands, ...sources[0]! })!;
    indexPulls.push((fit.index.value - spectrum.index) / fit.index.error);
    normPulls.push((fit.normAt30KeV.value - spectrum.normAt1KeV * 30 ** -spectrum.index) / fit.normAt30KeV.error);
    chiSquares.push(fit.chiSquare / fit.degreesOfFreedom);
  }
  const text = (pulls: number[]): string => `${mean(pulls).toFixed(2)} +- ${standardDeviation(pulls).toFixed(2)}`;
  t.diagnostic(`pulls: index ${text(indexPulls)}, norm ${text(normPulls)}; chi-square ${mean(chiSquares).toFixed(2)}`);
  for (const pulls of [indexPulls, normPulls]) {
    // Of 40 values the mean is known to 0.16 and the width to 11 %.
    assert.ok(Math.abs(mean(pulls)) < 0.5);
    assert.ok(Math.abs(standardDeviation(pulls) - 1) < 0.35);
  }
  assert.ok(Math.abs(mean(chiSquares) - 1) < 0.25);
});

test('two sources in the field keep their own spectra, one hard and one soft', () => {
  const sources = [
    { shift: { y: 10, z: -30 }, spectrum: { normAt1KeV: 0.9, index: 1.5 } },
    { shift: { y: 24, z: -28 }, spectrum: { normAt1KeV: 60, index: 3 } },
  ];
  const rates = extractRates(
    observe(sources),
    sources.map(({ shift }) => shift),
    () => background,
  );
  sources.forEach(({ spectrum }, k) => {
    const fit = fitPowerLaw(response, { bands, ...rates.sources[k]! })!;
    assert.ok(Math.abs(fit.index.value - spectrum.index) < 4 * fit.index.error, `${fit.index.value}`);
    assert.ok(Math.abs(fit.spectrum.normAt1KeV - spectrum.normAt1KeV) < spectrum.normAt1KeV);
  });
  assert.ok(rates.reducedChiSquare.every((value) => Math.abs(value - 1) < 0.06));
});

test('a source left out of the model spoils the fit, which the chi-square shows', () => {
  const sources = [
    { shift: { y: 10, z: -30 }, spectrum: CRAB },
    { shift: { y: 24, z: -28 }, spectrum: CRAB },
  ];
  const shadowgrams = observe(sources);
  const partial = extractRates(shadowgrams, [sources[0]!.shift], () => background).reducedChiSquare;
  const full = extractRates(
    shadowgrams,
    sources.map(({ shift }) => shift),
    () => background,
  ).reducedChiSquare;
  assert.ok(partial[1]! > full[1]! + 0.1, `${partial[1]} ${full[1]}`);
});

test('bins without counts have no rate and do not disturb the others', () => {
  const shift = { y: 3, z: 4 };
  const [first] = observe([{ shift, spectrum: CRAB }]);
  const empty = { counts: new Float64Array(GRID_CELLS), efficiency, exposureS: 100 };
  const { sources, background: level } = extractRates([empty, first!], [shift], () => background);
  assert.ok(Number.isNaN(sources[0]!.rateCps[0]!) && Number.isNaN(level.rateCps[0]!));
  assert.ok(sources[0]!.rateCps[1]! > 0 && sources[0]!.errorCps[1]! > 0);
});

test('the light curve of a modulated source returns its amplitude and phase', (t) => {
  const [periodS, amplitude, phase] = [200, 0.5, 0.2];
  const shift = { y: -20.4, z: 33.3 };
  const pixels = allPixelsOn();
  const events = simulatePointing({
    seed: '1c'.repeat(32),
    exposureS: 1600,
    sources: [
      { shift, spectrum: CRAB, modulation: { periodS, amplitude, phase } },
      { shift: { y: 60, z: -10 }, spectrum: scaledSpectrum(CRAB, 0.5) },
    ],
    backgroundCps: 400,
    response,
    pixels,
  });
  const band = { minKeV: 25, maxKeV: 60 };
  const bins = equalTimeBins(1600, 20);
  const shadowgrams = timeShadowgrams(events, band, bins, bandEfficiency(pixels, band));
  const { sources } = extractRates(shadowgrams, [shift, { y: 60, z: -10 }], () => background);
  const [modulated, steady] = sources.map(({ rateCps }) => {
    const level = mean(rateCps);
    const component = (wave: (x: number) => number): number =>
      (2 / bins.length) *
      rateCps.reduce((total, rate, k) => total + rate * wave((2 * Math.PI * (k + 0.5) * 20) / periodS), 0);
    const [sine, cosine] = [component(Math.sin), component(Math.cos)];
    return { amplitude: Math.hypot(sine, cosine) / level, phase: Math.atan2(cosine, sine) / (2 * Math.PI), level };
  });
  // A bin of a tenth of the period averages the sine by sinc(pi / 10).
  const expected = amplitude * (Math.sin(Math.PI / 10) / (Math.PI / 10));
  t.diagnostic(
    `amplitude ${modulated!.amplitude.toFixed(3)} of ${expected.toFixed(3)}, phase ${modulated!.phase.toFixed(3)}; steady source ${steady!.amplitude.toFixed(3)}`,
  );
  assert.ok(Math.abs(modulated!.amplitude - expected) < 0.03);
  assert.ok(Math.abs(modulated!.phase - phase) < 0.02);
  assert.ok(steady!.amplitude < 0.06);
  const rate = rateInBand(response, foldSpectrum(response, CRAB), 25, 60);
  assert.ok(Math.abs(modulated!.level / rate - 1) < 0.02);
});

test('time bins cover the time once, the last one shortened, and share out every event', () => {
  const bins = equalTimeBins(95, 30, 0.8);
  assert.deepEqual(
    bins.map(({ startS, stopS }) => [startS, stopS]),
    [
      [0, 30],
      [30, 60],
      [60, 90],
      [90, 95],
    ],
  );
  assert.ok(Math.abs(bins.reduce((total, { exposureS }) => total + exposureS, 0) - 76) < 1e-9);
  assert.equal(equalTimeBins(90, 30).length, 3);
  assert.throws(() => equalTimeBins(10, 0), RangeError);
  const events: Events = {
    timeS: Float64Array.of(0, 29.999, 30, 94.9),
    y: new Uint8Array(4),
    z: new Uint8Array(4),
    energyKeV: new Float32Array(4).fill(40),
  };
  const counts = timeShadowgrams(events, { minKeV: 30, maxKeV: 50 }, bins, efficiency).map(
    (shadowgram) => shadowgram.counts[0],
  );
  assert.deepEqual(counts, [2, 1, 0, 1]);
});
