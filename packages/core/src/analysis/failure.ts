// What an analysis throws on purpose: expected failures, which are results, and transient ones, which are tried again.
import { canonicalForm } from '../canonical/form.ts';
import type { Json } from '../canonical/json.ts';

/** Thrown when an analysis ran as it should and there is nothing to give: stored as a result with a reason. */
export class ExpectedFailure extends Error {
  /** Machine-readable, lower case with underscores: `no_events`. */
  readonly reason: string;
  readonly detail: Json;

  constructor(reason: string, message: string, detail: unknown = {}) {
    super(message);
    this.name = 'ExpectedFailure';
    this.reason = reason;
    this.detail = canonicalForm(detail, 'detail');
  }
}

/** Thrown when trying again may help: a busy licence server, a dropped connection. */
export class TransientFailure extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TransientFailure';
  }
}

/** The commonest expected failure: nothing was observed, selected or found. `throw noData('no events in this window')`. */
export function noData(message: string, detail: unknown = {}): ExpectedFailure {
  return new ExpectedFailure('no_data', message, detail);
}
