/** The one error of the time functions. It says what was wrong, and where possible what the caller probably meant. */

/** Thrown when a text or number does not name an instant in the stated format, or lies outside the range of its scale. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
  /** Row of the product's error table that this error maps to. */
  readonly code = 'invalid_request';
  /** The rejected input, as given. */
  readonly input: string;
  /** A corrected spelling that would be accepted, when one could be guessed. */
  readonly hint: string | undefined;

  constructor(message: string, input: string, hint?: string) {
    super(hint === undefined ? message : `${message}; did you mean '${hint}'?`);
    this.input = input;
    this.hint = hint;
  }
}
