// The clock of the machine, behind core's port of time.
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@stemma/core';

/** The longest wait a timer of the platform can hold (24.8 days); a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Wall-clock time of this machine and sleep that an abort signal ends with its own reason. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),

  async sleep(ms, signal) {
    const endMs = performance.now() + ms;
    try {
      do {
        // A timer may fire up to a millisecond early, hence the loop.
        await wait(
          Math.min(Math.max(0, endMs - performance.now()), longestTimerMs),
          undefined,
          signal ? { signal } : {},
        );
      } while (performance.now() < endMs);
    } catch (thrown) {
      throw signal?.aborted ? signal.reason : thrown;
    }
  },
};
