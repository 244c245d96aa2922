/** Tests of reading streams: in order, big-endian, and never a byte beyond the end. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ByteReader } from './byte-reader.ts';

describe('a byte reader', () => {
  it('gives positions in order until everything is taken', () => {
    const reader = new ByteReader(new Uint8Array(5));
    assert.deepEqual([reader.take(2), reader.take(0), reader.take(3)], [0, 2, 2]);
    assert.deepEqual([reader.position, reader.done], [5, true]);
  });

  it('reads counts as big-endian 32-bit integers', () => {
    const reader = new ByteReader(Uint8Array.of(0, 0, 1, 2, 255, 255, 255, 255));
    assert.deepEqual([reader.count(), reader.count()], [258, -1]);
  });

  it('sees only its part of a larger buffer', () => {
    const reader = new ByteReader(Uint8Array.of(9, 0, 0, 0, 7, 9).subarray(1, 5));
    assert.equal(reader.count(), 7);
    assert.ok(reader.done);
  });

  it('refuses to go beyond the end or backwards, and stays where it was', () => {
    const reader = new ByteReader(new Uint8Array(4));
    reader.take(2);
    for (const count of [3, 2 ** 31, -1, Infinity]) {
      assert.throws(() => reader.take(count), { code: 'corrupt', message: /ends at byte 4, within a row/ });
    }
    assert.throws(() => reader.count(), { code: 'corrupt' });
    assert.equal(reader.position, 2);
  });

  it('is done at once when there is nothing', () => {
    assert.ok(new ByteReader(new Uint8Array()).done);
  });
});
