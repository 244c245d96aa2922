// Tests of maps from made-up runs with known truth: a flat field with a source, and runs that cannot be used.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFits, tableHdu, writeFits } from '@stemma/data/fits';
import { randomFromDigest } from '@stemma/data/statistics';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { offsetPosition } from '../sky/reflected-regions.ts';
import { ExcessMap } from './excess-map.ts';
import { RunSkyMap } from './run-sky-map.ts';
import { SkyGrid } from './sky-grid.ts';

const target = { target: 'made up', raDeg: 120, decDeg: -35 };
const pointing = offsetPosition(target, 90, 0.5);

// A background that is the same everywhere within 2.5 deg, in cells of half a degree.
function flatBackground(): Uint8Array {
  const low = Float32Array.from({ length: 10 }, (_, i) => -2.5 + i / 2);
  const high = low.map((value) => value + 0.5);
  const rate = new Float32Array(100).fill(1);
  const columns = {
    DETX_LO: low,
    DETX_HI: high,
    DETY_LO: low,
    DETY_HI: high,
    ENERG_LO: Float32Array.of(1),
    ENERG_HI: Float32Array.of(2),
    BKG: rate,
  };
  return writeFits([
    tableHdu({
      name: 'BKG',
      columns: Object.entries(columns).map(([name, values]) => ({ name, values, shape: [1, values.length] })),
    }),
  ]);
}

// Events evenly over a disc of 2.2 deg around the pointing, and some at the source.
function eventsOf(seed: string, background: number, source: number) {
  const random = randomFromDigest(seed.repeat(32));
  const places = [
    ...Array.from({ length: background }, () =>
      offsetPosition(pointing, 360 * random.uniform(), 2.2 * Math.sqrt(random.uniform())),
    ),
    ...Array.from({ length: source }, () =>
      offsetPosition(target, 360 * random.uniform(), 0.05 * Math.sqrt(random.uniform())),
    ),
  ];
  const column = (value: (place: (typeof places)[number]) => number) => Float64Array.from(places, value);
  const events = { raDeg: column(({ raDeg }) => raDeg), decDeg: column(({ decDeg }) => decDeg) };
  return { events, run: { obsId: 7, raPointingDeg: pointing.raDeg, decPointingDeg: pointing.decDeg, livetimeS: 1600 } };
}

const grid = await runDirectly(SkyGrid, { target, widthDeg: 3, pixelDeg: 0.04 });
const mapOf = (seed: string, background: number, source: number) =>
  runDirectly(RunSkyMap, {
    grid,
    data: inputFile('run.fits', flatBackground()),
    run: eventsOf(seed, background, source),
  });
const composed = async (maps: readonly unknown[]) => {
  const selection = { runs: maps.map((_, i) => ({ obsId: i + 1 })) };
  return runDirectly(ExcessMap, { target, grid, selection, maps });
};

test('the acceptance of a run has as many counts as the run away from the target, whatever the scale of its model', async () => {
  const { counts, acceptance, run } = await mapOf('5e', 20_000, 500);
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
  // 20,000 events over 15.2 square degrees, on a map of 9 of which all but a rim are inside the field.
  assert.ok(Math.abs(sum(acceptance.data) / (sum(counts.data) - 500) - 1) < 0.02);
  const expected = (20_000 * 0.04 ** 2) / (Math.PI * 2.2 ** 2);
  assert.ok(Math.abs(acceptance.data[37 * 75 + 37]! / expected - 1) < 0.03);
  assert.ok(run.scale > 0);
  // The pointing is in the east: only the western corners of the map are outside its field of view.
  assert.deepEqual([acceptance.data[74], counts.data[74]], [0, 0]);
  assert.ok(acceptance.data[0]! > 0);
});

test('two runs give the source its counts and the field its significances; a failed run is named', async () => {
  const failed = { ok: false, reason: 'no_data', message: 'run 3 has no events', detail: {} };
  const maps = [await mapOf('5e', 20_000, 150), await mapOf('a7', 20_000, 150)].map((value) => ({ ok: true, value }));
  const { atTarget, peak, field, dropped, fits } = await composed([...maps, failed]);
  assert.ok(Math.abs(atTarget.excess - 300) < 3 * Math.sqrt(400), `${atTarget.excess}`);
  assert.ok(atTarget.sigma > 20 && peak.sigma >= atTarget.sigma);
  assert.ok(Math.abs(peak.raDeg - 120) < 0.1 && Math.abs(peak.decDeg + 35) < 0.1);
  assert.ok(Math.abs(field.mean) < 0.15 && Math.abs(field.width - 1) < 0.12, `${field.mean} ${field.width}`);
  assert.deepEqual(dropped, [{ obsId: 3, reason: 'no_data', message: 'run 3 has no events' }]);
  const file = readFits(fits.bytes());
  assert.deepEqual(
    file.hdus.map(({ name }) => name),
    ['EXCESS', 'SIGNIFICANCE', 'COUNTS', 'BACKGROUND', 'ALPHA'],
  );
});

test('a run without background on the grid is an expected failure', async () => {
  await assert.rejects(mapOf('5e', 0, 50), { reason: 'no_data', message: 'run 7 has no background on the grid' });
});
