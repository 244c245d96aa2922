// Tests of counting: made-up events at known places, and the failure of a target at the pointing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeUpRun } from '../../../../../test/instruments/hess-files.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { offsetPosition } from '../sky/reflected-regions.ts';
import { OnOffCounts } from './on-off-counts.ts';
import { RunEvents } from './run-events.ts';

const pointing = { raDeg: 80, decDeg: 20 };
const target = { target: 'made up', ...offsetPosition(pointing, 0, 0.5) };
const stepDeg = 2 * (180 / Math.PI) * Math.asin(0.11 / 0.5);

// Events at position angles around the pointing and distances from it.
async function countsOf(
  places: readonly (readonly [angleDeg: number, distanceDeg: number])[],
  parameters: Record<string, unknown> = {},
  at = target,
) {
  const events = places.map(([angleDeg, distanceDeg], i) => {
    const { raDeg, decDeg } = offsetPosition(pointing, angleDeg, distanceDeg);
    return [i + 1, raDeg, decDeg, 1 + i] as const;
  });
  const run = await runDirectly(RunEvents, { data: inputFile('run.fits', madeUpRun({ events })) });
  return runDirectly(OnOffCounts, { target: at, run, ...parameters });
}

test('events are counted where they are: ON, OFF, the gap beside ON, elsewhere', async () => {
  const { counts, onEvents, offEvents, offRegions } = await countsOf([
    [0, 0.5],
    [0, 0.6],
    [0, 0.62],
    [0.75 * stepDeg, 0.5],
    [1.5 * stepDeg, 0.5],
    [180, 0.5],
    [90, 0.1],
    [90, 1.2],
  ]);
  assert.deepEqual([counts.on, counts.off, counts.regions, counts.alpha], [2, 2, 12, 1 / 12]);
  assert.deepEqual([...onEvents.energyTeV], [1, 2]);
  assert.deepEqual([...offEvents.timeS], [5, 6]);
  assert.equal(offRegions.raDeg.length, 12);
  assert.deepEqual([counts.obsId, counts.livetimeS, counts.zenithDeg], [7, 90, 30]);
  assert.ok(Math.abs(counts.offsetDeg - 0.5) < 1e-9);
  assert.ok(Math.abs((counts.stopMjdTt - counts.startMjdTt) * 86_400 - 100) < 1e-4);
});

test('a larger ON region has fewer OFF regions', async () => {
  const { counts } = await countsOf([[0, 0.7]], { onRadiusDeg: '0.25 deg' });
  assert.deepEqual([counts.on, counts.regions, counts.onRadiusDeg], [1, 4, 0.25]);
});

test('a target at the pointing has no OFF region, which is an expected failure', async () => {
  await assert.rejects(countsOf([[0, 0.5]], {}, { target: 'centre', ...pointing }), {
    reason: 'no_off_region',
    message: /run 7 points 0.000 deg/,
  });
  assert.ok('no_off_region' in OnOffCounts.definition.failures);
});
