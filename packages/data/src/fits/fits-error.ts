// The one error that the FITS library throws, so that callers can tell damaged input from wrong use.

/**
 * Why a FITS operation failed.
 * `not_fits`: the bytes are no FITS file at all. `truncated`: the file ends before what it declares.
 * `corrupt`: the file contradicts itself or the standard. `unsupported`: legal, but not handled here.
 * `not_found`: no such HDU, column or keyword. `invalid_request`: what was asked to be written cannot be.
 */
export type FitsErrorCode = 'not_fits' | 'truncated' | 'corrupt' | 'unsupported' | 'not_found' | 'invalid_request';

/** Thrown by everything in this folder; the message is one sentence naming the HDU, keyword or byte offset. */
export class FitsError extends Error {
  /** Machine-readable reason. */
  readonly code: FitsErrorCode;

  constructor(code: FitsErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FitsError';
    this.code = code;
  }
}
