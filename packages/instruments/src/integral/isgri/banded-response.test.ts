/** Area and redistribution in bands give the same rates as the whole response. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CRAB, photonFlux } from '../coded-mask/power-law.ts';
import { foldSpectrum, parametricResponse, rateInBand } from '../coded-mask/response.ts';
import { bandedResponse } from './banded-response.ts';

const response = parametricResponse();
const bands = [
  { minKeV: 20, maxKeV: 31.3 },
  { minKeV: 31.3, maxKeV: 80 },
];
const banded = bandedResponse(response, bands);

test('a spectrum folded through area and redistribution has the rates of the full matrix', () => {
  const all = foldSpectrum(response, CRAB);
  bands.forEach(({ minKeV, maxKeV }, band) => {
    let rate = 0;
    banded.energyLowKeV.forEach((low, i) => {
      const photons = photonFlux(CRAB, low, banded.energyHighKeV[i]!);
      rate += photons * banded.areaCm2[i]! * banded.redistribution[i * 2 + band]!;
    });
    assert.ok(Math.abs(rate / rateInBand(response, all, minKeV, maxKeV) - 1) < 1e-5, `${rate}`);
  });
});

test('redistributions are probabilities, near 1 well inside of the bands and 0 far outside', () => {
  const sumAt = (energy: number): number => {
    const i = banded.energyHighKeV.findIndex((high) => high > energy);
    return banded.redistribution[2 * i]! + banded.redistribution[2 * i + 1]!;
  };
  assert.ok(Math.abs(sumAt(45) - 1) < 1e-4);
  assert.ok(Math.abs(sumAt(80) - 0.5) < 0.1);
  assert.ok(sumAt(200) < 1e-6);
});
