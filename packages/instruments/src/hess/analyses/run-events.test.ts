// Tests of reading runs: real numbers, good times, files of other telescopes, empty runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { bytesOf, madeUpRun, withoutFiles } from '../../../../../test/instruments/hess-files.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { readRunEvents } from '../formats/run-file.ts';
import { firstCrabRun } from '../sources.ts';
import { RunEvents } from './run-events.ts';

const event = (timeS: number) => [timeS, 80, 20, 1] as const;
const fileOf = (...timesS: number[]) => inputFile('run.fits', madeUpRun({ events: timesS.map(event) }));

test(
  'the first Crab run has 7613 events and the livetime of its header',
  { skip: withoutFiles(firstCrabRun) },
  async () => {
    const { events, run } = await runDirectly(RunEvents, { data: inputFile('run.fits.gz', bytesOf(firstCrabRun)) });
    assert.equal(events.timeS.length, 7613);
    assert.equal(run.livetimeS.toFixed(3), '1581.737');
    assert.deepEqual([run.obsId, run.object, run.onTimeS], [23_523, 'Crab Nebula', 1687]);
    assert.equal(run.decPointingDeg.toFixed(4), '21.5144');
    assert.ok(Math.abs(run.zenithDeg - 48.61) < 0.01);
    // DATE-OBS and TIME-OBS, which are TT as all times of the file: 2004-12-04T22:08:10.184.
    assert.ok(
      Math.abs(run.epochMjdTt + run.startS / 86_400 - (53_343 + (22 * 3600 + 8 * 60 + 10.184) / 86_400)) < 1e-8,
    );
  },
);

test(
  'the real good times are whole seconds, and one event lies just outside them',
  { skip: withoutFiles(firstCrabRun) },
  async () => {
    const bytes = await gunzipIfNeeded(bytesOf(firstCrabRun));
    assert.equal(readRunEvents(bytes).events.timeS.length, 7612);
    const { goodTimes } = readRunEvents(bytes);
    assert.deepEqual([goodTimes.startS[0]! % 1, goodTimes.stopS[0]! % 1], [0, 0]);
  },
);

test('events far from the good times are left out, those within the tolerance kept', async () => {
  const data = fileOf(-5, -0.5, 50, 100.9, 101.1);
  assert.deepEqual([...(await runDirectly(RunEvents, { data })).events.timeS], [-0.5, 50, 100.9]);
  assert.deepEqual([...(await runDirectly(RunEvents, { data, gtiToleranceS: 0 })).events.timeS], [50]);
  assert.deepEqual((await runDirectly(RunEvents, { data })).run.livetimeS, 90);
});

test('a run without events is an expected failure', async () => {
  await assert.rejects(runDirectly(RunEvents, { data: fileOf(500) }), {
    reason: 'no_data',
    message: 'run 7 has no events',
  });
});

test('a file of another telescope or without events table is refused by name', async () => {
  const other = inputFile('run.fits', madeUpRun({ events: [event(1)], telescope: 'MAGIC' }));
  await assert.rejects(runDirectly(RunEvents, { data: other }), /a file of MAGIC, not of HESS/);
  await assert.rejects(runDirectly(RunEvents, { data: inputFile('x', 'no FITS at all') }), /not FITS/);
});
