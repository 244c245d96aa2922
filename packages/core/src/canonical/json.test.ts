// Canonical JSON against the vectors published in RFC 8785: the number table of appendix B, the sample of section
// 3.2.2 and the key order of section 3.2.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { canonicalJson, type Json } from './json.ts';

const numberTable: readonly (readonly [string, string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

function double(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

test('every number of the table in RFC 8785 appendix B is written as published', () => {
  for (const [bits, text] of numberTable) assert.equal(canonicalJson(double(bits)), text, bits);
});

test('NaN and the infinities have no JSON form', () => {
  for (const bits of ['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000']) {
    assert.throws(() => canonicalJson(double(bits)), { code: 'invalid_request' });
  }
});

test('the sample of RFC 8785 section 3.2.2 comes out as published', () => {
  const sample = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as Json;
  const published = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  assert.equal(canonicalJson(sample), published);
});

test('keys are sorted by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
  const sample = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const order = [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ];
  const text = canonicalJson(sample);
  const found = order.toSorted((a, b) => text.indexOf(`"${a}"`) - text.indexOf(`"${b}"`));
  assert.deepEqual(found, order);
});

test('keys like numbers are sorted as text and __proto__ is a key like any other', () => {
  assert.equal(canonicalJson({ 10: 1, 9: 2, 1: 3 }), '{"1":3,"10":1,"9":2}');
  assert.equal(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json), '{"__proto__":{"a":2},"b":1}');
});

test('control characters are escaped as JSON prescribes and nothing else is', () => {
  assert.equal(
    canonicalJson('\u0000\u0008\u0009\u000a\u000c\u000d\u001f\u007f\u2028/<é'),
    '"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f\u2028/<é"',
  );
});

test('lone surrogates are refused, in keys and in values', () => {
  for (const bad of ['\ud800', 'x\udead', '\udc00\ud800']) {
    assert.throws(() => canonicalJson(bad), { code: 'invalid_request' });
    assert.throws(() => canonicalJson({ [bad]: 1 }), { code: 'invalid_request' });
  }
});

test('what JSON cannot hold is refused rather than dropped', () => {
  for (const bad of [undefined, () => 1, Symbol('s'), 1n]) {
    assert.throws(() => canonicalJson(bad as never), { code: 'invalid_request' });
    assert.throws(() => canonicalJson([bad] as never), { code: 'invalid_request' });
    assert.throws(() => canonicalJson({ a: bad } as never), { code: 'invalid_request' });
  }
});

test('a list with holes is refused, since it would give invalid JSON', () => {
  // eslint-disable-next-line no-sparse-arrays
  assert.throws(() => canonicalJson([1, , 2] as never), { code: 'invalid_request' });
});

test('the text is valid JSON of an equal value, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const clean = JSON.parse(JSON.stringify(value)) as Json;
      const text = canonicalJson(clean);
      assert.deepEqual(JSON.parse(text), clean);
      assert.equal(canonicalJson(reversed(clean)), text);
    }),
    { numRuns: 150 },
  );
});

function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([k, v]) => [k, reversed(v)]),
  );
}
