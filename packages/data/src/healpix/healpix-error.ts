/** The one error of the HEALPix functions. */

/** Thrown for resolutions, pixels and directions that do not exist. */
export class HealpixError extends Error {
  override readonly name = 'HealpixError';
  /** Row of the product's error table that this error maps to. */
  readonly code = 'invalid_request';
}
