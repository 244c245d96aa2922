// The statistics behind estimates.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { timingOf } from './durations.ts';

describe('timingOf', () => {
  it('has nothing to say about no activity', () => assert.equal(timingOf([]), undefined));

  it('says of a single activity that it took as long as it took', () => {
    assert.deepEqual(timingOf([1500]), { count: 1, medianS: 1.5, p90S: 1.5 });
  });

  it('interpolates like numpy.percentile', () => {
    // numpy.percentile([3, 1, 2, 10], [50, 90]) = [2.5, 7.9]
    const timing = timingOf([3000, 1000, 2000, 10_000]);
    assert.deepEqual([timing?.medianS, timing?.p90S.toFixed(9)], [2.5, '7.900000000']);
  });

  it('stays between the extremes, the median never above the 90th percentile, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }), (durationsMs) => {
        const { medianS, p90S, count } = timingOf(durationsMs)!;
        assert.equal(count, durationsMs.length);
        assert.ok(Math.min(...durationsMs) / 1000 <= medianS && medianS <= p90S + 1e-9);
        assert.ok(p90S <= Math.max(...durationsMs) / 1000 + 1e-9);
        assert.deepEqual(timingOf(durationsMs.toReversed()), { medianS, p90S, count });
      }),
    );
  });
});
