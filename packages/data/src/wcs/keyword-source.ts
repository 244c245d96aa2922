/** Typed look-ups in a FITS header or a plain record of keywords, whichever the caller has. */

import { WcsError } from './wcs-error.ts';

/** A `Header` of the FITS library, or anything with the same `get`. */
export interface HeaderLike {
  get(keyword: string): unknown;
}

/** Where the keywords come from; a plain record has them in upper case. */
export type KeywordSource = HeaderLike | Readonly<Record<string, unknown>>;

/** Look-ups for one coordinate description of a header: the primary one, or an alternate named by a letter. */
export class Keywords {
  readonly #get: (keyword: string) => unknown;
  readonly #alternate: string;

  /** `alternate` is empty or a letter A to Z (FITS standard 4.0, section 8.2.1). */
  constructor(source: KeywordSource, alternate = '') {
    if (!/^[A-Z]?$/.test(alternate)) {
      throw new WcsError('invalid_request', `an alternate WCS is a letter A to Z, not '${alternate}'`);
    }
    this.#alternate = alternate;
    const { get } = source;
    this.#get =
      typeof get === 'function'
        ? (keyword) => (get as (keyword: string) => unknown).call(source, keyword)
        : (keyword) => (source as Readonly<Record<string, unknown>>)[keyword];
  }

  /** The number of a keyword of this description, `undefined` when absent; throws `corrupt` for anything else. */
  number(name: string): number | undefined {
    return this.plainNumber(name + this.#alternate);
  }

  /** The text of a keyword of this description, without trailing blanks. */
  text(name: string): string | undefined {
    const value = this.#get(name + this.#alternate) ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value.trimEnd();
    throw new WcsError('corrupt', `${name}${this.#alternate} is not a text`);
  }

  /** The number of a keyword that has no alternates, such as NAXIS or the SIP coefficients. */
  plainNumber(name: string): number | undefined {
    const value = this.#get(name) ?? undefined;
    if (value === undefined) return undefined;
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw new WcsError('corrupt', `${name} is not a finite number`);
  }
}
