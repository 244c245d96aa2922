// Values become bytes and come back with the same types and the same bits; damaged bytes are told from values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { StemmaError } from '../errors.ts';
import { dtypes, typedArrayOf, type Dtype } from '../types/dtype.ts';
import { decodeValue, encodeValue, filesIn, type FileEntry } from './codec.ts';
import { FileValue } from './file.ts';

const digestOf = (file: FileValue) => file.name.length.toString(16).padStart(64, '0');
const entryOf = (file: FileValue): FileEntry => ({
  name: file.name,
  mediaType: file.mediaType,
  digest: digestOf(file),
  sizeBytes: file.bytes().length,
});
const fileOf = ({ name, mediaType, digest }: FileEntry) =>
  new FileValue(name, mediaType, { digest, load: () => new Uint8Array([1]) });
const roundTrip = (value: unknown) => decodeValue(encodeValue(value, entryOf), fileOf);

const elementBytes: Record<Dtype, number> = {
  int8: 1,
  uint8: 1,
  uint8clamped: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
};
const arrays = fc
  .tuple(fc.constantFrom(...dtypes), fc.uint8Array({ maxLength: 80 }))
  .map(([dtype, bytes]) => typedArrayOf(dtype, bytes.slice(0, bytes.length - (bytes.length % elementBytes[dtype]))));
const files = fc
  .constantFrom('a.txt', 'spectra/crab.fits')
  .map((name) => new FileValue(name, 'text/plain', { bytes: new Uint8Array([1]) }));
const leaf = fc.oneof(
  fc.double(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, NaN),
  fc.date(),
  arrays,
  files,
);
const keys = fc.oneof(fc.string(), fc.constantFrom('$float', '$array', '$undefined', '__proto__', 'toString', '1'));
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(keys, tie('value'), { noNullPrototype: true, maxKeys: 5 }),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

test('any value comes back with the same types and bits', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      assertSame(roundTrip(value), value);
    }),
    { numRuns: 300 },
  );
});

test('arrays of every dtype come back with dtype, length and bits, NaN payloads included', () => {
  const bytes = Uint8Array.from({ length: 48 }, (_, i) => (i * 37 + 11) % 256);
  bytes.set([1, 0, 0, 0, 0, 0, 0xf4, 0x7f], 0); // a signalling NaN of 64 bits with a payload
  for (const dtype of dtypes)
    assertSame(roundTrip({ [dtype]: typedArrayOf(dtype, bytes) }), { [dtype]: typedArrayOf(dtype, bytes) });
});

test('empty arrays, empty objects and empty text come back', () => {
  for (const value of [
    new Float32Array(0),
    [],
    {},
    '',
    new Map(),
    new Set(),
    [new BigInt64Array(0), new Float64Array([1])],
  ])
    assertSame(roundTrip(value), value);
});

test('a view into a larger buffer is stored as what it shows, wherever it begins', () => {
  const whole = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);
  assertSame(roundTrip(whole.subarray(3, 6)), new Uint8Array([3, 4, 5]));
  assertSame(roundTrip(new Int16Array(whole.buffer, 2, 2)), new Int16Array([0x0302, 0x0504]));
});

test('bytes that lie in a pooled buffer of Node decode like any others', () => {
  const encoded = encodeValue({ x: new Float64Array([1.5, NaN]), n: 7 }, entryOf);
  for (const padding of [0, 1, 5]) {
    const pooled = Buffer.concat([Buffer.alloc(padding), encoded]).subarray(padding);
    const decoded = decodeValue(pooled, fileOf) as { x: Float64Array };
    assertSame(decoded, { x: new Float64Array([1.5, NaN]), n: 7 });
    decoded.x[0] = 99;
    assert.deepEqual(new Uint8Array(pooled), new Uint8Array(encoded), 'the array must be a private copy');
  }
});

test('equal values give equal bytes', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      assert.deepEqual(encodeValue(value, entryOf), encodeValue(value, entryOf));
      assert.deepEqual(encodeValue(roundTrip(value), entryOf), encodeValue(value, entryOf));
    }),
    { numRuns: 100 },
  );
});

test('what was decoded cannot be changed, but for arrays, which are private copies', () => {
  const encoded = encodeValue({ list: [1, { a: 2 }], array: new Float64Array([1]) }, entryOf);
  const first = decodeValue(encoded, fileOf) as { list: unknown[]; array: Float64Array };
  assert.throws(() => first.list.push(3), TypeError);
  assert.throws(() => Object.assign(first.list[1] as object, { a: 3 }), TypeError);
  assert.throws(() => Object.assign(first, { more: 1 }), TypeError);
  first.array[0] = 5;
  assertSame(decodeValue(encoded, fileOf), { list: [1, { a: 2 }], array: new Float64Array([1]) });
});

test('a list with holes comes back with undefined in their place', () => {
  // eslint-disable-next-line no-sparse-arrays
  assertSame(roundTrip([1, , 2]), [1, undefined, 2]);
});

test('what cannot be stored is refused with the place where it stands', () => {
  class Spectrum {
    readonly counts = 1;
  }
  const cases: [unknown, RegExp][] = [
    [{ fit: () => 1 }, /output\.fit is a function/],
    [[1, Symbol('s')], /output\[1\] is a symbol/],
    [{ a: [new Spectrum()] }, /output\.a\[0\] is an instance of Spectrum/],
    [new Map([['k', new WeakMap()]]), /output is an instance of WeakMap/],
    [/x/, /output is an instance of RegExp/],
  ];
  for (const [value, message] of cases)
    assert.throws(() => encodeValue(value, entryOf, 'output'), { code: 'invalid_request', message });
});

