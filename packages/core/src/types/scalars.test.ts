// Types of single values: what people may write, what becomes of it, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { boolean, choice, integer, json, number, string } from './scalars.ts';

const refuses = (call: () => unknown, message: RegExp) => assert.throws(call, { code: 'invalid_request', message });

test('a number is taken in its unit, or converted from any unit of its kind', () => {
  const energy = number({ unit: 'keV' });
  for (const given of [3.5, '3.5', '3.5 keV', '0.0035 MeV', '3500eV', { value: 3500, unit: 'eV' }])
    assert.equal(energy.parse(given, 'x'), 3.5, JSON.stringify(given));
});

test('a number of another dimension, a list or text is refused with what is wanted', () => {
  const energy = number({ unit: 'keV' });
  refuses(
    () => energy.parse('3 s', 'Bin.size'),
    /^Bin\.size must be a number in keV .*"s" cannot be converted to "keV".*got "3 s"$/,
  );
  for (const bad of ['', 'many', [], null, undefined, true, { value: '3', unit: 'keV' }, {}])
    refuses(() => energy.parse(bad, 'x'), /x must be a number in keV/);
});

test('a misspelt unit is refused with the nearest one', () => {
  refuses(() => number({ unit: 'keV' }).parse('3 kev', 'x'), /did you mean "keV"/);
});

test('a declaration with an unknown unit is refused at once', () => {
  refuses(() => number({ unit: 'kev' }), /unknown unit "kev"/);
});

test('ranges include their ends and exclude NaN', () => {
  const fraction = number({ min: 0, max: 1 });
  assert.equal(fraction.parse(0, 'x'), 0);
  assert.equal(fraction.parse(1, 'x'), 1);
  for (const bad of [-1e-300, 1.0000000000000002, NaN, Infinity])
    refuses(() => fraction.parse(bad, 'x'), /a number from 0 to 1/);
  refuses(() => number({ min: 3, unit: 'keV' }).parse(2, 'x'), /at least 3 keV, got 2/);
  refuses(() => number({ max: 3, unit: 'keV' }).parse('1 MeV', 'x'), /at most 3 keV, got "1 MeV"/);
});

test('numbers without a range may be NaN or infinite, and negative zero is zero', () => {
  assert.ok(Number.isNaN(number().parse('nan', 'x')));
  assert.equal(number().parse('-inf', 'x'), -Infinity);
  assert.ok(Object.is(number().parse(-0, 'x'), 0));
  assert.ok(Object.is(number().parse('-0.0', 'x'), 0));
});

test('a number given as text is the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) =>
      assert.equal(number().parse(String(value), 'x'), value === 0 ? 0 : value),
    ),
  );
});

test('a returned number is checked but not converted', () => {
  const rate = number({ unit: 'ct/s', min: 0 });
  rate.check(1, 'x');
  rate.check(NaN, 'x');
  refuses(() => rate.check('1', 'x'), /must be a number/);
  refuses(() => rate.check(-1, 'x'), /at least 0/);
});

test('integers are whole and exact', () => {
  assert.equal(integer().parse('3.0', 'x'), 3);
  assert.equal(integer({ unit: 's' }).parse('2 min', 'x'), 120);
  for (const bad of [2.5, '2.5', NaN, 2 ** 53, 'x']) refuses(() => integer().parse(bad, 'x'), /a whole number/);
  refuses(() => integer({ min: 1 }).check(0, 'x'), /at least 1/);
  refuses(() => integer().check(1.5, 'x'), /a whole number/);
});

test('a pattern must match all of a text', () => {
  const scw = string({ pattern: /\d{12}|test/, example: '066500230010' });
  assert.equal(scw.parse('066500230010', 'x'), '066500230010');
  for (const bad of ['0665002300101', 'x066500230010', 'testing', 66500230010])
    refuses(() => scw.parse(bad, 'x'), /text like "066500230010"/);
  refuses(() => string().check(7, 'x'), /x must be text, got 7/);
});

test('flags may be words and nothing else', () => {
  for (const yes of [true, 'true', 'Yes', 'on', '1']) assert.equal(boolean().parse(yes, 'x'), true);
  for (const no of [false, 'FALSE', 'no', 'off', '0']) assert.equal(boolean().parse(no, 'x'), false);
  for (const bad of [1, 0, '', 'maybe', null, 'toString']) refuses(() => boolean().parse(bad, 'x'), /true or false/);
});

test('a choice that is none of the words is refused with the nearest', () => {
  const method = choice(['mosaic', 'spectrum', 'lightcurve']);
  assert.equal(method.parse('mosaic', 'x'), 'mosaic');
  refuses(() => method.parse('mosiac', 'x'), /one of "mosaic", "spectrum", "lightcurve"; did you mean "mosaic"\?/);
  refuses(() => method.parse(7, 'x'), /one of .* got 7/);
});

test('JSON is read from text where it is JSON, and refused where it has no canonical form', () => {
  assert.deepEqual(json().parse('{"a":[1]}', 'x'), { a: [1] });
  assert.equal(json().parse('not { json', 'x'), 'not { json');
  refuses(() => json().parse({ f: () => 1 }, 'Cat.sources'), /Cat\.sources\.f/);
});

test('types describe themselves as JSON Schema with unit, range and meaning', () => {
  const options = { unit: 'keV', min: 3, max: 10_000, description: 'Lower edge', dataUnit: true };
  const wanted = {
    type: 'number',
    'x-unit': 'keV',
    minimum: 3,
    maximum: 10_000,
    description: 'Lower edge',
    'x-data-unit': true,
  };
  assert.deepEqual(number(options).schema, wanted);
  assert.deepEqual(choice(['a', 'b']).schema, { type: 'string', enum: ['a', 'b'] });
  assert.equal(string({ pattern: /a+/ }).schema.pattern, '^(?:a+)$');
});
