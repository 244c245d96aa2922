// The canonical form: one JSON for one value, and back again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { dtypes, typedArrayOf } from '../types/dtype.ts';
import { canonicalForm, fromCanonicalForm } from './form.ts';
import { canonicalJson } from './json.ts';

const text = (value: unknown) => canonicalJson(canonicalForm(value));

test('plain JSON is its own canonical form', () => {
  const value = { a: [1, 'x', null, true, { b: 2.5 }], c: {} };
  assert.deepEqual(canonicalForm(value), value);
});

test('NaN, the infinities, big integers and dates are tagged', () => {
  assert.equal(text([NaN, Infinity, -Infinity]), '[{"$float":"NaN"},{"$float":"Infinity"},{"$float":"-Infinity"}]');
  assert.equal(text(12345678901234567890n), '{"$int":"12345678901234567890"}');
  assert.equal(text(new Date(0)), '{"$time":"1970-01-01T00:00:00.000Z"}');
});

test('negative zero is zero, since the two are equal', () => {
  assert.equal(text({ a: -0, b: [-0] }), '{"a":0,"b":[0]}');
});

test('the number 1 and the big integer 1 are different values', () => {
  assert.notEqual(text(1), text(1n));
  assert.notEqual(text(1), text('1'));
});

test('sets and maps do not depend on the order in which they were filled', () => {
  assert.equal(text(new Set(['b', 'a', 10, 9])), text(new Set([9, 10, 'a', 'b'])));
  assert.equal(
    text(
      new Map<unknown, unknown>([
        ['x', 1],
        ['a', 2],
      ]),
    ),
    text(
      new Map<unknown, unknown>([
        ['a', 2],
        ['x', 1],
      ]),
    ),
  );
  assert.notEqual(text(new Set(['a'])), text(['a']));
  assert.notEqual(text(new Map([['a', 1]])), text({ a: 1 }));
  assert.notEqual(text(new Map([['a', 1]])), text(new Set([['a', 1]])));
});

test('the keys of objects come in one order, so that equal identities look equal to code that walks over them', () => {
  assert.deepEqual(Object.keys(canonicalForm({ b: 1, a: 2, B: 3 }) as object), ['B', 'a', 'b']);
  assert.deepEqual(Object.keys(fromCanonicalForm(canonicalForm({ b: { z: 1, y: 2 }, $a: 1 })) as object), ['$a', 'b']);
});

test('lists keep their order', () => {
  assert.notEqual(text([1, 2]), text([2, 1]));
});

test('typed arrays count by dtype and bits', () => {
  assert.equal(text(new Uint8Array([1, 255])), '{"$array":["uint8","01ff"]}');
  assert.equal(text(new Int16Array([1, -1])), '{"$array":["int16","0100ffff"]}');
  assert.notEqual(text(new Float32Array([1])), text(new Float64Array([1])));
  assert.notEqual(text(new Float64Array([0])), text(new Float64Array([-0])));
});

test('a view into a larger buffer counts only by what it shows', () => {
  const whole = new Uint8Array([9, 9, 1, 2, 9]);
  assert.equal(text(whole.subarray(2, 4)), text(new Uint8Array([1, 2])));
  assert.equal(text(Buffer.from([1, 2])), text(new Uint8Array([1, 2])));
});

test('objects with keys that begin with $ cannot pass for tagged values', () => {
  assert.notEqual(text({ $float: 'NaN' }), text(NaN));
  assert.deepEqual(fromCanonicalForm(canonicalForm({ $float: 'NaN', a: { $item: [0] } })), {
    $float: 'NaN',
    a: { $item: [0] },
  });
  assert.equal(text({ b: 1, $a: 2 }), text({ $a: 2, b: 1 }));
});

test('a key __proto__ stays a key and pollutes nothing', () => {
  const given = JSON.parse('{"__proto__":{"evil":1},"a":2}') as object;
  const back = fromCanonicalForm(canonicalForm(given)) as Record<string, unknown>;
  assert.deepEqual(Object.keys(back).sort(), ['__proto__', 'a']);
  assert.equal((back as { evil?: unknown }).evil, undefined);
  assert.equal(({} as { evil?: unknown }).evil, undefined);
});

test('undefined fields are left out, so a field that is not given is the same as an undefined one', () => {
  assert.equal(text({ a: undefined, b: 1 }), text({ b: 1 }));
});

test('what has no canonical form is refused with the place where it stands', () => {
  class Position {
    readonly raDeg = 83.6;
  }
  const cases: [unknown, RegExp][] = [
    [{ a: [1, () => 2] }, /parameter\.a\[1\] is function/],
    [{ a: Symbol('s') }, /parameter\.a is symbol/],
    [[undefined], /parameter\[0\] is undefined/],
    [{ at: new Position() }, /parameter\.at is an instance of Position/],
    [new DataView(new ArrayBuffer(1)), /instance of DataView/],
    [{ name: '\ud800' }, /parameter\.name contains a lone surrogate/],
  ];
  for (const [value, message] of cases)
    assert.throws(() => canonicalForm(value, 'parameter'), { code: 'invalid_request', message });
});

test('lists with holes, invalid dates and values that contain themselves are refused in one sentence', () => {
  const loop: Record<string, unknown> = {};
  loop.self = [loop];
  // eslint-disable-next-line no-sparse-arrays
  for (const bad of [[1, , 2], new Date(NaN), loop])
    assert.throws(() => canonicalForm(bad, 'parameter'), { code: 'invalid_request', message: /parameter/ });
});

test('values come back from their canonical form with their types and bits', () => {
  const arrays = fc
    .tuple(fc.constantFrom(...dtypes), fc.uint8Array({ minLength: 0, maxLength: 64 }))
    .map(([dtype, bytes]) => typedArrayOf(dtype, bytes.slice(0, bytes.length - (bytes.length % 8))));
  const leaf = fc.oneof(
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    arrays,
  );
  const { value: values } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$float', '$object', '$x', '__proto__')), tie('value'), {
        noNullPrototype: true,
      }),
    ),
  }));
  fc.assert(
    fc.property(values, (value) => {
      const form = canonicalForm(value);
      const back = fromCanonicalForm(form);
      assert.equal(canonicalJson(canonicalForm(back)), canonicalJson(form));
      assert.deepEqual(back, withoutNegativeZero(value));
    }),
    { numRuns: 150 },
  );
});

test('sets and maps come back as sets and maps', () => {
  const value = new Map<unknown, unknown>([
    [new Set([2, 1]), 'a'],
    ['k', new Float32Array([NaN, 1])],
  ]);
  const back = fromCanonicalForm(canonicalForm(value));
  assert.deepEqual(back, value);
});

// Only numbers that are values of their own: in typed arrays the sign of zero is a bit like any other.
function withoutNegativeZero(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withoutNegativeZero(v)]));
}
