// The last 24 hours of a service as a strip: the worst status of each quarter of an hour.
import type { ServiceStatus } from '@stemma/api';

/** How many slots a strip has. */
export const slotCount = 96;
/** How long a slot is. */
export const slotMs = 900_000;

const severity = { unknown: 0, passing: 1, warning: 2, critical: 3 } as const;

/** Remembers by slot; memory and time do not grow with the number of transitions. */
export class StatusHistory {
  readonly #worst = Array.from<ServiceStatus>({ length: slotCount }).fill('unknown');
  #slot: number | undefined;
  #status: ServiceStatus = 'unknown';

  /** The service has this status from now on. Time never runs backwards: an earlier one counts as the last. */
  set(status: ServiceStatus, nowMs: number): void {
    this.#advance(nowMs);
    this.#status = status;
    const at = this.#slot! % slotCount;
    if (severity[status] > severity[this.#worst[at]!]) this.#worst[at] = status;
  }

  /** Oldest first; the last slot is the one that is going on. */
  strip(nowMs: number): ServiceStatus[] {
    this.#advance(nowMs);
    const first = this.#slot! + 1;
    return Array.from({ length: slotCount }, (_, i) => this.#worst[(first + i) % slotCount]!);
  }

  // A status lasts until the next one: slots in which nothing was said have that of before.
  #advance(nowMs: number): void {
    const slot = Math.floor(nowMs / slotMs);
    if (this.#slot === undefined) this.#slot = slot;
    const from = Math.max(this.#slot + 1, slot - slotCount + 1);
    for (let passed = from; passed <= slot; passed++) this.#worst[passed % slotCount] = this.#status;
    this.#slot = Math.max(this.#slot, slot);
  }
}
