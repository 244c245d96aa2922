// Tests of the index and of the selection: cones, numbers, files that are not declared, nothing found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, withoutFiles } from '../../../../../test/instruments/hess-files.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { hduIndexFile, observationIndexFile } from '../sources.ts';
import { ObservationIndex } from './observation-index.ts';
import { SelectRuns } from './select-runs.ts';

const target = { target: 'Crab', raDeg: 83.633083, decDeg: 22.0145 };
const numbers = (...values: number[]) => Float64Array.from(values);
const fileName = (obsId: number) => `hess_dl3_dr1_obs_id_0${obsId}.fits.gz`;

// Two Crab runs, one whose file is not declared, one elsewhere.
const index = {
  runs: {
    obsId: Int32Array.of(23_523, 23_559, 24_000, 33_790),
    object: ['Crab', 'Crab', 'Crab', 'PKS'],
    raDeg: numbers(83.633, 85.253, 83.633, 329.7),
    decDeg: numbers(21.51, 22.014, 22.51, -30.7),
    zenithDeg: numbers(48, 45, 46, 10),
    livetimeS: numbers(1581, 1578, 1500, 1561),
    safeEnergyTeV: numbers(0.87, 0.66, 0.8, 0.4),
    fileName: [23_523, 23_559, 24_000, 33_790].map(fileName),
  },
};
const selectedBy = async (parameters: Record<string, unknown>) =>
  runDirectly(SelectRuns, { target, index, ...parameters });

test('the cone takes what points into it; runs without declared file are named', async () => {
  const { runs, unavailable } = await selectedBy({});
  assert.deepEqual(
    runs.map(({ obsId }) => obsId),
    [23_523, 23_559],
  );
  assert.deepEqual(unavailable, [24_000]);
  assert.deepEqual(
    (await selectedBy({ radiusDeg: 1 })).runs.map(({ obsId }) => obsId),
    [23_523],
  );
  assert.equal(runs[0]!.name, fileName(23_523));
  assert.match(runs[0]!.sha256, /^a661f489/);
});

test('numbers narrow the selection and do not widen it', async () => {
  assert.deepEqual(
    (await selectedBy({ obsIds: [23_559, 33_790] })).runs.map(({ obsId }) => obsId),
    [23_559],
  );
});

test('a file whose name the index does not confirm is not taken', async () => {
  const renamed = { runs: { ...index.runs, fileName: index.runs.fileName.map((name) => `new_${name}`) } };
  await assert.rejects(runDirectly(SelectRuns, { target, index: renamed }), { reason: 'no_runs' });
});

test('an empty selection is an expected failure that names place and radius', async () => {
  const elsewhere = { target: 'Nowhere', raDeg: 200, decDeg: 80 };
  const failure = { reason: 'no_runs', message: /within 2.5 deg of Nowhere \(200, 80\)/ };
  await assert.rejects(runDirectly(SelectRuns, { target: elsewhere, index }), failure);
});

test(
  'the release lists 105 runs; four of the Crab, all with files',
  { skip: withoutFiles(observationIndexFile, hduIndexFile) },
  async () => {
    const inputs = {
      observations: inputFile('o', bytesOf(observationIndexFile)),
      hdus: inputFile('h', bytesOf(hduIndexFile)),
    };
    const real = await runDirectly(ObservationIndex, inputs);
    assert.equal(real.runs.obsId.length, 105);
    assert.ok(real.runs.fileName.every((name, i) => name === `hess_dl3_dr1_obs_id_0${real.runs.obsId[i]}.fits.gz`));
    const { runs, unavailable } = await runDirectly(SelectRuns, { target, index: real });
    assert.deepEqual(
      runs.map(({ obsId }) => obsId),
      [23_523, 23_526, 23_559, 23_592],
    );
    assert.deepEqual(unavailable, []);
  },
);
