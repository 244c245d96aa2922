// Which format a request prefers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvFormat, jsonFormat } from './output-formats.ts';
import { preferredFormat } from './preferred-format.ts';

const fits = { name: 'fits', mediaType: 'application/fits', extension: 'fits' };
const chosen = (accept: string | null) => preferredFormat(accept, [jsonFormat, csvFormat, fits]).name;

test('the highest quality wins, the order of the server decides between equals', () => {
  assert.equal(chosen('text/csv;q=0.5, application/fits;q=0.6'), 'fits');
  assert.equal(chosen('application/fits, text/csv'), 'csv');
  assert.equal(chosen('text/*'), 'csv');
  assert.equal(chosen('TEXT/CSV ; q=1'), 'csv');
});

test('the most specific range decides: a type can be excluded from a wildcard', () => {
  assert.equal(chosen('*/*, application/json;q=0'), 'csv');
  assert.equal(chosen('application/*;q=0.9, application/json;q=0.1, text/csv;q=0.5'), 'fits');
});

test('nothing, anything and nonsense give the first', () => {
  for (const accept of [null, '*/*', '', 'image/png', 'text/csv;q=abc', ';;,,']) assert.equal(chosen(accept), 'json');
});
