/** The simulator: repeatable, sorted, at the rates, places, energies and times it was asked for, and fast. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readFits } from '@stemma/data/fits';
import { backgroundShape } from './detector-background.ts';
import { fitSources } from './fit-sources.ts';
import { allPixelsOn, bandEfficiency, pixelStatesFromContext, readSwitchList } from './pixel-state.ts';
import { CRAB, scaledSpectrum } from './power-law.ts';
import { foldSpectrum, parametricResponse, rateInBand, readResponse } from './response.ts';
import { binEvents } from './shadowgram.ts';
import { type SimulatedPointing, simulatePointing } from './simulate.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../../shared/data', import.meta.url).pathname;
const skip = existsSync(`${mirror}/grb221009/IBIS_rmf_GRB221009A.fits`)
  ? false
  : 'no real response (STEMMA_DATA_MIRROR)';
const response = parametricResponse();
const base: SimulatedPointing = {
  seed: 'ab'.repeat(32),
  exposureS: 400,
  sources: [{ shift: { y: -31.3, z: 22.6 }, spectrum: scaledSpectrum(CRAB, 0.5) }],
  backgroundCps: 400,
  response,
  pixels: allPixelsOn(),
};

test('the same seed gives the same events, another seed others', () => {
  const short = { ...base, exposureS: 20 };
  assert.deepEqual(simulatePointing(short), simulatePointing(short));
  assert.notDeepEqual(simulatePointing(short).timeS, simulatePointing({ ...short, seed: 'cd'.repeat(32) }).timeS);
});

test('times are sorted inside the exposure and energies inside the channels', () => {
  const { timeS, energyKeV } = simulatePointing({ ...base, exposureS: 50 });
  for (let i = 1; i < timeS.length; i++) assert.ok(timeS[i]! >= timeS[i - 1]!);
  assert.ok(timeS[0]! >= 0 && timeS.at(-1)! < 50);
  assert.ok(energyKeV.every((energy) => energy >= 12.5 && energy < 1030));
});

test('the fitted rates are the folded spectrum and the background that went in', () => {
  const events = simulatePointing(base);
  const band = { minKeV: 30, maxKeV: 60 };
  const efficiency = bandEfficiency(base.pixels, band);
  const [counts] = binEvents(events, [band], efficiency);
  const background = backgroundShape();
  const fit = fitSources({ counts: counts!, efficiency, exposureS: 400 }, [base.sources[0]!.shift], { background })!;
  const expected = rateInBand(response, foldSpectrum(response, base.sources[0]!.spectrum), 30, 60);
  const { value, error } = fit.sources[0]!.rateCps;
  assert.ok(Math.abs(value - expected) < 4 * error, `${value} +- ${error}, expected ${expected}`);
  assert.ok(Math.abs(fit.chiSquare / fit.degreesOfFreedom - 1) < 0.05);
});

test('a modulated source is brighter at its maximum by its amplitude', () => {
  const modulation = { periodS: 10, amplitude: 0.6, phase: 0 };
  const sources = [{ ...base.sources[0]!, spectrum: CRAB, modulation }];
  const { timeS } = simulatePointing({ ...base, backgroundCps: 0, sources });
  let [sine, n] = [0, 0];
  for (const time of timeS) {
    sine += Math.sin((2 * Math.PI * time) / 10);
    n++;
  }
  // The mean of the sine over events of rate 1 + a sin is a / 2; its error is about 1 / sqrt(2 n).
  assert.ok(Math.abs((2 * sine) / n - 0.6) < 5 / Math.sqrt(n / 2), `${(2 * sine) / n}`);
});

test('pixels that are off count nothing, noisy ones count more, high thresholds cut low energies', () => {
  const pixels = allPixelsOn(13);
  pixels.onFraction[5] = 0;
  pixels.thresholdKeV[6] = 60;
  const noisy = [{ y: 7, z: 0, rateCps: 5 }];
  const { y, z, energyKeV } = simulatePointing({ ...base, exposureS: 600, pixels, noisy });
  const count = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let lowest = Infinity;
  y.forEach((column, i) => {
    if (z[i] !== 0 || column > 8) return;
    count[column]!++;
    if (column === 6) lowest = Math.min(lowest, energyKeV[i]!);
  });
  assert.equal(count[5], 0);
  assert.ok(count[7]! > count[8]! + 2000);
  assert.ok(lowest > 50, `${lowest} keV`);
});

test('nothing in the sky and no background leave no events', () => {
  assert.equal(simulatePointing({ ...base, sources: [], backgroundCps: 0 }).timeS.length, 0);
  const outside = [{ ...base.sources[0]!, shift: { y: 400, z: 0 } }];
  assert.equal(simulatePointing({ ...base, sources: outside, backgroundCps: 0 }).timeS.length, 0);
});

test('impossible requests are refused before anything is drawn', () => {
  for (const wrong of [
    { exposureS: 0 },
    { exposureS: Number.NaN },
    { backgroundCps: -1 },
    { backgroundCps: 1e9 },
    { sources: [{ ...base.sources[0]!, modulation: { periodS: 5, amplitude: 2, phase: 0 } }] },
  ]) {
    assert.throws(() => simulatePointing({ ...base, ...wrong }), RangeError, JSON.stringify(wrong));
  }
});

test('with the real response and real pixel states the Crab comes out at its folded rate', { skip }, (t) => {
  const open = (path: string) => readFits(readFileSync(`${mirror}/${path}`));
  const real = readResponse(open('grb221009/IBIS_rmf_GRB221009A.fits'), open('grb221009/IBIS_arf_GRB221009A.fits'));
  const pixels = pixelStatesFromContext(open('detector/isgri_context_20030808145151.fits').image('ISGR-PXLP-CFG'));
  for (const { y, z, kind } of readSwitchList(
    open('detector/isgri_pxlswtch_20030810200317.fits').table('ISGR-SWIT-STA'),
  )) {
    if (kind === 'off') pixels.onFraction[z * 128 + y] = 0;
  }
  const sources = [{ shift: { y: -46, z: 47 }, spectrum: CRAB }];
  const band = { minKeV: 25, maxKeV: 80 };
  const started = process.cpuUsage();
  const events = simulatePointing({ ...base, exposureS: 1000, response: real, pixels, sources, backgroundCps: 500 });
  const { user, system } = process.cpuUsage(started);
  const efficiency = bandEfficiency(pixels, band);
  const [counts] = binEvents(events, [band], efficiency);
  const fit = fitSources({ counts: counts!, efficiency, exposureS: 1000 }, [sources[0]!.shift], {
    background: backgroundShape(),
  })!;
  const { value, error } = fit.sources[0]!.rateCps;
  t.diagnostic(
    `${events.timeS.length} events in ${((user + system) / 1e6).toFixed(2)} CPU s; Crab ${value.toFixed(1)} +- ${error.toFixed(1)} c/s`,
  );
  const expected = rateInBand(real, foldSpectrum(real, CRAB), 25, 80);
  // The efficiency below the thresholds of 13 to 49 keV is an average over the band, hence the 1 %.
  assert.ok(Math.abs(value - expected) < 4 * error + 0.01 * expected, `expected ${expected}`);
});
