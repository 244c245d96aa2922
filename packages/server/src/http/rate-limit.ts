// How many requests one caller may send: a token bucket each, refilled as time goes by. In memory of one process, since
// its purpose is that nobody takes the service away from the others, not accounting.
import { StemmaError, type Clock } from '@stemma/core';
import type { Rate } from '../access/settings.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

// Enough for every honest caller; beyond it the longest unused are forgotten, which are full again anyway.
const maxBuckets = 20_000;

/** Buckets by caller. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: Pick<Clock, 'nowMs'>) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /**
   * Takes from the bucket of a caller.
   * @param cost what a request takes; a failed proof of identity costs more than one.
   * @throws StemmaError `rate_limited` with `detail.retryAfterS`.
   */
  take(caller: string, cost = 1): void {
    const { perSecond, burst } = this.#rate;
    const nowMs = this.#clock.nowMs();
    const before = this.#buckets.get(caller);
    const tokens = before ? refilled(before, this.#rate, nowMs) : burst;
    // Put at the end: the map is in the order of last use.
    this.#buckets.delete(caller);
    const isEnough = tokens >= Math.min(cost, burst);
    this.#buckets.set(caller, { tokens: isEnough ? tokens - cost : tokens, atMs: nowMs });
    if (this.#buckets.size > maxBuckets) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (!isEnough) throw tooMany((Math.min(cost, burst) - tokens) / perSecond);
  }

  /** Refuses a caller whose bucket is empty, and takes nothing. @throws StemmaError `rate_limited`. */
  check(caller: string): void {
    const bucket = this.#buckets.get(caller);
    const tokens = bucket ? refilled(bucket, this.#rate, this.#clock.nowMs()) : this.#rate.burst;
    if (tokens < 1) throw tooMany((1 - tokens) / this.#rate.perSecond);
  }
}

function tooMany(waitS: number): StemmaError {
  const retryAfterS = Math.max(waitS, 0.001);
  const message = `too many requests: wait ${Math.ceil(retryAfterS)} s, or ask less often`;
  return new StemmaError('rate_limited', message, { retryAfterS });
}

// A clock that is set back refills nothing and takes nothing away.
function refilled({ tokens, atMs }: Bucket, { perSecond, burst }: Rate, nowMs: number): number {
  return Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
}
