// Tests of HEALPix tables: what other software looks for in the header, and every value in its row.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFits } from '@stemma/data/fits';
import { healpixFits } from './healpix-file.ts';

const map = {
  name: 'TEST',
  nside: 1,
  columns: [
    { name: 'LIMIT', values: Float64Array.from({ length: 12 }, (_, i) => (i === 3 ? NaN : i / 4)), unit: 'erg/cm2' },
    { name: 'FLAG', values: Array.from({ length: 12 }, (_, i) => i % 2), comment: 'odd pixels' },
  ],
  header: [['NSIGMA', 3, 'level']] as const,
  assumptions: [
    'first assumption',
    'second assumption that is so long that it needs more than one card of a header to be said',
  ],
  derivation: 'd1'.repeat(32),
  label: 'SIMULATION, no observed data',
};

test('the header has what HEALPix software looks for, origin and assumptions', () => {
  const { header } = readFits(healpixFits(map)).table('TEST');
  const expected = { PIXTYPE: 'HEALPIX', ORDERING: 'NESTED', INDXSCHM: 'IMPLICIT', COORDSYS: 'C', DATAKIND: map.label };
  for (const [keyword, value] of Object.entries(expected)) assert.equal(header.string(keyword), value);
  assert.deepEqual(
    ['NSIDE', 'FIRSTPIX', 'LASTPIX', 'NSIGMA'].map((keyword) => header.number(keyword)),
    [1, 0, 11, 3],
  );
  assert.equal(header.string('DERIV_ID'), map.derivation);
  const text = header.cards
    .filter(({ keyword }) => keyword === 'COMMENT')
    .map(({ comment }) => comment)
    .join(' ');
  assert.ok(text.includes('first assumption') && text.includes('to be said'), text);
});

test('each pixel has its row, and a pixel without a value is NaN', () => {
  const table = readFits(healpixFits(map)).table('TEST');
  const limits = table.column('LIMIT').physical();
  assert.equal(limits.length, 12);
  limits.forEach((value, i) => assert.ok(i === 3 ? Number.isNaN(value) : value === i / 4));
  assert.deepEqual(Array.from(table.column('FLAG').physical().subarray(0, 3)), [0, 1, 0]);
});
