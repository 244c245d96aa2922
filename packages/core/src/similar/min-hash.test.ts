// Sketches and what they promise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bandsOf, estimatedLikeness, labelOf, likeness, minHash, sketchLength, type WeightedSet } from './min-hash.ts';

const weighted = fc.uniqueArray(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 4 })), {
  selector: ([label]) => label,
  maxLength: 20,
});
/** Two sets of 100 members each, of which `shared` are the same; different sets for each round. */
function pairOf(shared: number, round: number): [WeightedSet, WeightedSet] {
  const labels = (from: number) => Array.from({ length: 100 }, (_, i) => [labelOf(`${round} ${from + i}`), 1] as const);
  return [new Map(labels(0)), new Map(labels(100 - shared))];
}

test('the sketch of a set does not depend on the order of its members', () => {
  fc.assert(
    fc.property(weighted.chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))), ([set, shuffled]) => {
      assert.deepEqual(minHash(new Map(set)), minHash(new Map(shuffled)));
    }),
  ); // prettier-ignore
});

test('equal sets are estimated as exactly 1, all others symmetrically and from 0 to 1', () => {
  fc.assert(
    fc.property(weighted, weighted, (one, other) => {
      const [a, b] = [new Map(one), new Map(other)];
      assert.equal(estimatedLikeness(minHash(a), minHash(new Map(one))), 1);
      const estimate = estimatedLikeness(minHash(a), minHash(b));
      assert.equal(estimate, estimatedLikeness(minHash(b), minHash(a)));
      assert.ok(estimate >= 0 && estimate <= 1);
      assert.equal(likeness(a, b), likeness(b, a));
    }),
  );
});

test('the likeness of weighted sets is the sum of minima over the sum of maxima', () => {
  fc.assert(
    fc.property(weighted, weighted, (one, other) => {
      const [a, b] = [new Map(one), new Map(other)];
      const labels = [...new Set([...a.keys(), ...b.keys()])];
      const sum = (of: (...weights: number[]) => number) => labels.reduce((total, label) => total + of(a.get(label) ?? 0, b.get(label) ?? 0), 0); // prettier-ignore
      assert.equal(likeness(a, b), labels.length === 0 ? 1 : sum(Math.min) / sum(Math.max));
    }),
  );
});

test('estimates are unbiased with the spread of a binomial, over 200 fixed pairs', (t) => {
  for (const shared of [20, 50, 80]) {
    const errors = Array.from({ length: 200 }, (_, round) => {
      const [a, b] = pairOf(shared, round);
      return estimatedLikeness(minHash(a), minHash(b)) - likeness(a, b);
    });
    const truth = likeness(...pairOf(shared, 0));
    const sigma = Math.sqrt((truth * (1 - truth)) / sketchLength);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    t.diagnostic(
      `J ${truth.toFixed(3)}: mean error ${mean.toFixed(4)}, spread ${spread.toFixed(4)} of ${sigma.toFixed(4)}`,
    );
    // Four standard errors of a mean and of a spread over 200 rounds; the pairs are fixed, so it cannot flicker.
    assert.ok(Math.abs(mean) < (4 * sigma) / Math.sqrt(200));
    assert.ok(Math.abs(spread / sigma - 1) < 4 / Math.sqrt(400));
  }
});

test('bands find pairs as often as the formula says: 1 - (1 - J^8)^16', (t) => {
  for (const shared of [67, 82, 95]) {
    const rounds = 200;
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const [a, b] = pairOf(shared, round).map((set) => bandsOf(minHash(set))) as [number[], number[]];
      if (a.some((band, i) => band === b[i])) found++;
    }
    const truth = likeness(...pairOf(shared, 0));
    const expected = 1 - (1 - truth ** 8) ** 16;
    t.diagnostic(`J ${truth.toFixed(2)}: recall ${found / rounds}, expected ${expected.toFixed(3)}`);
    assert.ok(Math.abs(found / rounds - expected) <= 4 * Math.sqrt((expected * (1 - expected)) / rounds) + 0.02);
  }
});

test('bands are whole numbers that a database keeps exactly, and different ones differ', () => {
  const bands = bandsOf(minHash(new Map([[1, 1], [2, 3]]))); // prettier-ignore
  assert.equal(new Set(bands).size, 16);
  for (const band of bands) assert.ok(Number.isSafeInteger(band) && band >= 0);
});

test('100,000 labels collide nowhere', () => {
  const labels = new Set(Array.from({ length: 100_000 }, (_, i) => labelOf(`test.Image ${i}`)));
  assert.equal(labels.size, 100_000);
  for (const label of labels) assert.ok(Number.isSafeInteger(label) && label >= 0);
});

test('sketches are stored, so they are the same for ever', () => {
  const sketch = minHash(new Map([[labelOf('test.Image'), 2], [labelOf('test.Mosaic'), 8]])); // prettier-ignore
  assert.deepEqual([labelOf('test.Image'), ...sketch.slice(0, 3), bandsOf(sketch)[0]], pinned);
});

const pinned = [4205590934393071, 499843666, 512719697, 115753846, 4591512176503463];
