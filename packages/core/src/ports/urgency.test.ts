// Urgency only grows, parts are at least as urgent as the whole, and whoever watches hears of every change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Urgency, type Rank } from './urgency.ts';

const rank = fc.integer({ min: 0, max: 2 }).map((n) => n as Rank);

test('the rank is the lowest that was ever asked for, of the work or of its whole', () => {
  const steps = fc.array(fc.record({ of: fc.constantFrom('whole', 'part'), rank }), { maxLength: 12 });
  fc.assert(
    fc.property(rank, steps, (start, raises) => {
      const whole = new Urgency('ada', start);
      const part = whole.part();
      const asked = { whole: [start as number], part: [] as number[] };
      for (const raise of raises) {
        (raise.of === 'whole' ? whole : part).raise(raise.rank);
        asked[raise.of as 'whole' | 'part'].push(raise.rank);
        assert.equal(whole.rank, Math.min(...asked.whole));
        assert.equal(part.rank, Math.min(...asked.whole, ...asked.part));
      }
    }),
  );
});

test('who watches a part hears of raises of both, and of nothing after it stopped watching', () => {
  const whole = new Urgency('ada', 2);
  const part = whole.part();
  let heard = 0;
  const unwatch = part.watch(() => heard++);
  whole.raise(1);
  part.raise(0);
  // As urgent as it is already.
  part.raise(1);
  assert.equal(heard, 2);
  unwatch();
  whole.raise(0);
  assert.equal(heard, 2);
});

test('a part belongs to the owner of the whole', () => {
  assert.equal(new Urgency('ada', 1).part().owner, 'ada');
});
