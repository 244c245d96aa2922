// Tests of the calibration and of the names of observations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { CalibratedEvents } from './calibrated-events.ts';
import { DataUnit } from './data-unit.ts';
import { EnergyCalibration, EnergyCalibration2026 } from './energy-calibration.ts';

const raw = {
  events: inputFile(
    'events.fits',
    writeFits([tableHdu({ name: 'EVENTS', columns: [{ name: 'PHA', values: Int16Array.of(0, 100, 1000) }] })]),
  ),
};

test('energies are gain times channel plus offset', async () => {
  const energies = async (calibration: unknown) => [
    ...(await runDirectly(CalibratedEvents, { raw, calibration })).events.energyKeV,
  ];
  assert.deepEqual(await energies(await runDirectly(EnergyCalibration)), [0, 50, 500]);
  assert.deepEqual(await energies(await runDirectly(EnergyCalibration2026)), [-0.2, 50.8, 509.8]);
});

test('both calibrations have the same outputs, so that one can stand for the other', () => {
  assert.deepEqual(
    Object.keys(EnergyCalibration2026.definition.outputs),
    Object.keys(EnergyCalibration.definition.outputs),
  );
});

test('a file without events is an error that names what is missing', async () => {
  const empty = { events: inputFile('events.fits', writeFits([tableHdu({ name: 'OTHER', columns: [] })])) };
  await assert.rejects(
    runDirectly(CalibratedEvents, { raw: empty, calibration: { gainKeV: 1, offsetKeV: 0 } }),
    /no HDU "EVENTS"/,
  );
});

test('an observation has a name of four digits', async () => {
  assert.deepEqual(await runDirectly(DataUnit, { unit: 'unit-0042' }), { unit: 'unit-0042' });
  await assert.rejects(runDirectly(DataUnit, { unit: 'unit-42' }), {
    code: 'invalid_request',
    message: /unit must be text like "unit-0001"/,
  });
});
