/** Descriptive statistics and fits against numpy, the judge that every reader has at hand. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { mean, median, quantiles, robustSigma, standardDeviation, variance } from './descriptive.ts';
import { evaluatePolynomial, fitPolynomial } from './polynomial.ts';
import { prefixSums, rebinByFactor } from './rebin.ts';
import { randomFromDigest } from './random.ts';

interface Answer {
  readonly mean: number;
  readonly variance: number;
  readonly deviation: number;
  readonly quantiles: number[];
  readonly mad: number;
  readonly cumulative: number[];
  readonly rebinned: number[];
  readonly fits: number[][];
}

const script = `
import json, sys
import numpy as np
from astropy.stats import mad_std
d = json.load(sys.stdin)
x, y, w = (np.array(d[k]) for k in 'xyw')
fits = [np.polynomial.Polynomial.fit(x, y, n, w=np.sqrt(w))(x).tolist() for n in d['degrees']]
print(json.dumps(dict(mean=np.mean(y), variance=np.var(y, ddof=1), deviation=np.std(y), quantiles=np.quantile(y, d['q']).tolist(),
  mad=mad_std(y), cumulative=np.cumsum(y).tolist(), rebinned=y[3:3 + (len(y) - 3) // 7 * 7].reshape(-1, 7).sum(1).tolist(), fits=fits)))`;

test('numpy gives the same statistics, sums and weighted polynomials', { skip: withoutAstropy }, () => {
  const random = randomFromDigest('7e'.repeat(32));
  const x = Float64Array.from({ length: 211 }, () => 1000 + 50 * random.uniform());
  const y = x.map((v) => 91_000 + 3 * (v - 1020) ** 2 + 300 * random.normal());
  const w = x.map(() => 0.1 + random.uniform());
  const q = [0, 0.05, 0.25, 0.5, 0.9, 1];
  const degrees = [0, 1, 2, 5, 9];
  const answer = judge<Answer>(script, { x: [...x], y: [...y], w: [...w], q, degrees });
  const near = (ours: number, theirs: number, relative = 1e-12): void =>
    assert.ok(Math.abs(ours - theirs) <= relative * Math.abs(theirs), `${ours} ${theirs}`);
  near(mean(y), answer.mean);
  near(variance(y), answer.variance);
  near(standardDeviation(y, 0), answer.deviation);
  near(robustSigma(y), answer.mad);
  quantiles(y, q).forEach((value, i) => near(value, answer.quantiles[i]!));
  assert.equal(median(y), answer.quantiles[3]);
  prefixSums(y)
    .subarray(1)
    .forEach((value, i) => near(value, answer.cumulative[i]!));
  rebinByFactor(y, 7, 3).forEach((value, i) => near(value, answer.rebinned[i]!));
  degrees.forEach((degree, k) => {
    const ours = evaluatePolynomial(fitPolynomial(x, y, degree, w), x);
    ours.forEach((value, i) => near(value, answer.fits[k]![i]!, 1e-10));
  });
});
