/** Catalogues in the forms of other programs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFits } from '@stemma/data/fits';
import { columnOf, readVoTable, tablesOf } from '@stemma/data/votable';
import { catalogueFits, catalogueVoTable, regionText } from './catalogue-files.ts';

const sources = {
  name: ['Crab', 'Crab', 'Ĝ {odd}'],
  minKeV: Float64Array.of(20, 40, 20),
  maxKeV: Float64Array.of(40, 80, 40),
  raDeg: Float64Array.of(83.63, 83.64, 85),
  decDeg: Float64Array.of(22.01, 22.02, -24),
  errorDeg: Float64Array.of(0.001, 0.002, 0.05),
  rateCps: Float64Array.of(150, 60, 5),
  rateErrorCps: Float64Array.of(1, 1, 0.7),
  significance: Float64Array.of(150, 60, 7),
};
const origin = { derivation: 'd'.repeat(64), label: 'SIMULATION, no observed data' };

test('the FITS table has the columns of the mission’s source lists, and says where it comes from', () => {
  const table = readFits(catalogueFits(sources, origin)).table('ISGR-SRCL-RES');
  assert.deepEqual([...table.column('RA_FIN').physical()], [...sources.raDeg]);
  assert.equal((table.column('NAME').values as string[])[2], '? {odd}');
  assert.equal(table.header.string('DERIV_ID'), origin.derivation);
});

test('regions draw each source once, large enough to be seen and to hold three sigma', () => {
  const lines = regionText(sources).trimEnd().split('\n').slice(3);
  assert.deepEqual(lines, [
    'circle(83.63000,22.01000,0.1000) # text={Crab}',
    'circle(85.00000,-24.00000,0.1500) # text={Ĝ  odd }',
  ]);
});

test('the VOTable keeps names in any script, with units and the derivation', () => {
  const text = catalogueVoTable(sources, origin);
  const [table] = tablesOf(readVoTable(text));
  assert.deepEqual(columnOf(table!, 'name').values, sources.name);
  assert.equal(columnOf(table!, 'rate').unit, 'count/s');
  assert.ok(text.includes(origin.derivation));
});

test('an empty catalogue is a file without rows', () => {
  const none = Object.fromEntries(Object.keys(sources).map((key) => [key, key === 'name' ? [] : new Float64Array()]));
  assert.equal(readFits(catalogueFits(none as never, origin)).table('ISGR-SRCL-RES').rowCount, 0);
  assert.equal(tablesOf(readVoTable(catalogueVoTable(none as never, origin))).length, 1);
});
