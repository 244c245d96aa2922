// Tests of the spectral models: shapes by their definitions, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  breakEnergyKeV,
  type BurstSpectrum,
  hardSpectrum,
  photonsAt,
  requireSpectrum,
  softSpectrum,
} from './spectral-model.ts';

const close = (a: number, b: number, relative = 1e-12) =>
  assert.ok(Math.abs(a - b) <= relative * Math.abs(b), `${a}, not ${b}`);

test('E² N(E) of a cut-off power law and of a Band function peaks at Ep', () => {
  for (const spectrum of [hardSpectrum, softSpectrum]) {
    const nuFnu = (energy: number) => energy ** 2 * photonsAt(spectrum, energy);
    const peak = nuFnu(spectrum.epeakKeV);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) assert.ok(nuFnu(factor * spectrum.epeakKeV) < peak);
  }
});

test('a power law has its amplitude at 100 keV and its index everywhere', () => {
  const law: BurstSpectrum = { ...hardSpectrum, model: 'powerlaw', alpha: -2.1, ampl: 3 };
  close(photonsAt(law, 100), 3);
  close(photonsAt(law, 1000) / photonsAt(law, 10), 100 ** -2.1);
});

test('a Band function is smooth at its break and a power law of index beta above it', () => {
  const at = breakEnergyKeV(softSpectrum)!;
  close(at, 450);
  close(photonsAt(softSpectrum, at * (1 + 1e-9)), photonsAt(softSpectrum, at * (1 - 1e-9)), 1e-7);
  const slope = (energy: number) =>
    Math.log(photonsAt(softSpectrum, 1.0001 * energy) / photonsAt(softSpectrum, energy)) / Math.log(1.0001);
  close(slope(at * 1.01), -2.5, 1e-9);
  close(slope(at * 0.999), -2.5, 2e-3);
  assert.equal(breakEnergyKeV(hardSpectrum), undefined);
});

test('every model grows in proportion to its amplitude', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('compton' as const, 'band' as const, 'powerlaw' as const),
      fc.double({ min: 20, max: 5000, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (model, energy, factor) => {
        const one = photonsAt({ ...softSpectrum, model }, energy);
        close(photonsAt({ ...softSpectrum, model, ampl: factor * softSpectrum.ampl }, energy), factor * one, 1e-9);
      },
    ),
  );
});

test('a spectrum without a peak, or a Band function that gets harder, is refused', () => {
  assert.throws(() => requireSpectrum({ ...hardSpectrum, alpha: -2 }), {
    code: 'invalid_request',
    message: /above -2/,
  });
  assert.throws(() => requireSpectrum({ ...softSpectrum, beta: -1 }), {
    code: 'invalid_request',
    message: /gets steeper/,
  });
  requireSpectrum({ ...hardSpectrum, model: 'powerlaw', alpha: -3 });
});
