/** Photon fluxes against numerical integration and the Crab's known flux. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CRAB, photonFlux, scaledSpectrum } from './power-law.ts';

function integrated(norm: number, index: number, low: number, high: number): number {
  const steps = 20_000;
  let total = 0;
  for (let k = 0; k < steps; k++) {
    const energy = low + ((k + 0.5) / steps) * (high - low);
    total += (norm * energy ** -index * (high - low)) / steps;
  }
  return total;
}

test('fluxes are the integral of the spectrum, also for an index of one', () => {
  for (const index of [0, 1, 1 + 1e-12, 2.1, 3.7]) {
    const flux = photonFlux({ normAt1KeV: 4, index }, 20, 60);
    assert.ok(Math.abs(flux / integrated(4, index, 20, 60) - 1) < 1e-6, `index ${index}`);
  }
});

test('the Crab has 0.16 photons per cm2 and second from 25 to 60 keV', () => {
  assert.ok(Math.abs(photonFlux(CRAB, 25, 60) - integrated(9.7, 2.1, 25, 60)) < 1e-6);
  assert.ok(Math.abs(photonFlux(CRAB, 25, 60) - 0.158) < 0.002);
});

test('a scaled spectrum has the scaled flux and the same index', () => {
  const tenth = scaledSpectrum(CRAB, 0.1);
  assert.ok(Math.abs(photonFlux(tenth, 20, 40) / photonFlux(CRAB, 20, 40) - 0.1) < 1e-12);
  assert.equal(tenth.index, 2.1);
});
