// Tests of localisation by counts: exact counts point home, and credible regions hold the truth as often as they say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spacecraftAngles, spacecraftFrame } from '@stemma/data/coordinates';
import { randomFromDigest } from '@stemma/data/statistics';
import { netCountsOf } from './count-limit.ts';
import { detectorNames, detectors } from './detectors.ts';
import { directionResponse } from './direction-response.ts';
import { credibleLevels, type DetectorCounts, localise, spectrumFamily } from './localisation.ts';
import { simulatedCounts } from './simulated-counts.ts';
import { extremePixel, skyGrid } from './sky-grid.ts';
import { type BurstSpectrum, hardSpectrum, softSpectrum } from './spectral-model.ts';

const frame = spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 90 });
const positionKm = [0, 0, 30_000] as const;
const grid = skyGrid(16, frame, [...positionKm]);
const band = { minKeV: 75, maxKeV: 2000 };
const family = spectrumFamily([hardSpectrum, softSpectrum]);

/** Counts without noise of a burst in the middle of a pixel. */
function exact(pixel: number, spectrum: BurstSpectrum, fluence: number): DetectorCounts[] {
  const angles = spacecraftAngles(frame, { raDeg: grid.raDeg[pixel]!, decDeg: grid.decDeg[pixel]! });
  return detectorNames.map((name) => {
    const { ergPerCm2PerCount } = directionResponse(detectors[name], spectrum, angles, band);
    return { detector: detectors[name], netCounts: fluence / ergPerCm2PerCount, errorCounts: 300 };
  });
}

test('exact counts give chi2 0 and the fluence at the true pixel, and no pixel does better', () => {
  for (const pixel of [40, 700, 1500, 2900]) {
    if (grid.occulted[pixel] === 1) continue;
    const { chi2, fluence, probability } = localise(grid, exact(pixel, hardSpectrum, 2e-5), [hardSpectrum], band, 0.05);
    assert.ok(Math.abs(chi2[pixel]!) < 1e-6, `${chi2[pixel]}`);
    assert.ok(Math.abs(fluence[pixel]! / 2e-5 - 1) < 1e-9);
    assert.ok(chi2.every((value) => !(value < chi2[pixel]! - 1e-6)));
    assert.ok(probability[pixel]! >= probability[extremePixel(probability, -1)]! * (1 - 1e-6));
  }
});

test('probabilities sum to 1, and none lies behind the Earth', () => {
  const { probability, chi2 } = localise(grid, exact(1500, softSpectrum, 1e-5), family, band, 0.1);
  assert.ok(Math.abs(probability.reduce((a, b) => a + b, 0) - 1) < 1e-9);
  grid.occulted.forEach((hidden, i) => {
    if (hidden === 1) assert.ok(probability[i] === 0 && Number.isNaN(chi2[i]!));
  });
});

test('not knowing the spectrum never makes chi2 larger', () => {
  const counts = exact(1500, hardSpectrum, 1e-5);
  const known = localise(grid, counts, [hardSpectrum], band, 0.1);
  const unknown = localise(grid, counts, family, band, 0.1);
  known.chi2.forEach((value, i) => assert.ok(!(unknown.chi2[i]! > value + 1e-9)));
});

test('credible levels grow from the most probable pixel outwards', () => {
  assert.deepEqual(
    [...credibleLevels(Float64Array.of(0.25, 0.5, 0, 0.25))].map((level) => Number(level.toFixed(9))),
    [0.5, 0, 1, 0.75],
  );
});

test('a burst fainter than nothing is a fluence of 0, never a negative one', () => {
  const counts = detectorNames.map((name) => ({ detector: detectors[name], netCounts: -50, errorCounts: 100 }));
  const { fluence, chi2 } = localise(grid, counts, [hardSpectrum], band, 0);
  assert.ok(fluence.every((value) => value === 0));
  assert.ok(chi2.every((value) => Number.isNaN(value) || Math.abs(value - 1) < 1e-9));
});

/** Levels of the true directions of simulated bursts, spectrum and model error unknown to the localisation. */
function levelsOfTruth(bursts: number, systematic: number): number[] {
  const random = randomFromDigest('c0'.repeat(32));
  const levels: number[] = [];
  while (levels.length < bursts) {
    const source = { raDeg: 360 * random.uniform(), decDeg: (Math.asin(2 * random.uniform() - 1) * 180) / Math.PI };
    const pixel = grid.healpix.pixelAt(source.raDeg, source.decDeg);
    // Half-hidden pixels belong to neither side.
    if (grid.occulted[pixel] === 1 || source.decDeg < -70) continue;
    const spectrum = family[random.integer(family.length)]!;
    const seen = detectorNames.map((name) => {
      const { backgroundCps, excessVariance } = detectors[name];
      return { detector: detectors[name], background: { rateCps: backgroundCps, excessVariance } };
    });
    const angles = spacecraftAngles(frame, source);
    const burst = { angles, source, positionKm, spectrum, band, fluence: 2e-5, durationS: 2 };
    const gross = simulatedCounts(burst, seen, random);
    const counts = seen.map(({ detector, background }, d): DetectorCounts => {
      const [backgroundCps, excessVariance] = [background.rateCps, background.excessVariance];
      const net = netCountsOf({
        grossCounts: gross[d]!,
        backgroundCps,
        backgroundErrorCps: 0,
        excessVariance,
        durationS: 2,
      });
      const wrong = 1 + systematic * random.normal();
      return { detector, netCounts: net.value * wrong, errorCounts: net.error };
    });
    levels.push(credibleLevels(localise(grid, counts, family, band, systematic).probability)[pixel]!);
  }
  return levels;
}

test('90 and 50 per cent regions of 200 simulated bursts hold the truth as often as they say', (t) => {
  const bursts = 200;
  const levels = levelsOfTruth(bursts, 0.1);
  for (const level of [0.9, 0.5]) {
    const covered = levels.filter((value) => value < level).length / bursts;
    t.diagnostic(`${level}: ${covered}`);
    // Four standard errors of a binomial fraction; the seed is fixed.
    assert.ok(Math.abs(covered - level) < 4 * Math.sqrt((level * (1 - level)) / bursts), `${covered} of ${level}`);
  }
});
