// Bounded parallelism: order, limit and failure.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from './in-parallel.ts';

describe('inParallel', () => {
  it('answers in the order of the items whatever finishes first', async () => {
    const answers = await inParallel([3, 1, 2], 3, async (turns) => {
      for (let left = turns; left > 0; left--) await turn();
      return turns * 10;
    });
    assert.deepEqual(answers, [30, 10, 20]);
    assert.deepEqual(await inParallel([], 4, async () => 1), []);
  });

  it('never runs more calls at once than the limit, and uses the limit', async () => {
    let running = 0;
    let most = 0;
    await inParallel(Array.from({ length: 40 }), 7, async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    });
    assert.equal(most, 7);
  });

  it('begins nothing new after the first failure', async () => {
    const begun: number[] = [];
    const working = inParallel([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await turn();
      if (item === 1) throw new Error('disk is gone');
    });
    await assert.rejects(working, /disk is gone/);
    await turn();
    assert.deepEqual(
      begun.filter((item) => item > 3),
      [],
    );
  });
});
