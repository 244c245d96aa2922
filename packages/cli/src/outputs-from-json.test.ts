// Tests of outputs that people write as JSON.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analysis, array, column, image, listOf, number, record, string, table } from '@stemma/core';
import { outputsFromJson } from './outputs-from-json.ts';

const { definition } = analysis({
  name: 'lab.Catalogue',
  version: '1',
  outputs: {
    sources: table({ name: 'string', raDeg: column('float64', 'deg'), id: column('int64') }),
    rates: array('float32'),
    sky: image('float64'),
    fits: listOf(record({ spectrum: array('float64') })),
    note: string(),
    size: number(),
  },
});
const read = (given: unknown) => outputsFromJson(definition, given, 'cat.json');

describe('outputs from JSON', () => {
  it('have typed arrays where tables, arrays and images declare them', () => {
    const { sources, rates, sky } = read({
      sources: { name: ['Crab'], raDeg: [83.63], id: ['9007199254740993'] },
      rates: [1, 2.5],
      sky: { shape: [1, 2], data: [0, 1] },
    });
    assert.deepEqual(sources, {
      name: ['Crab'],
      raDeg: new Float64Array([83.63]),
      id: new BigInt64Array([9007199254740993n]),
    });
    assert.deepEqual(rates, new Float32Array([1, 2.5]));
    assert.deepEqual(sky, { shape: [1, 2], data: new Float64Array([0, 1]) });
  });

  it('are read inside of lists and records', () => {
    assert.deepEqual(read({ fits: [{ spectrum: [1] }, { spectrum: [] }] }), {
      fits: [{ spectrum: new Float64Array([1]) }, { spectrum: new Float64Array() }],
    });
  });

  it('may have as text the numbers that JSON lacks', () => {
    assert.deepEqual(read({ rates: ['NaN', '-Infinity', '7'] }).rates, new Float32Array([NaN, -Infinity, 7]));
  });

  it('leave to the types what does not fit, and unknown outputs to the caller', () => {
    const given = { sources: [1], sky: 'dark', rates: { a: 1 }, note: 5, colour: 'red' };
    assert.deepEqual(read(given), given);
  });

  it('are refused with the place when an element is no number', () => {
    for (const item of ['x', '', null, true, {}])
      assert.throws(() => read({ rates: [1, item] }), {
        code: 'invalid_request',
        message: /^cat\.json: rates must be/,
      });
    assert.throws(() => read({ sources: { id: ['1.5'] } }), {
      message: /^cat\.json: sources\.id must be a list of int64/,
    });
    assert.throws(() => read({ fits: [{ spectrum: ['x'] }] }), { message: /fits\[0\]\.spectrum/ });
  });

  it('must be an object with outputs, which the problem names', () => {
    for (const given of [null, [], 'text', 3])
      assert.throws(() => read(given), { code: 'invalid_request', message: /sources, rates, sky, fits, note, size/ });
  });

  it('keep every number of an array', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (numbers) => {
        const texts = numbers.map((value) => (Number.isFinite(value) ? value : String(value)));
        const [{ spectrum }] = read({ fits: [{ spectrum: texts }] }).fits as [{ spectrum: Float64Array }];
        assert.deepEqual([...spectrum], numbers);
      }),
    );
  });
});
