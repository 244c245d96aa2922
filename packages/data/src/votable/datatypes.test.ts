/** Tests of the data types: every value comes back from its text and from its bytes, and what is none is refused. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fillValue, isDatatype, isText, numberCodecs } from './datatypes.ts';

type NumberType = keyof typeof numberCodecs;

/** Numbers of a type, at its edges and in between. */
const valuesOf: Readonly<Record<NumberType, fc.Arbitrary<number | bigint>>> = {
  boolean: fc.integer({ min: 0, max: 2 }),
  bit: fc.integer({ min: 0, max: 1 }),
  unsignedByte: fc.integer({ min: 0, max: 255 }),
  short: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float: fc.float(),
  double: fc.double(),
  floatComplex: fc.float(),
  doubleComplex: fc.double(),
};
const types = Object.keys(valuesOf) as NumberType[];

describe('a number of every type', () => {
  for (const type of types) {
    it(`${type}: comes back from its text and from its bytes, bit by bit`, () => {
      const { format, parse, write, read, bytes, make } = numberCodecs[type];
      const view = new DataView(new ArrayBuffer(bytes));
      fc.assert(
        fc.property(valuesOf[type], (value) => {
          // Through the array that it lands in: a short decimal of single precision is rounded there.
          const array = make(1);
          array[0] = parse(format(value)) as never;
          assert.ok(Object.is(array[0], value), `${String(value)} as ${format(value)}`);
          write(view, 0, value);
          assert.ok(Object.is(read(view, 0), value));
        }),
      );
    });
  }

  it('is as short a text as gives it back: single precision does not drag digits of double along', () => {
    const { format } = numberCodecs.float;
    assert.deepEqual(
      [0.1, 16_777_216, 1.1e-7, 3.4e38].map((x) => format(Math.fround(x))),
      ['0.1', '16777216', '1.1e-7', '3.4e+38'],
    );
    assert.deepEqual([NaN, Infinity, -Infinity, -0].map(numberCodecs.double.format), ['NaN', '+Inf', '-Inf', '-0']);
  });
});

describe('a token', () => {
  it('of an integer may be decimal or hexadecimal, and must be in range', () => {
    const { parse } = numberCodecs.short;
    assert.deepEqual(['+7', '-0x1', '0xFF', '0Xff', '32767', '-32768'].map(parse), [
      7,
      undefined,
      255,
      255,
      32767,
      -32768,
    ]);
    for (const token of ['32768', '-32769', '1.0', '1e3', '', ' ', '0x', 'seven', '1_000']) {
      assert.equal(parse(token), undefined, token);
    }
    assert.equal(numberCodecs.unsignedByte.parse('-1'), undefined);
  });

  it('of a long keeps all 64 bits, and no more', () => {
    const { parse } = numberCodecs.long;
    assert.equal(parse('9007199254740993'), 9_007_199_254_740_993n);
    assert.equal(parse('+5'), 5n);
    assert.equal(parse('9223372036854775808'), undefined);
  });

  it('of a floating-point number follows the grammar of the standard, not of JavaScript', () => {
    const { parse } = numberCodecs.double;
    assert.deepEqual(['1.', '.5', '-1E+2', 'inf', '-Infinity', 'nan'].map(parse), [
      1,
      0.5,
      -100,
      Infinity,
      -Infinity,
      NaN,
    ]);
    for (const token of ['.', '1e', '0x10', '1_0', 'constructor', 'toString', 'NaNs', '']) {
      assert.equal(parse(token), undefined, token);
    }
  });

  it('of a truth value is any spelling of the standard', () => {
    const { parse, read } = numberCodecs.boolean;
    assert.deepEqual(['T', 't', '1', 'TRUE', 'f', '0', 'False', '?'].map(parse), [1, 1, 1, 1, 0, 0, 0, 2]);
    for (const token of ['yes', '2', 'constructor']) assert.equal(parse(token), undefined, token);
    const byte = (code: number) => read(new DataView(Uint8Array.of(code).buffer), 0);
    assert.deepEqual([0, 32, 63, 84, 102].map(byte), [2, 2, 2, 1, 0], 'NUL, blank and ? are unknown');
  });
});

describe('the name of a data type', () => {
  it('is one of the twelve, and nothing that objects inherit', () => {
    for (const name of [...types, 'char', 'unicodeChar']) assert.ok(isDatatype(name), name);
    for (const name of ['real', 'Int', 'string', 'constructor', '']) assert.ok(!isDatatype(name), name);
    assert.deepEqual([isText('char'), isText('unicodeChar'), isText('bit')], [true, true, false]);
  });
});

describe('what stands in the place of a null', () => {
  it('is the declared value where there is one, else NaN, unknown, or zero', () => {
    assert.deepEqual(
      [
        fillValue('int', ' -99 '),
        fillValue('long', '-1'),
        fillValue('float', undefined),
        fillValue('boolean', undefined),
      ],
      [-99, -1n, NaN, 2],
    );
    assert.deepEqual(
      [fillValue('long', undefined), fillValue('short', undefined), fillValue('bit', undefined)],
      [0n, 0, 0],
    );
    assert.equal(fillValue('int', 'none'), 0, 'a value that is none of the type declares nothing');
  });
});
