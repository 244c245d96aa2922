// Tests of event lists of runs: good times with their tolerance, what the header says, files of other telescopes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { madeUpRun } from '../../../../../test/instruments/hess-files.ts';
import { readRunEvents } from './run-file.ts';

const at = (...seconds: number[]) => seconds.map((timeS, i) => [timeS, 80 + i / 10, 20, 1 + i] as const);

test('events outside the good times are left out, with all their columns', () => {
  const { events } = readRunEvents(madeUpRun({ events: at(-0.5, 0, 50, 100, 100.4) }));
  assert.deepEqual([...events.timeS], [0, 50, 100]);
  assert.deepEqual([...events.energyTeV], [2, 3, 4]);
  assert.deepEqual([...events.raDeg], [80.1, 80.2, 80.3]);
});

test('a tolerance takes events in that lie a little outside', () => {
  const read = (toleranceS: number) => readRunEvents(madeUpRun({ events: at(-0.5, 50, 100.4) }), toleranceS).events;
  assert.deepEqual([...read(0.4).timeS], [50, 100.4]);
  assert.deepEqual([...read(1).timeS], [-0.5, 50, 100.4]);
});

test('a wider tolerance never loses an event', () => {
  const times = fc.array(fc.double({ min: -20, max: 120, noNaN: true }), { maxLength: 20 });
  fc.assert(
    fc.property(times, fc.nat(10), fc.nat(10), (seconds, narrow, more) => {
      const bytes = madeUpRun({ events: at(...seconds) });
      const [few, many] = [narrow, narrow + more].map((tolerance) => readRunEvents(bytes, tolerance).events.timeS);
      assert.ok(few!.every((time) => many!.includes(time)));
    }),
    { numRuns: 30 },
  );
});

test('the run is described as its header says: zenith from altitude, times from the epoch of the mission', () => {
  const { run, goodTimes } = readRunEvents(madeUpRun({ obsId: 23_523, events: at(1) }));
  assert.deepEqual(run, {
    obsId: 23_523,
    object: 'Nothing',
    raPointingDeg: 80,
    decPointingDeg: 20,
    zenithDeg: 30,
    epochMjdTt: 51_910 + 0.000742870370370241,
    startS: 0,
    stopS: 100,
    onTimeS: 100,
    livetimeS: 90,
  });
  assert.deepEqual([[...goodTimes.startS], [...goodTimes.stopS]], [[0], [100]]);
});

test('a run without events is read as empty, not refused: what it means is for the analysis to say', () => {
  const { events } = readRunEvents(madeUpRun({ events: [] }));
  assert.deepEqual([events.timeS.length, events.energyTeV.length], [0, 0]);
});

test('the file of another telescope is refused by its name', () => {
  const bytes = madeUpRun({ events: at(1), telescope: 'MAGIC' });
  assert.throws(() => readRunEvents(bytes), { code: 'invalid_request', message: /a file of MAGIC, not of HESS/ });
});

test('bytes that are no FITS file are refused', () => {
  assert.throws(() => readRunEvents(new Uint8Array(2880)), { name: 'FitsError' });
});
