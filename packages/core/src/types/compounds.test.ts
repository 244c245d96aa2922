// Types made of others: exact dtypes, equal column lengths, records without unknown fields, values that may be absent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileValue } from '../values/file.ts';
import { array, column, file, image, listOf, maybe, record, table } from './compounds.ts';
import { dtypeOf, dtypes, isTypedArray, typedArrayOf } from './dtype.ts';
import { integer, number, string } from './scalars.ts';

const refuses = (call: () => unknown, message: RegExp) => assert.throws(call, { code: 'invalid_request', message });

test('an array is of exactly its dtype', () => {
  for (const dtype of dtypes) {
    const values = typedArrayOf(dtype, new Uint8Array(16));
    assert.equal(dtypeOf(values), dtype);
    array(dtype).check(values, 'x');
    for (const other of dtypes)
      if (other !== dtype)
        refuses(() => array(other).check(values, 'out.rate'), new RegExp(`out.rate must be an array of ${other}`));
  }
  for (const bad of [[1, 2], new DataView(new ArrayBuffer(8)), null, 'x'])
    refuses(() => array('float64').check(bad, 'x'), /an array of float64/);
  assert.equal(isTypedArray(new DataView(new ArrayBuffer(8))), false);
});

test("Node's Buffer counts as the bytes that it is", () => {
  assert.equal(dtypeOf(Buffer.from([1])), 'uint8');
  array('uint8').check(Buffer.from([1]), 'x');
});

test('a table has its declared columns, all of one length', () => {
  const events = table({ energyKeV: column('float64', 'keV'), channel: 'int16', name: 'string', good: 'boolean' });
  const good = { energyKeV: new Float64Array(2), channel: new Int16Array(2), name: ['a', 'b'], good: [true, false] };
  events.check(good, 'x');
  refuses(
    () => events.check({ ...good, channel: new Int16Array(3) }, 'x'),
    /x\.channel must be a column of 2 rows .*\(it has 3\)/,
  );
  refuses(
    () => events.check({ ...good, channel: new Int32Array(2) }, 'x'),
    /x\.channel must be a column of int16, got a Int32Array/,
  );
  refuses(() => events.check({ ...good, extra: new Int32Array(2) }, 'x'), /x\.extra must be absent: no such column/);
  refuses(
    () => events.check({ energyKeV: new Float64Array(2) }, 'x'),
    /x\.channel must be a column of int16, got undefined/,
  );
  refuses(() => events.check({ ...good, name: ['a', 1] }, 'x'), /x\.name must be a column of string/);
  refuses(() => events.check([good], 'x'), /a table with the columns energyKeV, channel, name, good/);
});

test('a column of several elements a row counts rows, not elements', () => {
  const events = table({ timeS: 'float64', position: column('float32', 'mm', { width: 3 }) });
  events.check({ timeS: new Float64Array(2), position: new Float32Array(6) }, 'x');
  refuses(() => events.check({ timeS: new Float64Array(2), position: new Float32Array(7) }, 'x'), /3 elements a row/);
  refuses(() => events.check({ timeS: new Float64Array(2), position: new Float32Array(3) }, 'x'), /a column of 2 rows/);
});

test('a table without rows is a table', () => {
  table({ a: 'float64', b: 'string' }).check({ a: new Float64Array(0), b: [] }, 'x');
});

test('an image has as many pixels as its shape says', () => {
  const counts = image('int32');
  counts.check({ shape: [2, 3], data: new Int32Array(6) }, 'x');
  counts.check({ shape: [0, 3], data: new Int32Array(0), wcs: { CRVAL1: 83.6 } }, 'x');
  refuses(
    () => counts.check({ shape: [2, 2], data: new Int32Array(6) }, 'x'),
    /x\.shape must be the axis lengths of 6 pixels/,
  );
  refuses(() => counts.check({ shape: [2, 3], data: new Float32Array(6) }, 'x'), /x\.data must be an array of int32/);
  refuses(() => counts.check({ data: new Int32Array(6) }, 'x'), /x\.shape/);
  refuses(() => counts.check(null, 'x'), /x\.data/);
});

test('a file is of its declared media type', () => {
  const text = new FileValue('a.txt', 'text/plain', { bytes: new Uint8Array() });
  file().check(text, 'x');
  refuses(
    () => file({ mediaType: 'application/fits' }).check(text, 'x'),
    /a file of type application\/fits, got "text\/plain"/,
  );
  refuses(() => file().check('a.txt', 'x'), /made with activity\.file/);
});

test('file names stay in their folder', () => {
  for (const name of ['a', 'a/b.fits', 'Ünïcode/ä.txt', '..a', 'a..'])
    assert.equal(new FileValue(name, 'x/y', { bytes: new Uint8Array() }).name, name);
  for (const name of ['', '/a', '../a', 'a/../b', 'a//b', './a', 'a/', 'C:/a', 'a\\b', 'a\0b', '..'])
    refuses(() => new FileValue(name, 'x/y', { bytes: new Uint8Array() }), /no relative file name/);
});

test('a list is read from text with commas or JSON, each element by its type', () => {
  const energies = listOf(number({ unit: 'keV' }), { minLength: 1, maxLength: 3 });
  assert.deepEqual(energies.parse('20, 0.04 MeV', 'x'), [20, 40]);
  assert.deepEqual(energies.parse('[1,2]', 'x'), [1, 2]);
  assert.deepEqual(energies.parse([1, '2 keV'], 'x'), [1, 2]);
  refuses(() => energies.parse('', 'x'), /a list of 1 to 3, got a list of 0/);
  refuses(() => energies.parse([1, 'b'], 'x'), /x\[1\] must be a number in keV/);
  refuses(() => energies.check([1, '2'], 'x'), /x\[1\]/);
  assert.deepEqual(listOf(string()).parse('', 'x'), []);
});

test('a record has its declared fields and fills in their defaults', () => {
  const source = record({ name: string(), raDeg: number({ unit: 'deg' }), flag: integer({ default: 1 }) });
  assert.deepEqual(source.parse({ name: 'Crab', raDeg: '5.575 hourangle' }, 'x'), {
    name: 'Crab',
    raDeg: 83.625,
    flag: 1,
  });
  assert.deepEqual(source.parse('{"name":"Crab","raDeg":83.6,"flag":2}', 'x'), { name: 'Crab', raDeg: 83.6, flag: 2 });
  refuses(() => source.parse({ name: 'Crab', raDeg: 1, dec: 2 }, 'cat[0]'), /cat\[0\]\.dec must be absent/);
  refuses(() => source.parse({ name: 'Crab' }, 'x'), /x\.raDeg must be a number in deg, got undefined/);
  refuses(() => source.check({ name: 'Crab', raDeg: 1 }, 'x'), /x\.flag/);
  refuses(() => source.parse('Crab', 'x'), /a record of name, raDeg, flag/);
});

test('what may be absent is null by default and by the word none', () => {
  const limit = maybe(number({ unit: 'keV' }));
  assert.equal(limit.default, null);
  for (const none of [null, 'none', undefined]) assert.equal(limit.parse(none, 'x'), null);
  assert.equal(limit.parse('1 MeV', 'x'), 1000);
  limit.check(null, 'x');
  refuses(() => limit.check('1', 'x'), /a number/);
});
