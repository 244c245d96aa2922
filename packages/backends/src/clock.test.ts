// The clock of the machine: it tells the time, sleeps no shorter than asked, and wakes at once when told to.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('tells milliseconds since 1970', () => {
    const beforeMs = Date.now();
    const nowMs = systemClock.nowMs();
    assert.ok(beforeMs <= nowMs && nowMs <= Date.now());
  });

  it('never sleeps shorter than asked for', async () => {
    for (const ms of [0, 1, 5, 20]) {
      const startMs = performance.now();
      await systemClock.sleep(ms);
      assert.ok(performance.now() - startMs >= ms, `${ms} ms`);
    }
  });

  it('wakes with the reason of the signal, before or during the sleep', async () => {
    const reason = new Error('the user pressed Ctrl-C');
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    setTimeout(() => controller.abort(reason), 5);
    await assert.rejects(sleeping, reason);
    await assert.rejects(systemClock.sleep(60_000, controller.signal), reason);
  });

  it('sleeps through waits longer than a timer of the platform can hold', async () => {
    const controller = new AbortController();
    let woke = false;
    const sleeping = systemClock.sleep(2 ** 31, controller.signal).then(
      () => (woke = true),
      () => undefined,
    );
    await systemClock.sleep(30);
    assert.equal(woke, false);
    controller.abort();
    await sleeping;
  });
});
