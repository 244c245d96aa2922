/** Tests of Bayesian blocks against theory, an exhaustive search and astropy. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '../statistics/random.ts';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { bayesianBlocks } from './bayesian-blocks.ts';

const random = () => randomFromDigest('c3'.repeat(32));

test('a step is found at its bin', () => {
  const draw = random();
  const counts = Float64Array.from({ length: 200 }, (_, i) => draw.poisson(i < 120 ? 100 : 200));
  assert.deepEqual(bayesianBlocks(counts, new Float64Array(200).fill(1)), [0, 120]);
});

test('constant data is one block, also with a background that varies as the exposure says', () => {
  const draw = random();
  const exposure = Float64Array.from({ length: 500 }, (_, i) => 100 + i);
  const counts = exposure.map((mean) => draw.poisson(mean));
  assert.deepEqual(bayesianBlocks(counts, exposure), [0]);
  assert.ok(bayesianBlocks(counts, new Float64Array(500).fill(1)).length > 5);
});

test('false change points come no more often than asked for', () => {
  const draw = random();
  let falseOnes = 0;
  for (let k = 0; k < 200; k++) {
    const counts = Float64Array.from({ length: 300 }, () => draw.poisson(50));
    if (bayesianBlocks(counts, new Float64Array(300).fill(1), { falsePositive: 0.05 }).length > 1) falseOnes++;
  }
  assert.ok(falseOnes <= 20, `${falseOnes} of 200`);
});

test('overdispersed noise splits only when its dispersion is not stated', () => {
  const draw = random();
  const counts = Float64Array.from({ length: 1000 }, () =>
    Math.max(0, Math.round(1000 + 2.5 * Math.sqrt(1000) * draw.normal())),
  );
  const exposure = new Float64Array(1000).fill(1);
  assert.ok(bayesianBlocks(counts, exposure).length > 1);
  assert.deepEqual(bayesianBlocks(counts, exposure, { dispersion: 6.25 }), [0]);
});

test('pruning changes nothing: the blocks are the best of all partitions', () => {
  const draw = random();
  for (let k = 0; k < 30; k++) {
    const n = 11;
    const counts = Float64Array.from({ length: n }, () => draw.poisson(draw.uniform() < 0.3 ? 30 : 5));
    const penalty = 4 - Math.log(73.53 * 0.5 * n ** -0.478);
    let best = -Infinity;
    let bestStarts: number[] = [];
    for (let cuts = 0; cuts < 1 << (n - 1); cuts++) {
      const starts = [0];
      for (let i = 1; i < n; i++) if (cuts & (1 << (i - 1))) starts.push(i);
      let total = 0;
      starts.forEach((start, j) => {
        const end = starts[j + 1] ?? n;
        const sum = counts.subarray(start, end).reduce((a, b) => a + b, 0);
        total += (sum > 0 ? sum * Math.log(sum / (end - start)) : 0) - penalty;
      });
      if (total > best) [best, bestStarts] = [total, starts];
    }
    assert.deepEqual(bayesianBlocks(counts, new Float64Array(n).fill(1), { falsePositive: 0.5 }), bestStarts);
  }
});

test('no data has no blocks', () => {
  assert.deepEqual(bayesianBlocks([], []), []);
});

test('astropy finds the same change points in the same counts', { skip: withoutAstropy }, () => {
  const draw = random();
  const counts = Array.from({ length: 300 }, (_, i) =>
    draw.poisson(i > 100 && i < 115 ? 80 : i >= 115 && i < 150 ? 50 : 20),
  );
  const ours = bayesianBlocks(counts, new Float64Array(300).fill(1), { falsePositive: 0.05 });
  const script = `
import json, sys
import numpy as np
from astropy.stats import bayesian_blocks, Events
counts = np.array(json.load(sys.stdin))
t = np.arange(len(counts)) + 0.5
gamma = float(np.exp(-(4 - np.log(73.53 * 0.05 * len(counts) ** -0.478))))
edges = bayesian_blocks(t, counts, fitness='events', gamma=gamma)
print(json.dumps([0] + [int(round(e)) for e in edges[1:-1]]))`;
  assert.deepEqual(ours, judge<number[]>(script, counts));
});
