// The strip of 24 hours, against a record of every transition.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ServiceStatus } from '@stemma/api';
import { slotCount, slotMs, StatusHistory } from './status-history.ts';

const statuses: readonly ServiceStatus[] = ['unknown', 'passing', 'warning', 'critical'];

test('a status lasts until the next one, and the worst of a quarter of an hour counts', () => {
  const history = new StatusHistory();
  history.set('passing', 0);
  history.set('critical', slotMs + 1);
  history.set('passing', slotMs + 2);
  const strip = history.strip(3 * slotMs);
  assert.deepEqual(strip.slice(-4), ['passing', 'critical', 'passing', 'passing']);
  assert.deepEqual(new Set(strip.slice(0, -4)), new Set(['unknown']));
});

test('after a day nothing of before is left', () => {
  const history = new StatusHistory();
  history.set('critical', 0);
  history.set('passing', 1);
  assert.equal(history.strip((slotCount - 1) * slotMs)[0], 'critical');
  assert.ok(history.strip(slotCount * slotMs).every((status) => status === 'passing'));
});

test('an hour that is earlier than the last, as after a correction of the clock, changes no earlier slot', () => {
  const history = new StatusHistory();
  history.set('passing', 5 * slotMs);
  history.set('warning', 2 * slotMs);
  assert.deepEqual(history.strip(5 * slotMs).slice(-2), ['unknown', 'warning']);
});

test('the strip is what a record of every transition says', () => {
  const step = fc.record({ status: fc.constantFrom(...statuses), waitMs: fc.nat(3 * slotMs) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const history = new StatusHistory();
      const record: { status: ServiceStatus; fromMs: number }[] = [];
      let nowMs = 0;
      for (const { status, waitMs } of steps) {
        nowMs += waitMs;
        history.set(status, nowMs);
        record.push({ status, fromMs: nowMs });
      }
      const last = Math.floor(nowMs / slotMs);
      const expected = Array.from({ length: slotCount }, (_, i) => {
        const slot = last - slotCount + 1 + i;
        const inSlot = record.filter(({ fromMs }) => Math.floor(fromMs / slotMs) === slot);
        const before = record.findLast(({ fromMs }) => Math.floor(fromMs / slotMs) < slot);
        const seen = [...(before ? [before] : []), ...inSlot].map(({ status }) => statuses.indexOf(status));
        return statuses[Math.max(0, ...seen)]!;
      });
      assert.deepEqual(history.strip(nowMs), expected);
    }),
  );
});