test('files are found wherever they stand, in the order in which they are encoded', () => {
  const file = (name: string) => new FileValue(name, 'text/plain', { bytes: new Uint8Array() });
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(file);
  const value = { x: [a, { deep: b }], m: new Map<unknown, unknown>([[c, d]]), s: new Set([e]) };
  assert.deepEqual(
    filesIn(value).map(({ name }) => name),
    ['a', 'b', 'c', 'd', 'e'],
  );
  const asked: string[] = [];
  encodeValue(value, (item) => (asked.push(item.name), entryOf(item)));
  assert.deepEqual(asked, ['a', 'b', 'c', 'd', 'e']);
});

test('cut bytes are corrupt, wherever they are cut', () => {
  const encoded = encodeValue({ a: [1, 'x', { b: new Float64Array([1, 2]) }], c: new Int8Array([1]) }, entryOf);
  for (let length = 0; length < encoded.length; length++) {
    // The padding after the last array is the only part that holds nothing.
    if (length > encoded.length - 8) continue;
    assert.throws(() => decodeValue(encoded.slice(0, length), fileOf), { code: 'corrupt' }, `cut at ${length}`);
  }
});

test('damaged bytes end in code corrupt or in another value, never in another error', () => {
  fc.assert(
    fc.property(
      anyValue,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
      (value, damage) => {
        const bytes = encodeValue(value, entryOf);
        for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
        corruptOrValue(bytes);
      },
    ),
    { numRuns: 1500 },
  );
});

test('well-formed headers that make no sense are corrupt', () => {
  const headers = [
    '5',
    'null',
    '[]',
    '{}',
    '{"tree":{"$int":"abc"}}',
    '{"tree":{"$int":7.5}}',
    '{"tree":{"$array":["float64",0]}}',
    '{"tree":{"$array":["float64",0]},"lengths":[12]}',
    '{"tree":{"$array":["float64",0]},"lengths":[-8]}',
    '{"tree":{"$array":["float64",0]},"lengths":7}',
    '{"tree":{"$array":["float64",0]},"lengths":["8"]}',
    '{"tree":{"$array":["toString",0]},"lengths":[0]}',
    '{"tree":{"$array":["float64","0"]},"lengths":[0]}',
    '{"tree":{"$array":5},"lengths":[0]}',
    '{"tree":{"$map":[1]}}',
    '{"tree":{"$map":7}}',
    '{"tree":{"$set":7}}',
    '{"tree":{"$object":[["a"]]}}',
    '{"tree":{"$object":{"a":1}}}',
    '{"tree":{"$float":"many"}}',
    '{"tree":{"$time":"now"}}',
    '{"tree":{"$file":7}}',
    '{"tree":{"$file":{"name":"../x","mediaType":"a/b","digest":"0","sizeBytes":1}}}',
    '{"tree":{"$unknown":7}}',
    `{"tree":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  ];
  for (const header of headers)
    assert.throws(() => decodeValue(withHeader(header), fileOf), { code: 'corrupt' }, header.slice(0, 80));
});

test('an error of whoever makes the file values is passed on as it is', () => {
  const encoded = encodeValue(new FileValue('a', 'text/plain', { bytes: new Uint8Array() }), entryOf);
  const refuse = () => {
    throw new StemmaError('gone', 'no such blob');
  };
  assert.throws(() => decodeValue(encoded, refuse), { code: 'gone' });
});

function withHeader(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(12 + text.length + 64);
  bytes.set(encodeValue(null, entryOf).subarray(0, 8));
  new DataView(bytes.buffer).setUint32(8, text.length, true);
  bytes.set(text, 12);
  return bytes;
}

function corruptOrValue(bytes: Uint8Array): void {
  try {
    decodeValue(bytes, fileOf);
  } catch (error) {
    assert.ok(error instanceof StemmaError && error.code === 'corrupt', `${String(error)}\n${(error as Error).stack}`);
  }
}

// Like deepStrictEqual, but for the bits of arrays, and files by name and media type.
function assertSame(actual: unknown, expected: unknown): void {
  if (ArrayBuffer.isView(expected)) {
    assert.equal(actual?.constructor, expected.constructor);
    const bits = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    assert.deepEqual(bits(actual as ArrayBufferView), bits(expected));
  } else if (expected instanceof FileValue) {
    assert.ok(actual instanceof FileValue);
    assert.deepEqual(
      [actual.name, actual.mediaType, actual.digest],
      [expected.name, expected.mediaType, digestOf(expected)],
    );
  } else if (expected instanceof Map || expected instanceof Set) {
    assert.equal(actual?.constructor, expected.constructor);
    assertSame([...(actual as Set<unknown>)], [...expected]);
  } else if (typeof expected === 'object' && expected !== null && !(expected instanceof Date)) {
    assert.equal(Array.isArray(actual), Array.isArray(expected));
    assert.deepEqual(Object.keys(actual as object), Object.keys(expected));
    for (const key of Object.keys(expected)) assertSame(own(actual, key), own(expected, key));
  } else assert.deepStrictEqual(actual, expected);
}

function own(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
