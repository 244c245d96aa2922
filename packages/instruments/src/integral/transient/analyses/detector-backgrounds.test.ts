// Tests of the backgrounds: declared ones for all, measured ones only where a light curve says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../../test/instruments/run-directly.ts';
import { detectorNames, detectors } from '../detectors.ts';
import { backgroundFor, DetectorBackgrounds, MeasuredBackgrounds } from './detector-backgrounds.ts';

test('declared backgrounds are those of the model, one row for each detector', async () => {
  const { backgrounds, words } = await runDirectly(DetectorBackgrounds);
  assert.deepEqual(backgrounds.detector, [...detectorNames]);
  assert.deepEqual(
    Array.from(backgrounds.rateCps),
    detectorNames.map((name) => detectors[name].backgroundCps),
  );
  assert.ok(backgrounds.origin.every((origin) => origin === 'declared') && words.startsWith('declared'));
});

test('a light curve gives rate and scatter of SPI-ACS and leaves the others as declared', async () => {
  const { backgrounds, words } = await runDirectly(MeasuredBackgrounds, {
    background: { meanCps: 91_234 },
    excesses: { maxExcessVariance: 1.37, stability: 'rather stable' },
  });
  assert.deepEqual(backgroundFor(backgrounds, 'ACS'), { rateCps: 91_234, excessVariance: 1.37 });
  assert.deepEqual(backgrounds.origin, ['measured', 'declared', 'declared', 'declared']);
  assert.equal(words, 'SPI-ACS measured: rather stable, scatter 1.37');
  assert.equal(backgroundFor(backgrounds, 'VETO').rateCps, detectors.VETO.backgroundCps);
});

test('a detector that a table leaves out has its declared background', () => {
  const none = { detector: [], rateCps: [], excessVariance: [] };
  const { backgroundCps: rateCps, excessVariance } = detectors.ISGRI;
  assert.deepEqual(backgroundFor(none, 'ISGRI'), { rateCps, excessVariance });
});
