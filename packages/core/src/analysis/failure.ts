// What an analysis throws on purpose: expected failures, which are results, and transient ones, which are tried again.
import { canonicalForm } from '../canonical/form.ts';
import type { Json } from '../canonical/json.ts';

/** Thrown when an analysis ran as it should and there is nothing to give: stored as a result with a reason. */
export class ExpectedFailure extends Error {
  /** Machine-readable, lower case with underscores: `no_events`. */
  readonly reason: string;
  /** Machine-readable particulars in canonical form; they count in the content, so that equal failures are one. */
  readonly detail: Json;

  constructor(reason: string, message: string, detail: unknown = {}) {
    super(message);
    this.name = 'ExpectedFailure';
    this.reason = reason;
    this.detail = canonicalForm(detail, 'detail');
  }
}

/**
 * Thrown when trying again may help: a busy licence server, a dropped connection. The engine tries again after a pause
 * that doubles each time, as often as the retry policy allows; then the analysis has failed.
 */
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
