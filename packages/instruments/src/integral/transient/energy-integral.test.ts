// Tests of the declared quadrature against closed forms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { energyGrid, integrate } from './energy-integral.ts';

const edge = fc.double({ min: 1, max: 1e4, noNaN: true });

test('power laws are integrated to nine digits', () => {
  fc.assert(
    fc.property(
      edge,
      fc.double({ min: 1.01, max: 100, noNaN: true }),
      fc.integer({ min: -5, max: 3 }),
      (low, factor, n) => {
        const high = low * factor;
        const index = n + 0.5;
        const exact = (high ** (index + 1) - low ** (index + 1)) / (index + 1);
        const found = integrate((energy) => energy ** index, energyGrid([low, high]));
        assert.ok(Math.abs(found / exact - 1) < 1e-9, `${found} ${exact}`);
      },
    ),
  );
});

test('an exponential is integrated to nine digits', () => {
  const found = integrate((energy) => Math.exp(-energy / 300), energyGrid([15, 3000]));
  const exact = 300 * (Math.exp(-15 / 300) - Math.exp(-10));
  assert.ok(Math.abs(found / exact - 1) < 1e-9, `${found / exact - 1}`);
});

test('a kink costs nothing where it is an edge, whatever the order of the edges', () => {
  const bent = (energy: number) => (energy < 123 ? energy : 123);
  const exact = (123 ** 2 - 100) / 2 + 123 * (2000 - 123);
  const found = integrate(bent, energyGrid([2000, 123, 10, 123]));
  assert.ok(Math.abs(found / exact - 1) < 1e-12);
});

test('weights sum to the width, and energies lie inside', () => {
  const { energyKeV, weightKeV } = energyGrid([75, 2000]);
  assert.ok(Math.abs(weightKeV.reduce((a, b) => a + b, 0) - 1925) < 1e-6);
  assert.ok(energyKeV.every((energy) => energy > 75 && energy < 2000));
  assert.equal(energyGrid([100]).energyKeV.length, 0);
});
