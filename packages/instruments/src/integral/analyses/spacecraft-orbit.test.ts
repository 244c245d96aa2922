// Tests of the orbit analysis on made-up and real orbit files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { norm } from '@stemma/data/coordinates';
import { madeUpOrbitFile } from '../../../../../test/instruments/made-up-orbit-file.ts';
import { readReal, without } from '../../../../../test/instruments/real-data.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { attitudeOf, ephemerisOf, SpacecraftOrbit } from './spacecraft-orbit.ts';

test('packed and plain files give the same columns', async () => {
  const bytes = madeUpOrbitFile([0, 8, 16]);
  const log: string[] = [];
  const plain = await runDirectly(SpacecraftOrbit, { data: inputFile('orbit.fits', bytes) }, { log });
  assert.deepEqual(await runDirectly(SpacecraftOrbit, { data: inputFile('orbit.fits.gz', gzipSync(bytes)) }), plain);
  assert.deepEqual(log, ['3 rows of science window 078900560010 read from orbit.fits']);
  assert.deepEqual([...plain.positions.distanceKm], [100, 108, 116]);
  assert.deepEqual([...plain.attitude.raXDeg], [800, 808, 816]);
  assert.deepEqual([plain.scienceWindow, plain.revolution], ['078900560010', 789]);
  assert.deepEqual(
    [plain.span.startUtc.slice(0, 19), plain.span.stopUtc.slice(0, 19)],
    ['2009-04-01T02:11:20', '2009-04-01T02:11:36'],
  );
});

test('the tables of a result are those of the algorithms', async () => {
  const orbit = await runDirectly(SpacecraftOrbit, { data: inputFile('orbit.fits', madeUpOrbitFile([0, 8])) });
  assert.equal(ephemerisOf(orbit).xKm, orbit.positions.xKm);
  assert.equal(attitudeOf(orbit).decZDeg, orbit.attitude.decZDeg);
  assert.deepEqual(ephemerisOf(orbit).reference, attitudeOf(orbit).reference);
});

test('other files are refused', async () => {
  const run = (content: string) => runDirectly(SpacecraftOrbit, { data: inputFile('orbit.fits', content) });
  await assert.rejects(run('nothing of the kind'), { code: 'not_fits' });
});

for (const name of ['orbit0789', 'orbit1696'] as const) {
  test(
    `positions of the real file ${name} are as far away as its column DISTANCE says`,
    { skip: without(name) },
    async () => {
      const { positions, revolution, timeErrorS } = await runDirectly(SpacecraftOrbit, {
        data: inputFile(name, readReal(name)),
      });
      assert.equal(revolution, Number(name.slice(5)));
      assert.ok(timeErrorS > 10 && timeErrorS < 30);
      positions.distanceKm.forEach((distance, row) => {
        assert.ok(Math.abs(norm([positions.xKm[row]!, positions.yKm[row]!, positions.zKm[row]!]) - distance) < 1e-3);
        assert.ok(positions.phase[row]! > 0.2 && positions.phase[row]! < 0.7);
      });
    },
  );
}
