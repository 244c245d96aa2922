// Tests of the ring background: unbiased on a falling acceptance, blind to excluded pixels, undefined outside.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, randomFromDigest, standardDeviation } from '@stemma/data/statistics';
import { ringBackground } from './ring-background.ts';

const size = 121;
const centre = (size - 1) / 2;
const radiusPx = Float64Array.from({ length: size * size }, (_, i) =>
  Math.hypot((i % size) - centre, Math.floor(i / size) - centre),
);
const acceptance = radiusPx.map((r) => (r < 55 ? 2 * Math.exp(-((r / 40) ** 2)) : 0));
const geometry = { size, discPx: 3, innerPx: 10, outerPx: 18 };
const nothing = new Uint8Array(size * size);

function simulated(): Float64Array {
  const random = randomFromDigest('5e'.repeat(32));
  return acceptance.map((value) => (value > 0 ? random.poisson(value) : 0));
}

test('background alone gives significances of mean 0 and width 1 under a falling acceptance', () => {
  const { significance } = ringBackground({ counts: simulated(), acceptance, excluded: nothing, ...geometry });
  // Well inside the field, on every seventh pixel, where discs do not overlap.
  const sample = significance.filter((_, i) => radiusPx[i]! < 40 && i % 7 === 0 && Math.floor(i / size) % 7 === 0);
  assert.ok(sample.length > 80);
  assert.ok(Math.abs(mean(sample)) < 0.35, `${mean(sample)}`);
  assert.ok(Math.abs(standardDeviation(sample) - 1) < 0.2, `${standardDeviation(sample)}`);
});

test('counts that follow the acceptance exactly have no excess, to the rounding of counts', () => {
  const { excess, background } = ringBackground({ counts: acceptance, acceptance, excluded: nothing, ...geometry });
  const at = centre * size + centre;
  assert.ok(Math.abs(excess[at]!) < 0.6 && background[at]! > 30);
});

test('a source is found whole, and does not count as background when it is excluded', () => {
  const counts = simulated();
  const at = centre * size + centre;
  const bare = ringBackground({ counts, acceptance, excluded: nothing, ...geometry });
  const withSource = counts.slice();
  withSource[at]! += 500;
  const found = ringBackground({ counts: withSource, acceptance, excluded: nothing, ...geometry });
  assert.equal(Math.round(found.excess[at]! - bare.excess[at]!), 500);
  const inRing = at + 14;
  assert.ok(found.excess[inRing]! < bare.excess[inRing]! - 10);
  const excluded = Uint8Array.from(radiusPx, (r) => (r < 4 ? 1 : 0));
  const clean = ringBackground({ counts: withSource, acceptance, excluded, ...geometry });
  const cleanBare = ringBackground({ counts, acceptance, excluded, ...geometry });
  assert.equal(clean.excess[inRing], cleanBare.excess[inRing]);
});

test('outside the field of view maps are undefined', () => {
  const { significance, alpha } = ringBackground({ counts: simulated(), acceptance, excluded: nothing, ...geometry });
  assert.ok(Number.isNaN(significance[0]) && Number.isNaN(alpha[0]));
});
