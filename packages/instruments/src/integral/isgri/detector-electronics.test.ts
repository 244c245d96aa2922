/** Energies to channels and back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mean, standardDeviation } from '@stemma/data/statistics';
import { CHANNELS, channelOf, energyOf, pixelGains } from './detector-electronics.ts';

test('an energy comes back from its channel, at any gain', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 12, max: 1000, noNaN: true }),
      fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      (e, g) => {
        assert.ok(Math.abs(energyOf(channelOf(e, g), g) / e - 1) < 1e-12);
      },
    ),
  );
});

test('channels grow with energy, by two for each keV at low energy, and 1 MeV still has one', () => {
  assert.ok(Math.abs(channelOf(31, 1) - channelOf(30, 1) - 2.01) < 0.01);
  assert.ok(channelOf(1000, 1.06) < CHANNELS);
  assert.ok(Number.isNaN(energyOf(3000, 1)));
});

test('gains scatter by 2 % about one and are the same every time', () => {
  const gains = pixelGains();
  assert.ok(Math.abs(mean(gains) - 1) < 1e-3 && Math.abs(standardDeviation(gains) - 0.02) < 1e-3);
  assert.deepEqual(gains, pixelGains());
});
