/** The one error of the world coordinate systems, so that callers can tell damaged headers from exotic ones. */

/**
 * Why a world coordinate system cannot be used. `not_found`: the header has no celestial axes. `corrupt`: its keywords
 * contradict each other or the standard, or cannot be inverted. `unsupported`: legal, but not handled here.
 * `invalid_request`: wrong use, such as arrays of unequal lengths.
 */
export type WcsErrorCode = 'not_found' | 'corrupt' | 'unsupported' | 'invalid_request';

/** Thrown by everything in this folder; the message is one sentence that names the keyword. */
export class WcsError extends Error {
  override readonly name = 'WcsError';
  /** Machine-readable reason. */
  readonly code: WcsErrorCode;

  constructor(code: WcsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
