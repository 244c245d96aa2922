// The port of time: so that leases, retries and estimates can be tested without waiting.

/** Wall-clock time and sleep. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00 UTC. */
  nowMs(): number;
  /** Resolves after the given time, or rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
