// Tests of the cards that every FITS product carries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageHdu, readFits, writeFits } from '@stemma/data/fits';
import { attribution, originCards, termsOfUse } from './terms-of-use.ts';

test('the terms survive being written and read, whole', () => {
  const file = readFits(writeFits([imageHdu({ header: originCards('a'.repeat(64)) })]));
  const { header } = file.hdu(0);
  const remarks = header.commentary('COMMENT').join('').replaceAll(/\s+/g, '');
  for (const sentence of termsOfUse) assert.ok(remarks.includes(sentence.replaceAll(/\s+/g, '')), sentence);
  assert.ok(remarks.includes(attribution.replaceAll(/\s+/g, '')));
  assert.equal(header.string('DERIV_ID'), 'a'.repeat(64));
  assert.equal(header.string('TELESCOP'), 'HESS');
});
