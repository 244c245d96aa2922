/** Expected counts add up to the rates, and draws scatter about them as Poisson counts do. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '@stemma/data/statistics';
import { backgroundShape } from './detector-background.ts';
import { drawShadowgram, expectedCounts } from './expected-shadowgram.ts';
import { pixelCells } from './geometry.ts';

const total = (values: Float64Array): number => values.reduce((n, value) => n + value, 0);
const base = { background: backgroundShape(), efficiency: pixelCells(), exposureS: 500 };

test('the background alone has the wanted total, and an on-axis source its rate within the open fraction', () => {
  const dark = expectedCounts({ ...base, sources: [], backgroundCps: 250 });
  assert.ok(Math.abs(total(dark) - 125_000) < 1e-6);
  const lit = expectedCounts({ ...base, sources: [{ shift: { y: 0, z: 0 }, rateCps: 40 }], backgroundCps: 0 });
  assert.ok(Math.abs(total(lit) / 20_000 - 1) < 0.06);
});

test('half the efficiency is half the counts, none is none', () => {
  const model = { ...base, sources: [{ shift: { y: 5, z: 9 }, rateCps: 40 }], backgroundCps: 100 };
  const half = expectedCounts({ ...model, efficiency: base.efficiency.map((e) => e / 2) });
  assert.ok(Math.abs(total(half) / total(expectedCounts(model)) - 0.5) < 1e-12);
  assert.equal(total(expectedCounts({ ...model, efficiency: base.efficiency.map(() => 0) })), 0);
});

test('draws are whole numbers whose squared deviations equal their means', () => {
  const model = { ...base, sources: [{ shift: { y: 5, z: 9 }, rateCps: 40 }], backgroundCps: 100 };
  const mean = expectedCounts(model);
  const { counts } = drawShadowgram(model, randomFromDigest('e'.repeat(64)));
  let [chi, n] = [0, 0];
  counts.forEach((count, i) => {
    assert.ok(Number.isInteger(count));
    if (mean[i] === 0) return assert.equal(count, 0);
    chi += (count - mean[i]!) ** 2 / mean[i]!;
    n++;
  });
  // Five standard deviations of a chi-square with n degrees of freedom.
  assert.ok(Math.abs(chi - n) < 5 * Math.sqrt(2.4 * n), `${chi} of ${n}`);
});
