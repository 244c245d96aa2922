/** Forward folding finds the power law that made a spectrum, and says so when there is none to find. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitPowerLaw } from './fit-power-law.ts';
import { foldSpectrum, parametricResponse, rateInBand } from './response.ts';

const response = parametricResponse();
const bands = [20, 30, 40, 60, 80, 120].slice(1).map((maxKeV, k) => ({ minKeV: [20, 30, 40, 60, 80][k]!, maxKeV }));
const folded = (normAt1KeV: number, index: number): number[] => {
  const rates = foldSpectrum(response, { normAt1KeV, index });
  return bands.map(({ minKeV, maxKeV }) => rateInBand(response, rates, minKeV, maxKeV));
};

test('a spectrum without noise gives back norm and index exactly, with a chi-square of zero', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.8, max: 4.5, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      (index, norm) => {
        const rateCps = folded(norm, index);
        const fit = fitPowerLaw(response, { bands, rateCps, errorCps: rateCps.map((rate) => 0.03 * rate) })!;
        assert.ok(Math.abs(fit.index.value - index) < 1e-4);
        assert.ok(Math.abs(fit.spectrum.normAt1KeV / norm - 1) < 1e-3);
        assert.ok(fit.chiSquare < 1e-4);
        assert.equal(fit.degreesOfFreedom, 3);
      },
    ),
    { numRuns: 25 },
  );
});

test('errors shrink in proportion to those of the data', () => {
  const rateCps = folded(9.7, 2.1);
  const at = (error: number) => fitPowerLaw(response, { bands, rateCps, errorCps: rateCps.map(() => error) })!;
  assert.ok(Math.abs(at(0.2).index.error / at(0.1).index.error - 2) < 1e-3);
  assert.ok(Math.abs(at(0.2).normAt30KeV.error / at(0.1).normAt30KeV.error - 2) < 1e-3);
});

test('bands without an error or a rate are left out', () => {
  const rateCps = folded(9.7, 2.1);
  const errorCps = rateCps.map(() => 0.1);
  rateCps[0] = 1e6;
  errorCps[0] = 0;
  rateCps[1] = Number.NaN;
  const fit = fitPowerLaw(response, { bands, rateCps, errorCps })!;
  assert.ok(Math.abs(fit.index.value - 2.1) < 1e-4);
  assert.equal(fit.degreesOfFreedom, 1);
});

test('fewer than two bands, or no flux, have no fit', () => {
  const errorCps = bands.map(() => 0.1);
  assert.equal(fitPowerLaw(response, { bands, rateCps: folded(9.7, 2.1), errorCps: [0.1, 0, 0, 0, 0] }), undefined);
  assert.equal(fitPowerLaw(response, { bands, rateCps: bands.map(() => -1), errorCps }), undefined);
  assert.equal(fitPowerLaw(response, { bands: [], rateCps: [], errorCps: [] }), undefined);
});
