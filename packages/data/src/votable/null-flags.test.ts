/** Tests of null flags: there only when needed, and right for any order of rows. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { NullFlags } from './null-flags.ts';

describe('null flags', () => {
  it('are absent when nothing was marked, however many rows there are', () => {
    assert.deepEqual(new NullFlags().finish(1_000_000), {});
  });

  it('mark exactly the rows that were marked, whatever their order', () => {
    const marks = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(marks, (rows) => {
        const flags = new NullFlags();
        for (const row of rows) flags.mark(row);
        const wanted = Uint8Array.from({ length: 1000 }, (_, row) => Number(rows.includes(row)));
        assert.deepEqual(flags.finish(1000), { nulls: wanted });
      }),
    );
  });

  it('have one byte per row, also behind the last null', () => {
    const flags = new NullFlags();
    flags.mark(0);
    assert.deepEqual(flags.finish(3), { nulls: Uint8Array.of(1, 0, 0) });
    assert.equal(flags.finish(500).nulls!.length, 500);
  });
});
