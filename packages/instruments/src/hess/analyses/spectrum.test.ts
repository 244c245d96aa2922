// Tests of the spectral data of a run and of the composed spectrum: bins, safe range, dropped runs, nothing to fit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, withoutFiles } from '../../../../../test/instruments/hess-files.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { firstCrabRun } from '../sources.ts';
import { RunSpectrum } from './run-spectrum.ts';
import { Spectrum } from './spectrum.ts';

const target = { target: 'made up', raDeg: 0, decDeg: 0 };
const events = (...energyTeV: number[]) => ({
  timeS: new Float64Array(energyTeV.length),
  energyTeV: Float64Array.from(energyTeV),
});

test(
  'events are counted by energy, and bins below the threshold are not safe',
  { skip: withoutFiles(firstCrabRun) },
  async () => {
    const counts = {
      counts: { obsId: 23_523, alpha: 0.1, livetimeS: 1582, offsetDeg: 0.5, onRadiusDeg: 0.11 },
      onEvents: events(0.05, 0.11, 1.1, 1.2, 99, 150),
      offEvents: events(1.05),
    };
    const { bins, matrixCm2, trueEnergies, run } = await runDirectly(RunSpectrum, {
      counts,
      data: inputFile('r', bytesOf(firstCrabRun)),
    });
    assert.equal(
      bins.on.reduce((a, b) => a + b),
      4,
    );
    assert.deepEqual([bins.on[0], bins.on[8], bins.on[23], bins.off[8]], [1, 2, 1, 1]);
    // The threshold of 0.871 TeV lies inside the bin from 0.75 to 1 TeV.
    assert.equal(bins.safe.indexOf(1), 8);
    assert.ok(bins.lowTeV[8]! > 0.99 && bins.safe.subarray(8).every((one) => one === 1));
    assert.equal(matrixCm2.length, 24 * trueEnergies.lowTeV.length);
    // Summed over reconstructed energies a true energy keeps its area, in cm2.
    const sum = Array.from({ length: 24 }, (_, bin) => matrixCm2[bin * 96 + 60]!).reduce((a, b) => a + b);
    assert.ok(Math.abs(sum / (trueEnergies.areaM2[60]! * 1e4) - 1) < 1e-3);
    assert.deepEqual(run, { obsId: 23_523, alpha: 0.1, livetimeS: 1582 });
  },
);

const floats = (...values: number[]) => Float64Array.from(values);
const spectrum = (on: Float64Array) => ({
  ok: true,
  value: {
    bins: {
      lowTeV: floats(1, 2, 4),
      highTeV: floats(2, 4, 8),
      on,
      off: floats(10, 5, 2),
      safe: Uint8Array.of(1, 1, 1),
    },
    trueEnergies: { lowTeV: floats(1, 2, 4), highTeV: floats(2, 4, 8), areaM2: floats(1, 1, 1) },
    matrixCm2: floats(1e9, 0, 0, 0, 1e9, 0, 0, 0, 1e9),
    run: { obsId: 1, alpha: 0.1, livetimeS: 1000 },
  },
});
const selection = { runs: [{ obsId: 1 }, { obsId: 2 }] };
const failed = { ok: false, reason: 'no_off_region', message: 'no room', detail: {} };

test('a halving of counts with each doubling of energy is an index of 2; failed runs are named', async () => {
  const { fit, points, dropped } = await runDirectly(Spectrum, {
    target,
    selection,
    spectra: [spectrum(floats(401, 200.5, 100.2)), failed],
  });
  assert.ok(Math.abs(fit.index - 2) < 1e-4, `${fit.index}`);
  assert.ok(Math.abs(fit.norm / (400 / (0.5 * 1e9 * 1000)) - 1) < 1e-4);
  assert.deepEqual([fit.degreesOfFreedom, fit.minTeV, fit.hasConverged], [1, 1, true]);
  assert.ok(Math.abs(points.expected[1]! - 200) < 0.01);
  assert.deepEqual(dropped, [{ obsId: 2, reason: 'no_off_region', message: 'no room' }]);
});

test('without an excess there is no spectrum, which is an expected failure', async () => {
  const failure = { reason: 'no_excess', message: /made up has no excess/ };
  await assert.rejects(
    runDirectly(Spectrum, { target, selection, spectra: [spectrum(floats(0, 0, 0)), failed] }),
    failure,
  );
});
