/** Tests of wstat: values of another implementation, the minimum over the background, the connection to Li & Ma. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { liMaSignificance } from './li-ma.ts';
import { wstat, wstatBackground } from './wstat.ts';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

test('values agree with those of XSPEC, which gammapy tests with', () => {
  // Columns of gammapy/stats/tests/test_fit_statistics.py: signal, ON, OFF, alpha, wstat.
  const reference = [
    [0.59752422, 0, 0, 0.83746243, 1.19504844],
    [9.13666449, 13, 7, 0.17003354, 0.625311794002],
    [12.98288095, 7, 4, 0.26034507, 4.25810886127],
    [5.56974565, 5, 0, 0.69197751, 0.0603765381044],
    [13.52509804, 11, 18, 0.89557033, 11.7285002468],
    [11.81725635, 16, 7, 0.34068848, 0.206014834301],
    [0.47963765, 0, 1, 0.0646732, 1.084611],
    [11.17708176, 9, 5, 0.86411967, 2.72972381792],
    [5.18504894, 3, 12, 0.29087245, 4.60602990838],
    [8.30202394, 12, 25, 0.74108241, 7.51658734973],
  ] as const;
  for (const [signal, on, off, alpha, expected] of reference) close(wstat({ on, off, alpha }, signal), expected, 2e-6);
});

const counts = fc.record({
  on: fc.integer({ min: 0, max: 300 }),
  off: fc.integer({ min: 0, max: 300 }),
  alpha: fc.double({ min: 0.02, max: 3, noNaN: true }),
});

test('the background is the most likely one', () => {
  const deviance = (n: number, m: number) => 2 * (m - n + (n === 0 ? 0 : n * Math.log(n / m)));
  fc.assert(
    fc.property(
      counts,
      fc.double({ min: 0.01, max: 400, noNaN: true }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      (given, signal, factor) => {
        const other = wstatBackground(given, signal) * factor + 1e-9;
        const elsewhere = deviance(given.on, signal + given.alpha * other) + deviance(given.off, other);
        assert.ok(wstat(given, signal) <= elsewhere + 1e-6 * (1 + elsewhere));
      },
    ),
  );
});

test('no signal at all is as unlikely as Li & Ma say, the measured excess perfectly likely', () => {
  fc.assert(
    fc.property(counts, (given) => {
      close(wstat(given, 0), liMaSignificance(given) ** 2, 1e-6 * (1 + wstat(given, 0)));
      const excess = given.on - given.alpha * given.off;
      if (excess >= 0) close(wstat(given, excess), 0, 1e-9 * (1 + given.on));
    }),
  );
});

test('impossible arguments are refused', () => {
  assert.throws(() => wstat({ on: 1, off: 1, alpha: 1 }, -0.1), RangeError);
  assert.throws(() => wstat({ on: 1, off: -1, alpha: 1 }, 1), RangeError);
});
