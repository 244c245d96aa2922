// Tests of the composed report: with and without a spectrum.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileValue } from '@stemma/core';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { Report } from './report.ts';

const png = (name: string) => new FileValue(name, 'image/png', { bytes: Uint8Array.of(1) });
const inputs = {
  target: { target: 'Crab', raDeg: 83.633083, decDeg: 22.0145 },
  selection: { runs: [], unavailable: [24_000] },
  significance: {
    total: { on: 20, off: 100, alpha: 0.1, excess: 10, excessError: 4.6, sigma: 2.71, livetimeS: 1800 },
    runs: {
      obsId: [1],
      on: [20],
      off: [100],
      alpha: [0.1],
      excess: [10],
      sigma: [2.71],
      livetimeS: [1800],
      offsetDeg: [0.5],
    },
    dropped: [{ obsId: 2, reason: 'no_off_region', message: 'no room' }],
  },
  map: { peak: { raDeg: 83.6, decDeg: 22, sigma: 2.9 }, field: { mean: 0, width: 1 }, png: png('map.png') },
  lightCurve: {
    constancy: { meanPerMin: 0.3, chiSquare: 0, degreesOfFreedom: 0, probability: 1 },
    png: png('curve.png'),
  },
};
const fit = {
  index: 2.6,
  indexError: 0.1,
  norm: 4e-11,
  normError: 1e-12,
  fluxAboveOneTeV: 2.5e-11,
  fluxError: 1e-12,
  stat: 10,
  degreesOfFreedom: 9,
  minTeV: 0.5,
};

test('the summary is one sentence, and the figures are those of the steps', async () => {
  const spectrum = { ok: true, value: { fit, png: png('spectrum.png') } };
  const out = await runDirectly(Report, { ...inputs, spectrum });
  assert.equal(out.summary, 'Crab: 2.7 sigma, 10 excess counts in 0.50 hours of livetime');
  assert.deepEqual([out.map.name, out.lightCurve.name, out.spectrum?.name], ['map.png', 'curve.png', 'spectrum.png']);
  assert.match(out.report.text(), /Photon index +2\.60? ± 0\.10/);
});

test('without a spectrum the report says so, and names what was left out', async () => {
  const out = await runDirectly(Report, {
    ...inputs,
    spectrum: { ok: false, reason: 'no_excess', message: 'none', detail: {} },
  });
  assert.equal(out.spectrum, null);
  for (const part of [
    'no excess in the safe energy range',
    'run 2 (no_off_region)',
    'Not available here: runs 24000',
  ]) {
    assert.ok(out.report.text().includes(part), part);
  }
});
