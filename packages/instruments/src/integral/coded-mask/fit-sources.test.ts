/** Fits in detector space: unbiased, with errors that are the true scatter, for fluxes and for positions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, randomFromDigest, standardDeviation } from '@stemma/data/statistics';
import { backgroundShape } from './detector-background.ts';
import { drawShadowgram, expectedCounts } from './expected-shadowgram.ts';
import { fitSources } from './fit-sources.ts';
import { GRID_CELLS, type Shift, pixelCells } from './geometry.ts';

const random = randomFromDigest('f1'.repeat(32));
const background = backgroundShape();
const efficiency = pixelCells().map((cell) => (random.uniform() < 0.05 ? 0 : cell));
const field = { backgroundCps: 300, background, efficiency, exposureS: 1800 };

function anywhere(): Shift {
  return { y: 240 * (random.uniform() - 0.5), z: 240 * (random.uniform() - 0.5) };
}

test('without noise the fit returns what was put in, rates and positions', () => {
  const truth = [
    { shift: { y: 12.3, z: -40.7 }, rateCps: 30 },
    { shift: { y: -90.2, z: 20.1 }, rateCps: 8 },
  ];
  const counts = expectedCounts({ ...field, sources: truth });
  const shadowgram = { counts, efficiency, exposureS: field.exposureS };
  const start = truth.map(({ shift }) => ({ y: shift.y + 0.4, z: shift.z - 0.3 }));
  const fit = fitSources(shadowgram, start, { background, freePosition: [true, true] })!;
  fit.sources.forEach(({ shift, rateCps }, k) => {
    assert.ok(Math.abs(rateCps.value / truth[k]!.rateCps - 1) < 2e-3);
    assert.ok(Math.hypot(shift.y - truth[k]!.shift.y, shift.z - truth[k]!.shift.z) < 0.01);
  });
  assert.ok(Math.abs((fit.backgroundCps.value * 16_384) / 300 - 1) < 1e-3);
  assert.ok(fit.chiSquare < 100);
});

test('fluxes are unbiased within 2 %, and their errors are their scatter, over the whole field', (t) => {
  const ratios: number[] = [];
  const pulls: number[] = [];
  for (let round = 0; round < 120; round++) {
    const shift = anywhere();
    const rateCps = 5 + 40 * random.uniform();
    const fit = fitSources(drawShadowgram({ ...field, sources: [{ shift, rateCps }] }, random), [shift], {
      background,
    })!;
    ratios.push(fit.sources[0]!.rateCps.value / rateCps);
    pulls.push((fit.sources[0]!.rateCps.value - rateCps) / fit.sources[0]!.rateCps.error);
  }
  t.diagnostic(
    `flux ratio ${mean(ratios).toFixed(4)}, pulls ${mean(pulls).toFixed(2)} +- ${standardDeviation(pulls).toFixed(2)}`,
  );
  assert.ok(Math.abs(mean(ratios) - 1) < 0.02);
  assert.ok(Math.abs(mean(pulls)) < 0.3);
  assert.ok(Math.abs(standardDeviation(pulls) - 1) < 0.2);
});

test('few counts do not bias the flux: the variance is that of the model', () => {
  const shift = { y: 20.4, z: 33.1 };
  const sparse = { ...field, exposureS: 8, sources: [{ shift, rateCps: 60 }] };
  const rates: number[] = [];
  const pulls: number[] = [];
  for (let round = 0; round < 120; round++) {
    const { value, error } = fitSources(drawShadowgram(sparse, random), [shift], { background })!.sources[0]!.rateCps;
    rates.push(value);
    pulls.push((value - 60) / error);
  }
  // 0.2 counts per pixel; the mean of 120 fits is known to 1 %.
  assert.ok(Math.abs(mean(rates) / 60 - 1) < 0.03, `${mean(rates)}`);
  assert.ok(Math.abs(standardDeviation(pulls) - 1) < 0.2);
});

test('errors of free positions are their scatter', (t) => {
  const pulls: number[] = [];
  for (let round = 0; round < 60; round++) {
    const shift = { y: 60 * (random.uniform() - 0.5), z: 60 * (random.uniform() - 0.5) };
    const shadowgram = drawShadowgram({ ...field, sources: [{ shift, rateCps: 12 }] }, random);
    const start = { y: shift.y + random.uniform() - 0.5, z: shift.z + random.uniform() - 0.5 };
    const source = fitSources(shadowgram, [start], { background, freePosition: [true] })!.sources[0]!;
    pulls.push((source.shift.y - shift.y) / source.shiftError.y, (source.shift.z - shift.z) / source.shiftError.z);
  }
  t.diagnostic(`position pulls ${mean(pulls).toFixed(2)} +- ${standardDeviation(pulls).toFixed(2)}`);
  assert.ok(Math.abs(mean(pulls)) < 0.3);
  assert.ok(Math.abs(standardDeviation(pulls) - 1) < 0.25);
});

test('sources a degree apart share their error as the covariance says', () => {
  const shifts = [
    { y: 10, z: 10 },
    { y: 22, z: 10 },
  ];
  const shadowgram = drawShadowgram({ ...field, sources: shifts.map((shift) => ({ shift, rateCps: 20 })) }, random);
  const { rateCovariance, sources } = fitSources(shadowgram, shifts, { background })!;
  assert.ok(Math.abs(Math.sqrt(rateCovariance[0]!) - sources[0]!.rateCps.error) < 1e-12);
  assert.ok(Math.abs(Math.sqrt(rateCovariance[3]!) - sources[1]!.rateCps.error) < 1e-12);
  assert.ok(Math.abs(rateCovariance[1]! - rateCovariance[2]!) < 1e-12);
  assert.ok(Math.abs(rateCovariance[1]!) < 0.5 * rateCovariance[0]!);
});

test('nothing to fit, and sources that cannot be told apart or light nothing, give no result', () => {
  const shadowgram = drawShadowgram({ ...field, sources: [] }, random);
  const [here, outside] = [
    { y: 3, z: 4 },
    { y: 300, z: 0 },
  ];
  assert.equal(fitSources(shadowgram, [here, here], { background }), undefined);
  assert.equal(fitSources(shadowgram, [outside], { background }), undefined);
  const dark = { counts: new Float64Array(GRID_CELLS), efficiency, exposureS: 10 };
  assert.equal(fitSources(dark, [here], { background }), undefined);
  assert.equal(
    fitSources({ ...shadowgram, efficiency: new Float64Array(GRID_CELLS) }, [here], { background }),
    undefined,
  );
});
