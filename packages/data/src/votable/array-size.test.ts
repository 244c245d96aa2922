/** Tests of arraysize (VOTable 1.4, section 2.2): which shapes there are, and what is none. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseArraySize } from './array-size.ts';

describe('an arraysize', () => {
  it('is absent for scalars, and blanks around it do not count', () => {
    const scalar = { fixed: [], variable: false, count: 1 };
    assert.deepEqual(parseArraySize(undefined, 'x'), scalar);
    assert.deepEqual(parseArraySize('  ', 'x'), scalar);
    assert.deepEqual(parseArraySize(' 3 ', 'x'), { fixed: [3], variable: false, count: 3 });
  });

  it('varies in its last dimension only; an upper bound there binds nobody', () => {
    for (const text of ['*', '12*'])
      assert.deepEqual(parseArraySize(text, 'x'), { fixed: [], variable: true, count: 1 });
    for (const text of ['8x*', '8x12*']) {
      assert.deepEqual(parseArraySize(text, 'x'), { fixed: [8], variable: true, count: 8 });
    }
  });

  it('of any fixed dimensions has their product as its count', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }), (fixed) => {
        const count = fixed.reduce((product, size) => product * size, 1);
        assert.deepEqual(parseArraySize(fixed.join('x'), 'x'), { fixed, variable: false, count });
        assert.deepEqual(parseArraySize(`${fixed.join('x')}x*`, 'x'), { fixed, variable: true, count });
      }),
    );
  });

  it('of another form is refused, naming the field', () => {
    for (const text of ['x', '3x', 'x3', '*x3', '**', '-1', '2.5', '3 x 4', '3,4', '3X4', 'n']) {
      assert.throws(() => parseArraySize(text, 'field flux'), {
        code: 'corrupt',
        message: /of field flux is not of the form/,
      });
    }
  });

  it('that no memory could hold is refused before any memory is asked for', () => {
    assert.equal(parseArraySize('2147483648', 'x').count, 2 ** 31);
    assert.throws(() => parseArraySize('65536x65536', 'x'), { code: 'corrupt', message: /too large/ });
  });
});
