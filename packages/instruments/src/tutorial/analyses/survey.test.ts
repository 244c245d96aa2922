// Tests of the survey's own part: adding spectra and naming what is missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { SelectDataUnits, Survey } from './survey.ts';

const found = (...counts: number[]) => ({
  ok: true,
  value: {
    spectrum: { lowKeV: Float64Array.of(20, 24), highKeV: Float64Array.of(24, 28), counts: Float64Array.from(counts) },
  },
});
const missing = { ok: false, reason: 'no_data', message: 'no events', detail: {} };
const selection = { units: ['unit-0009', 'unit-0010', 'unit-0011'] };

test('spectra are added, and observations without events named', async () => {
  const { spectrum, used, withoutEvents } = await runDirectly(Survey, {
    selection,
    spectra: [found(1, 2), missing, found(10, 20)],
  });
  assert.deepEqual([...spectrum.counts], [11, 22]);
  assert.deepEqual([...spectrum.lowKeV], [20, 24]);
  assert.deepEqual([used, withoutEvents], [2, ['unit-0010']]);
});

test('a survey in which nothing has events is empty, not an error', async () => {
  const { spectrum, used, withoutEvents } = await runDirectly(Survey, {
    selection,
    spectra: [missing, missing, missing],
  });
  assert.deepEqual([spectrum.counts.length, used, withoutEvents], [0, 0, selection.units]);
});

test('the selection names the first observations', async () => {
  assert.deepEqual(await runDirectly(SelectDataUnits, { count: 2 }), { units: ['unit-0001', 'unit-0002'] });
  assert.equal((await runDirectly(SelectDataUnits)).units.length, 12);
  await assert.rejects(runDirectly(SelectDataUnits, { count: 0 }), /count must be a whole number from 1/);
});
