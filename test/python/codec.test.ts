// The value codec in Python against the one in TypeScript: the same bytes for every value, both ways.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { decodeValue, dtypes, encodeValue, FileValue, typedArrayOf, bytesPerElement } from '@stemma/core';
import fc from 'fast-check';
import { packageFolder, python, withoutPython } from './python.ts';

const env = { ...process.env, PYTHONPATH: packageFolder, PYTHONDONTWRITEBYTECODE: '1' };
const fileEntry = (file: FileValue) => ({
  name: file.name,
  mediaType: file.mediaType,
  digest: file.digest!,
  sizeBytes: 0,
});
const anyArray = fc
  .tuple(fc.constantFrom(...dtypes), fc.uint8Array({ maxLength: 80 }))
  .map(([dtype, bytes]) =>
    typedArrayOf(dtype, bytes.subarray(0, bytes.length - (bytes.length % bytesPerElement(dtype)!))),
  );
const anyFile = fc
  .tuple(fc.constantFrom('a.fits', 'dir/b.txt'), fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map(
    ([name, bytes]) =>
      new FileValue(name, 'text/plain', { digest: Buffer.from(bytes).toString('hex'), load: () => bytes }),
  );
const anyValue = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(null, undefined, true, false, Number.NaN, Infinity, -Infinity, -0),
    fc.double(),
    fc.integer(),
    fc.double().map((x) => Math.fround(x)),
    fc.maxSafeInteger(),
    fc.bigInt().filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('\ud800', '\udc00\ud800', '\u2028\u007f"\\\n\u0001'),
    fc.date(),
    anyArray,
    anyFile,
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.nat().map(String), fc.constantFrom('$x', '__proto__', 'values')),
      tie('value'),
    ),
    fc.array(fc.tuple(tie('leaf'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(tie('leaf'), { maxLength: 3 }).map((items) => new Set(items)),
  ),
})).value;

describe('the value codec in Python', { skip: withoutPython }, () => {
  let judge: ChildProcess;
  before(() => {
    judge = spawn(python, [join(import.meta.dirname, 'codec.py')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  });
  after(() => void judge.stdin!.end());

  async function throughPython(bytes: Uint8Array): Promise<Buffer> {
    judge.stdin!.write(`${JSON.stringify({ lengths: [bytes.length] })}\n`);
    judge.stdin!.write(bytes);
    const out = judge.stdout as Readable;
    let got = Buffer.alloc(0);
    for (;;) {
      const end = got.indexOf(10);
      if (end >= 0) {
        const { lengths } = JSON.parse(got.subarray(0, end).toString()) as { lengths: [number] };
        if (got.length >= end + 1 + lengths[0]) return got.subarray(end + 1);
      }
      const chunk =
        (out.read() as Buffer | null) ??
        (await new Promise<null>((resolve) => out.once('readable', () => resolve(null))));
      if (chunk) got = Buffer.concat([got, chunk]);
      else if (judge.exitCode !== null) throw new Error('the judge has ended');
    }
  }

  it('gives back the very bytes of every value that TypeScript has encoded', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        const bytes = encodeValue(value, fileEntry);
        assert.deepEqual(await throughPython(bytes), Buffer.from(bytes));
      }),
      { numRuns: 400 },
    );
  });

  it('writes numbers as JavaScript does at every power of ten', async () => {
    const numbers = Array.from({ length: 650 }, (_, i) => Number(`1.5e${i - 330}`)).flatMap((x) => [
      x,
      -x,
      Math.round(x),
    ]);
    const bytes = encodeValue(numbers, fileEntry);
    const back = await throughPython(bytes);
    assert.deepEqual(back, Buffer.from(bytes));
    assert.deepEqual(
      decodeValue(back, () => assert.fail()),
      numbers,
    );
  });

  it('keeps arrays, records, quantities, times and tables of numpy and astropy, and names what it cannot store', () => {
    const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'scientific.py')], {
      env,
      encoding: 'utf8',
    });
    assert.deepEqual(
      stdout.split('\n').slice(0, -1),
      ['arrays', 'records', 'quantities', 'times', 'tables', 'refusals'],
      stderr,
    );
  });
});
