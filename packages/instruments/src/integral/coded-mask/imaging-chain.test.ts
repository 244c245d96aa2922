/** The whole way once: a simulated sky, its events, sky images of three bands, a catalogue, one spectrum of its Crab. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import {
  CRAB,
  allPixelsOn,
  backgroundShape,
  bandEfficiency,
  binEvents,
  cleanPointing,
  directionOfShift,
  expectedCounts,
  extractRates,
  fitPowerLaw,
  hotPixels,
  parametricResponse,
  pointingOf,
  scaledSpectrum,
  shiftOfDirection,
  simulatePointing,
} from './index.ts';

const pointing = pointingOf({ raDeg: 87.8347, decDeg: 25.8313 }, { raDeg: 357.9, decDeg: -0.17 });
const crab = { raDeg: 83.6331, decDeg: 22.0145 };
const other = { raDeg: 88.7, decDeg: 28.9 };

test('a pointing at the Crab, from events to positions, fluxes and a spectrum', (t) => {
  const response = parametricResponse();
  const pixels = allPixelsOn(14);
  for (let k = 0; k < 600; k++) pixels.onFraction[(k * 7919) % 16_384] = 0;
  const exposureS = 1200;
  const noisy = [{ y: 100, z: 20, rateCps: 3 }];
  const sources = [
    { shift: shiftOfDirection(pointing, crab)!, spectrum: CRAB },
    { shift: shiftOfDirection(pointing, other)!, spectrum: scaledSpectrum(CRAB, 0.15) },
  ];
  const started = process.cpuUsage();
  const events = simulatePointing({
    seed: '9'.repeat(64),
    exposureS,
    sources,
    backgroundCps: 450,
    response,
    pixels,
    noisy,
  });
  const edges = [20, 25, 30, 40, 60, 80, 120];
  const bands = edges.slice(1).map((maxKeV, k) => ({ minKeV: edges[k]!, maxKeV }));
  const background = backgroundShape();
  const shadowgrams = binEvents(events, bands, bandEfficiency(pixels, { minKeV: 20, maxKeV: 120 })).map((counts, k) => {
    const efficiency = bandEfficiency(pixels, bands[k]!);
    const mean = counts.reduce((total, count) => total + count, 0);
    const flat = expectedCounts({ sources: [], backgroundCps: 1.9 * mean, background, efficiency, exposureS: 1 });
    hotPixels(counts, flat).forEach((hot, i) => hot && (efficiency[i] = 0));
    return { counts, efficiency, exposureS };
  });
  const cleaned = cleanPointing(shadowgrams[2]!, { background, catalogue: sources.map(({ shift }) => shift) })!;
  assert.equal(cleaned.sources.length, 2);
  [crab, other].forEach((direction, k) => {
    const found = cleaned.sources.find(({ catalogueIndex }) => catalogueIndex === k)!;
    const off = 60 * angularSeparationDeg(directionOfShift(pointing, found.shift), direction);
    assert.ok(off < 1, `source ${k} is ${off} arcmin off`);
  });
  const rates = extractRates(
    shadowgrams,
    cleaned.sources.map(({ shift }) => shift),
    () => background,
  );
  const brightest = cleaned.sources.findIndex(({ catalogueIndex }) => catalogueIndex === 0);
  const fit = fitPowerLaw(response, { bands, ...rates.sources[brightest]! })!;
  const { user, system } = process.cpuUsage(started);
  t.diagnostic(
    `Crab index ${fit.index.value.toFixed(3)} +- ${fit.index.error.toFixed(3)}; ${events.timeS.length} events, ${((user + system) / 1e6).toFixed(2)} CPU s`,
  );
  assert.ok(Math.abs(fit.index.value - 2.1) < 4 * fit.index.error);
  assert.ok(Math.abs(fit.spectrum.normAt1KeV / 9.7 - 1) < 0.1);
});
