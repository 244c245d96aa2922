// The pure parts of the spectrum viewer: folding, grouping, units, logarithmic ticks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import fc from 'fast-check';
import { simulatedSpectrum } from '../../simulated-data.ts';
import { keySpan } from '../plot/cross-plot.ts';
import { linearTicks, logTicks } from '../plot/value-ticks.ts';
import { folded, powerLawPhotons } from './response.ts';
import {
  checkSpectrum,
  fittedNorm,
  fluxPoints,
  groupedToSignificance,
  modelCounts,
  type Spectrum,
} from './spectrum.ts';

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

test('photons of a power law are its integral, whatever the index and the bins', () => {
  const edges = Float64Array.of(20, 30, 80, 200);
  assert.ok(Math.abs(sum(powerLawPhotons(edges, 1, 2)) - 2 * Math.log(10)) < 1e-12);
  assert.ok(Math.abs(sum(powerLawPhotons(edges, 2)) - (1 / 20 - 1 / 200)) < 1e-15);
  assert.deepEqual([...powerLawPhotons(edges, 0)], [10, 50, 120]);
});

test('folding multiplies area and redistribution', () => {
  const response = { energyEdgesKeV: Float64Array.of(1, 2, 3), areaCm2: Float64Array.of(10, 100), matrix: Float64Array.of(0.5, 0.5, 0, 1) }; // prettier-ignore
  assert.deepEqual([...folded(response, Float64Array.of(2, 3), 2)], [10, 310]);
  assert.throws(() => folded(response, Float64Array.of(2), 2), StemmaError);
});

test('the best norm gives back the one that made the data', () => {
  const spectrum = simulatedSpectrum();
  const exact = { ...spectrum, counts: modelCounts(spectrum, 2.1, 9.7) };
  assert.ok(Math.abs(fittedNorm(exact, 2.1) / 9.7 - 1) < 1e-12);
  assert.ok(Math.abs(fittedNorm(spectrum, 2.1) / 9.7 - 1) < 0.02);
});

test('νFν of what a power law gives is that power law, whatever the response does', () => {
  const spectrum = simulatedSpectrum();
  const exact = { ...spectrum, counts: modelCounts(spectrum, 2, 9.7) };
  const { value, model } = fluxPoints(exact, 'νFν', 2);
  value.forEach((flux, i) => {
    assert.ok(Math.abs(flux / (9.7 * 1.602176634e-9) - 1) < 1e-9);
    assert.ok(Math.abs(flux / model[i]! - 1) < 1e-9);
  });
});

test('rates per keV give the counts back', () => {
  const spectrum = simulatedSpectrum();
  const { value } = fluxPoints(spectrum, 'counts/s/keV', 2.1);
  const { lowKeV, highKeV, exposureS } = spectrum;
  const counts = value.map((rate, i) => rate * exposureS * (highKeV[i]! - lowKeV[i]!));
  assert.ok(Math.abs(sum(counts) / sum(spectrum.counts) - 1) < 1e-12);
  assert.deepEqual(fluxPoints(spectrum, 'counts', 2.1).value, spectrum.counts);
});

test('grouping reaches the significance, keeps counts, edges and the folded model', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 60, noNaN: true }), (leastSigma) => {
      const spectrum = simulatedSpectrum();
      const grouped = checkSpectrum(groupedToSignificance(spectrum, leastSigma));
      assert.ok(Math.abs(sum(grouped.counts) / sum(spectrum.counts) - 1) < 1e-12);
      assert.equal(grouped.lowKeV[0], spectrum.lowKeV[0]);
      assert.equal(grouped.highKeV.at(-1), spectrum.highKeV.at(-1));
      assert.ok(grouped.lowKeV.every((low, i) => i === 0 || low === grouped.highKeV[i - 1]));
      for (let i = 0; i + 1 < grouped.counts.length; i++) assert.ok(grouped.counts[i]! / grouped.error[i]! >= leastSigma * (1 - 1e-12)); // prettier-ignore
      assert.ok(Math.abs(sum(modelCounts(grouped, 2, 1)) / sum(modelCounts(spectrum, 2, 1)) - 1) < 1e-12);
    }),
    { numRuns: 20 },
  );
});

test('without a response there is no model, and impossible channels are refused', () => {
  const { response: _, ...bare } = simulatedSpectrum();
  assert.ok(modelCounts(bare, 2, 1).every(Number.isNaN));
  const refuses = (change: Partial<Spectrum>, code: string) => assert.throws(() => checkSpectrum({ ...bare, ...change }), (error) => error instanceof StemmaError && error.code === code); // prettier-ignore
  refuses({ exposureS: 0 }, 'invalid_request');
  refuses({ lowKeV: bare.lowKeV.map(() => 0) }, 'invalid_request');
  refuses({ counts: new Float64Array(0) }, 'no_data');
  refuses({ error: new Float64Array(1) }, 'invalid_request');
});

test('ticks of logarithmic axes are inside, rise, and never say 0', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -12, max: 8, noNaN: true }),
      fc.double({ min: 0.05, max: 12, noNaN: true }),
      (power, decades) => {
        // prettier-ignore
        const span = { from: 10 ** power, to: 10 ** (power + decades) };
        const ticks = logTicks(span, 8);
        assert.ok(ticks.length > 0 && ticks.length <= 14, `${ticks.length}`);
        ticks.forEach(({ at, label }, i) => {
          assert.ok(at >= span.from * (1 - 1e-9) && at <= span.to * (1 + 1e-9));
          assert.ok(i === 0 || at > ticks[i - 1]!.at);
          assert.ok(!/^[−-]?0(\.0*)?$/.test(label), label);
        });
        assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length, 'labels differ');
      },
    ),
  );
});

test('labels are short: plain near one, powers of ten beyond', () => {
  const labels = (from: number, to: number) => logTicks({ from, to }, 8).map(({ label }) => label);
  assert.deepEqual(labels(1, 100), ['1', '2', '5', '10', '20', '50', '100']);
  assert.deepEqual(labels(1e-9, 1e-4), ['10⁻⁹', '10⁻⁸', '10⁻⁷', '10⁻⁶', '10⁻⁵', '10⁻⁴']);
  assert.deepEqual(labels(-1, 1), []);
  assert.deepEqual(linearTicks({ from: -1, to: 1 }, 4).map(({ label }) => label), ['−1.0', '−0.5', '0', '0.5', '1.0']); // prettier-ignore
  assert.deepEqual(linearTicks({ from: 0, to: 2e6 }, 2).map(({ label }) => label), ['0', '1·10⁶', '2·10⁶']); // prettier-ignore
});

test('keys zoom around the middle and move, on logarithmic axes by ratios', () => {
  assert.deepEqual(keySpan('+', { from: 0, to: 8 }, false), { from: 2, to: 6 });
  assert.deepEqual(keySpan('ArrowRight', { from: 0, to: 10 }, false), { from: 2, to: 12 });
  const { from, to } = keySpan('-', { from: 10, to: 1000 }, true) as { from: number; to: number };
  assert.ok(Math.abs(from - 1) < 1e-9 && Math.abs(to - 10_000) < 1e-6);
  assert.equal(keySpan('0', { from: 0, to: 1 }, false), 'all');
  assert.equal(keySpan('x', { from: 0, to: 1 }, false), undefined);
});
