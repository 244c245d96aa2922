// Media types by file name: what the field uses, and plain bytes for everything else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mediaTypeOf } from './media-types.ts';

test('the last extension decides, in any case of letters', () => {
  const cases: [name: string, type: string][] = [
    ['crab.fits', 'application/fits'],
    ['CRAB.FITS', 'application/fits'],
    ['spectra/crab.v2.csv', 'text/csv'],
    ['events.fits.gz', 'application/gzip'],
    ['cone.vot', 'application/x-votable+xml'],
    ['lightcurve.svg', 'image/svg+xml'],
    ['regions.reg', 'text/plain'],
  ];
  for (const [name, type] of cases) assert.equal(mediaTypeOf(name), type, name);
});

test('names without a known extension are plain bytes', () => {
  for (const name of [
    'README',
    'a.unknown',
    'a.',
    '',
    'fits',
    'x.csv.',
    'data.fits/part',
    '.gitignore',
    'a.constructor',
    'a.toString',
  ])
    assert.equal(mediaTypeOf(name), 'application/octet-stream', name);
});
