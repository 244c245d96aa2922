// Tests of the orbit file reader on made-up files and, by astropy and by the archive's own columns, on the real ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { formatTime, parseTime, secondsBetween } from '@stemma/data/time';
import { judge, withoutAstropy } from '../../../../data/src/time/python-judge.test.ts';
import { madeUpOrbitFile } from '../../../../../test/instruments/made-up-orbit-file.ts';
import { readReal, realPath, without } from '../../../../../test/instruments/real-data.ts';
import { readOrbitFile } from './orbit-file.ts';

test('columns, identifiers and times are read', () => {
  const { scienceWindow, revolution, timeS, orbit, attitude, reference } = readOrbitFile(madeUpOrbitFile([0, 8, 24]));
  assert.deepEqual([scienceWindow, revolution], ['078900560010', 789]);
  assert.deepEqual([...timeS], [0, 8, 24]);
  assert.deepEqual([...orbit.phase], [0, 8, 24]);
  assert.deepEqual([...orbit.xKm], [200, 208, 224]);
  assert.deepEqual([...attitude.positionAngleDeg], [1200, 1208, 1224]);
  assert.equal(formatTime(reference, 'utc', 0), '2009-04-01T02:11:20');
});

test('files that cannot be used say why', () => {
  assert.throws(() => readOrbitFile(madeUpOrbitFile([0])), {
    code: 'invalid_request',
    message: /two rows or more, not 1/,
  });
  assert.throws(() => readOrbitFile(madeUpOrbitFile([0, 8, 8])), { message: /row 3 of the orbit file is not later/ });
  assert.throws(() => readOrbitFile(madeUpOrbitFile([0, 8], 'XVEL')), {
    code: 'not_found',
    message: /no column "XVEL"/,
  });
  assert.throws(() => readOrbitFile(writeFits([tableHdu({ name: 'OTHER', columns: [] })])), {
    message: /There is no HDU "INTL-ORBI-SCP"/,
  });
  assert.throws(() => readOrbitFile(new TextEncoder().encode('no FITS at all')), { code: 'not_fits' });
});

for (const [name, id, received] of [
  ['orbit0789', '078900560010', '2009-04-01T02:11:24'],
  ['orbit1696', '169600130010', '2016-06-29T21:40:05'],
] as const) {
  test(
    `the real file of ${id} begins when its first packet was received, within the stated error`,
    { skip: without(name) },
    () => {
      const file = readOrbitFile(gunzipSync(readReal(name)));
      assert.equal(file.scienceWindow, id);
      const lateS = secondsBetween(file.reference, parseTime(received, 'utc'));
      assert.ok(Math.abs(lateS) < file.timeErrorS, `${lateS} ${file.timeErrorS}`);
    },
  );

  test(`the real file of ${id} reads as astropy reads it`, { skip: without(name) || withoutAstropy }, () => {
    const script = `
import sys, json
from astropy.io import fits
d = fits.open(json.load(sys.stdin))['INTL-ORBI-SCP'].data
t = d['OB_TIME'].astype(object)
obt = [((w[0] * 65536 + w[1]) * 65536 + w[2]) * 65536 + w[3] for w in t]
out = {k: d[k].tolist() for k in ['XPOS', 'ZVEL', 'RA_SCX', 'DEC_SCZ', 'POSANGLE', 'REVOL_PHASE']}
out['seconds'] = [int(o - obt[0]) / 2**20 for o in obt]
json.dump(out, sys.stdout)
`;
    const { timeS, orbit, attitude } = readOrbitFile(gunzipSync(readReal(name)));
    const theirs = judge<Record<string, number[]>>(script, realPath(name));
    assert.deepEqual([...timeS], theirs['seconds']);
    assert.deepEqual([...orbit.xKm], theirs['XPOS']);
    assert.deepEqual([...orbit.vzKmS], theirs['ZVEL']);
    assert.deepEqual([...orbit.phase], theirs['REVOL_PHASE']);
    assert.deepEqual([...attitude.raXDeg], theirs['RA_SCX']);
    assert.deepEqual([...attitude.decZDeg], theirs['DEC_SCZ']);
    assert.deepEqual([...attitude.positionAngleDeg], theirs['POSANGLE']);
  });
}
