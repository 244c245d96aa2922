// Tests of the fit on simulated counts with known truth: unbiased, errors that cover, nothing to fit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, randomFromDigest, standardDeviation, type RandomGenerator } from '@stemma/data/statistics';
import { fitPowerLaw, spectrumStat, type RunCounts } from './fit-power-law.ts';
import { fluxAboveOneTeV, fluxPoints } from './flux-points.ts';
import { expectedCounts, logEdges, type Folding, type PowerLaw } from './fold.ts';

const truth: PowerLaw = { normPerCm2STeV: 4e-11, index: 2.6 };
const edges = logEdges(0.5, 50, 12);
const [low, high] = [edges.slice(0, -1), edges.slice(1)];

// Reconstructed energies are true ones but for a tenth in each neighbouring bin; an area of 2e9 cm2.
const matrixCm2 = Float64Array.from({ length: 144 }, (_, i) => {
  const distance = Math.abs(Math.floor(i / 12) - (i % 12));
  return 2e9 * (distance === 0 ? 0.8 : distance === 1 ? 0.1 : 0);
});
const folding: Folding = { trueLowTeV: low, trueHighTeV: high, matrixCm2, livetimeS: 6000 };
const safe = Uint8Array.from(low, (_, i) => (i === 0 ? 0 : 1));

function observed(random: RandomGenerator, alpha = 0.1, signal = expectedCounts(folding, truth)): RunCounts {
  const background = low.map((_, i) => 40 * 0.6 ** i);
  const on = signal.map((counts, i) => random.poisson(counts + background[i]!));
  const off = background.map((counts) => random.poisson(counts / alpha));
  return { ...folding, on, off, safe, alpha };
}

test('without noise the truth comes back exactly, whatever the start', () => {
  const on = expectedCounts(folding, truth).map((counts) => counts + 3);
  const run: RunCounts = { ...folding, on, off: new Float64Array(12).fill(30), safe, alpha: 0.1 };
  for (const startIndex of [1.5, 2.5, 4]) {
    const fit = fitPowerLaw([run], startIndex)!;
    assert.ok(fit.hasConverged);
    assert.ok(Math.abs(fit.model.index - 2.6) < 1e-4, `${fit.model.index}`);
    assert.ok(Math.abs(fit.model.normPerCm2STeV / 4e-11 - 1) < 1e-4);
    assert.ok(fit.stat < 1e-6 && fit.degreesOfFreedom === 9);
  }
});

test('over 120 simulated observations of two runs, pulls have mean 0 and width 1', () => {
  const random = randomFromDigest('5e'.repeat(32));
  const fits = Array.from({ length: 120 }, () => fitPowerLaw([observed(random), observed(random, 0.025)])!);
  assert.ok(fits.every(({ hasConverged }) => hasConverged));
  const index = fits.map((fit) => (fit.model.index - truth.index) / fit.indexError);
  const norm = fits.map((fit) => (fit.model.normPerCm2STeV - truth.normPerCm2STeV) / fit.normError);
  for (const pulls of [index, norm].map((values) => Float64Array.from(values))) {
    assert.ok(Math.abs(mean(pulls)) < 0.3, `${mean(pulls)}`);
    assert.ok(Math.abs(standardDeviation(pulls) - 1) < 0.2, `${standardDeviation(pulls)}`);
  }
  const stats = Float64Array.from(fits, ({ stat }) => stat);
  assert.ok(Math.abs(mean(stats) / fits[0]!.degreesOfFreedom - 1) < 0.25, `${mean(stats)}`);
});

test('one standard deviation away the statistic is larger by one', () => {
  const run = observed(randomFromDigest('aa'.repeat(32)));
  const fit = fitPowerLaw([run])!;
  // Along the index with the norm at its best for it, to first order.
  const step = fit.indexError;
  const normShift = (fit.correlation * fit.normError * step) / fit.indexError / fit.model.normPerCm2STeV;
  const there = { normPerCm2STeV: fit.model.normPerCm2STeV * Math.exp(normShift), index: fit.model.index + step };
  assert.ok(Math.abs(spectrumStat([run], there) - fit.stat - 1) < 0.15);
});

test('bins outside the safe range do not matter', () => {
  const run = observed(randomFromDigest('bb'.repeat(32)));
  const on = run.on.slice();
  on[0] = 1e6;
  assert.deepEqual(fitPowerLaw([{ ...run, on }]), fitPowerLaw([run]));
});

test('without excess, or without a safe bin, there is nothing to fit', () => {
  const run = observed(randomFromDigest('cc'.repeat(32)));
  assert.equal(fitPowerLaw([{ ...run, on: new Float64Array(12) }]), undefined);
  assert.equal(fitPowerLaw([{ ...run, safe: new Uint8Array(12) }]), undefined);
});

test('flux points scatter around the model, leave out unsafe bins, and count all runs', () => {
  const random = randomFromDigest('dd'.repeat(32));
  const runs = [observed(random), observed(random)];
  const { model } = fitPowerLaw(runs)!;
  const points = fluxPoints(runs, model, low, high);
  assert.equal(points.lowTeV[0], low[1]);
  assert.equal(
    points.excess[0],
    runs.reduce((sum, { on, off, alpha }) => sum + on[1]! - alpha * off[1]!, 0),
  );
  points.energyTeV.forEach((energyTeV, i) => {
    const expected = model.normPerCm2STeV * energyTeV ** -model.index;
    assert.ok(Math.abs(points.flux[i]! - expected) < 5 * points.fluxError[i]! + 0.5 * expected, `${energyTeV}`);
  });
});

test('the flux above 1 TeV is that of the model, with its error propagated', () => {
  const fit = {
    model: truth,
    normError: 4e-12,
    indexError: 0,
    correlation: 0,
    stat: 0,
    degreesOfFreedom: 1,
    hasConverged: true,
  };
  const { flux, error } = fluxAboveOneTeV(fit);
  assert.ok(Math.abs(flux / (4e-11 / 1.6) - 1) < 1e-12);
  assert.ok(Math.abs(error / flux - 0.1) < 1e-12);
  const correlated = fluxAboveOneTeV({ ...fit, indexError: 0.16, correlation: 1 });
  assert.ok(Math.abs(correlated.error / flux) < 1e-12);
});
