/** The one error of the VOTable library. */

/**
 * Why a VOTable operation failed. `not_votable`: well-formed or not, this is no VOTable. `corrupt`: the document
 * contradicts itself or the standard. `unsupported`: legal, but not handled here. `not_found`: no such column or
 * table. `invalid_request`: what was asked to be written cannot be.
 */
export type VoTableErrorCode = 'not_votable' | 'corrupt' | 'unsupported' | 'not_found' | 'invalid_request';

/** Thrown by everything in this folder; the message names the line, the table or the field. */
export class VoTableError extends Error {
  override readonly name = 'VoTableError';
  /** Machine-readable reason. */
  readonly code: VoTableErrorCode;

  constructor(code: VoTableErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
