/** Files of the instrument are read, all others refused with the reason. */

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { FileValue } from '@stemma/core';
import { type HeaderEntry, imageHdu, readFits, tableHdu, writeFits } from '@stemma/data/fits';
import { fromIsgriFile, strangerIn } from './isgri-file.ts';

const bytesWith = (...header: HeaderEntry[]) =>
  writeFits([imageHdu(), tableHdu({ name: 'GOOD', columns: [{ name: 'X', values: Float64Array.of(7) }], header })]);
const fileOf = (bytes: Uint8Array) => new FileValue('a.fits', 'application/fits', { bytes });
const valueIn = (bytes: Uint8Array, extension = 'GOOD') =>
  fromIsgriFile(fileOf(bytes), 'list', (fits) => fits.table(extension).column('X').physical()[0]);

test('a file of ISGRI is read, compressed or not, and one that names no instrument too', async () => {
  const named = bytesWith(['TELESCOP', 'INTEGRAL'], ['INSTRUME', 'IBIS'], ['DETNAM', 'ISGRI']);
  assert.equal(await valueIn(named), 7);
  assert.equal(await valueIn(gzipSync(named)), 7);
  assert.equal(await valueIn(bytesWith(['DETNAM', ' '])), 7);
});

test('the first name of another mission, instrument or detector is found', () => {
  const stranger = (...header: HeaderEntry[]) => strangerIn(readFits(bytesWith(...header)));
  assert.equal(stranger(['TELESCOP', 'SWIFT'], ['INSTRUME', 'BAT']), 'SWIFT');
  assert.equal(stranger(['TELESCOP', 'INTEGRAL'], ['INSTRUME', 'SPI']), 'SPI');
  assert.equal(stranger(['INSTRUME', 'IBIS'], ['DETNAM', 'PICSIT']), 'PICSIT');
  assert.equal(stranger(['TELESCOP', 'INTEGRAL']), undefined);
});

test('what cannot be used is an expected failure that names file, kind and reason', async () => {
  const refused = (bytes: Uint8Array, message: RegExp, extension?: string) =>
    assert.rejects(valueIn(bytes, extension), { reason: 'wrong_file', message });
  await refused(bytesWith(['INSTRUME', 'SPI']), /^a\.fits is no list of ISGRI: it is of SPI$/);
  await refused(bytesWith(), /^a\.fits is no list of ISGRI: .*OTHER/, 'OTHER');
  await refused(new TextEncoder().encode('nothing'), /^a\.fits is no list of ISGRI: /);
});
