// Tests of simulated counts: means and scatters as declared, and no burst behind the Earth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '@stemma/data/statistics';
import { detectors } from './detectors.ts';
import { directionResponse } from './direction-response.ts';
import { simulatedCounts } from './simulated-counts.ts';
import { hardSpectrum } from './spectral-model.ts';

const burst = {
  angles: { thetaDeg: 75, phiDeg: 90 },
  source: { raDeg: 10, decDeg: 0 },
  positionKm: [100_000, 0, 0],
  spectrum: hardSpectrum,
  band: { minKeV: 75, maxKeV: 2000 },
  fluence: 1e-6,
  durationS: 2,
};
const seen = [{ detector: detectors.ACS, background: { rateCps: 85_000, excessVariance: 1.5 } }];

test('counts have the mean of background and burst, and the scatter that is declared', () => {
  const random = randomFromDigest('5a'.repeat(32));
  const counts = Float64Array.from({ length: 3000 }, () => simulatedCounts(burst, seen, random)[0]!);
  const { ergPerCm2PerCount } = directionResponse(detectors.ACS, hardSpectrum, burst.angles, burst.band);
  const burstCounts = 1e-6 / ergPerCm2PerCount;
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const variance = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (counts.length - 1);
  const expected = 1.5 ** 2 * 170_000 + burstCounts;
  // Five standard errors of the mean and of the variance.
  assert.ok(Math.abs(mean - 170_000 - burstCounts) < 5 * Math.sqrt(expected / counts.length));
  assert.ok(Math.abs(variance / expected - 1) < 5 * Math.sqrt(2 / counts.length), `${variance / expected}`);
});

test('equal seeds give equal counts', () => {
  const once = () => simulatedCounts(burst, seen, randomFromDigest('77'.repeat(32)));
  assert.deepEqual(once(), once());
});

test('a burst behind the Earth is an expected failure', () => {
  const hidden = { ...burst, source: { raDeg: 180, decDeg: 0 } };
  assert.throws(() => simulatedCounts(hidden, seen, randomFromDigest('77'.repeat(32))), {
    reason: 'occulted',
    message: /3\.7 degrees below the limb/,
  });
});
