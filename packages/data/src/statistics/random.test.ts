/** Tests of the random generator: published vectors for the bits, theory for the distributions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean, quantiles, variance } from './descriptive.ts';
import { chiSquareSf } from './gamma.ts';
import { normalCdf } from './normal.ts';
import { poissonPmf } from './poisson.ts';
import { randomFromDigest } from './random.ts';

const seed = 'dda2054fcd39ed9c04b023acf76827de29ddd94ddfdf46393c85d0f874d17a74';

test('the state 1, 2, 3, 4 gives the published sequence of xoshiro256++', () => {
  // Output of the reference C implementation, as quoted in the tests of rust-random/rand_xoshiro.
  const words = [1, 2, 3, 4].map((word) => word.toString(16).padStart(16, '0')).join('');
  const random = randomFromDigest(words);
  const expected = [
    41943041n,
    58720359n,
    3588806011781223n,
    3591011842654386n,
    9228616714210784205n,
    9973669472204895162n,
    14011001112246962877n,
    12406186145184390807n,
    15849039046786891736n,
    10450023813501588000n,
  ];
  assert.deepEqual(
    expected.map(() => random.uint64()),
    expected,
  );
});

test('the high bits of a seed matter and the same digest draws the same numbers', () => {
  const [a, b, c] = [seed, seed.toUpperCase(), `e${seed.slice(1)}`].map(randomFromDigest);
  const draw = (random: typeof a) =>
    Array.from({ length: 20 }, () => [random!.uniform(), random!.normal(), random!.poisson(50)]);
  const first = draw(a);
  assert.deepEqual(draw(b), first);
  assert.notDeepEqual(draw(c), first);
});

test('a seed that is no digest is refused', () => {
  for (const bad of ['', 'abc', '0'.repeat(64), 'g'.repeat(64)])
    assert.throws(() => randomFromDigest(bad), /64 hexadecimal/);
});

test('uniform numbers are uniform and independent of their neighbours', () => {
  const random = randomFromDigest(seed);
  const n = 100_000;
  const cells = new Float64Array(100);
  for (let i = 0; i < n; i++) cells[Math.floor(random.uniform() * 10) * 10 + Math.floor(random.uniform() * 10)]!++;
  const chi2 = cells.reduce((total, seen) => total + (seen - n / 100) ** 2 / (n / 100), 0);
  assert.ok(chiSquareSf(chi2, 99) > 1e-4 && chiSquareSf(chi2, 99) < 1 - 1e-4, `chi2 ${chi2}`);
});

test('whole numbers cover their range evenly', () => {
  const random = randomFromDigest(seed);
  const seen = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) seen[random.integer(7)]!++;
  for (const count of seen) assert.ok(Math.abs(count - 10_000) < 5 * 93, `${count}`);
});

test('normal numbers follow the normal distribution', () => {
  const random = randomFromDigest(seed);
  const values = Float64Array.from({ length: 100_000 }, () => random.normal());
  assert.ok(Math.abs(mean(values)) < 4 / Math.sqrt(values.length));
  assert.ok(Math.abs(variance(values) - 1) < 4 * Math.sqrt(2 / values.length));
  for (const q of quantiles(values, [0.001, 0.1, 0.5, 0.9, 0.999])) {
    const expected = normalCdf(q);
    const seen = values.reduce((total, v) => total + (v <= q ? 1 : 0), 0) / values.length;
    assert.ok(Math.abs(seen - expected) < 5 * Math.sqrt((expected * (1 - expected)) / values.length), `${q}`);
  }
});

test('Poisson counts follow their distribution for means from 0.3 to 9,000 counts', () => {
  const random = randomFromDigest(seed);
  for (const m of [0.3, 4, 9.99, 10, 37.5, 420, 9000]) {
    const n = 40_000;
    const seen = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const k = random.poisson(m);
      seen.set(k, (seen.get(k) ?? 0) + 1);
    }
    let chi2 = 0;
    let cells = 0;
    // Cells of at least 20 expected counts, made by joining neighbours.
    let expected = 0;
    let count = 0;
    for (let k = 0; k <= m + 12 * Math.sqrt(m) + 20; k++) {
      expected += n * poissonPmf(k, m);
      count += seen.get(k) ?? 0;
      if (expected < 20) continue;
      chi2 += (count - expected) ** 2 / expected;
      cells++;
      expected = 0;
      count = 0;
    }
    const p = chiSquareSf(chi2, cells - 1);
    assert.ok(p > 1e-4, `mean ${m}: chi2 ${chi2} for ${cells} cells`);
  }
});

test('Poisson counts of a hundred million keep mean and variance', () => {
  const random = randomFromDigest(seed);
  const m = 1e8;
  const values = Float64Array.from({ length: 20_000 }, () => random.poisson(m));
  assert.ok(Math.abs(mean(values) - m) < 4 * Math.sqrt(m / values.length));
  assert.ok(Math.abs(variance(values) / m - 1) < 4 * Math.sqrt(2 / values.length));
  assert.equal(random.poisson(0), 0);
  assert.throws(() => random.poisson(-1), /mean/);
});
