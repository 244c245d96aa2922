// Tests of counts as a request gives them: kept as they are, refused where they cannot be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../../test/instruments/run-directly.ts';
import { BurstCounts } from './burst-counts.ts';

const row = { detector: 'ACS', grossCounts: 1000, backgroundCps: 900, excessVariance: 1.1 };

test('measured counts are passed on in their order, labelled as given', async () => {
  const measured = [row, { ...row, detector: 'ISGRI', grossCounts: 7 }];
  const { counts, durationS, label } = await runDirectly(BurstCounts, { measured, durationS: '500 ms' });
  assert.deepEqual(
    [counts.detector, Array.from(counts.grossCounts)],
    [
      ['ACS', 'ISGRI'],
      [1000, 7],
    ],
  );
  assert.equal(durationS, 0.5);
  assert.equal(label, 'counts as given by the request');
});

test('negative counts, unknown detectors and a single detector are refused by name', async () => {
  const given = (measured: readonly unknown[]) => runDirectly(BurstCounts, { measured });
  await assert.rejects(given([row, { ...row, grossCounts: -1 }]), /measured\[1\]\.grossCounts must be/);
  await assert.rejects(given([row, { ...row, detector: 'OMC' }]), /measured\[1\]\.detector must be one of/);
  await assert.rejects(given([row]), /a list of at least 2/);
});
