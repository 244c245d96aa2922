// The immutable header of an HDU: its cards in order, with typed look-ups that say what is wrong and where.
import { FitsError } from './fits-error.ts';
import type { Card, HeaderValue } from './header-card.ts';

/** The cards of one HDU. Look-ups ignore case and an optional `HIERARCH ` prefix; of duplicates the first counts. */
export class Header {
  /** All cards in file order, END excluded. */
  readonly cards: readonly Card[];
  readonly #label: string;
  readonly #byKeyword = new Map<string, Card>();

  /** `label` names the HDU in error messages. */
  constructor(cards: readonly Card[], label = 'the header') {
    this.cards = Object.freeze([...cards]);
    this.#label = label;
    for (const card of cards) {
      if (card.value !== undefined && !this.#byKeyword.has(card.keyword)) this.#byKeyword.set(card.keyword, card);
    }
  }

  /** The first card with a value for this keyword. */
  card(keyword: string): Card | undefined {
    return this.#byKeyword.get(keyword) ?? this.#byKeyword.get(keyword.toUpperCase().replace(/^HIERARCH +/, ''));
  }

  /** Whether the keyword is present with a value indicator. */
  has(keyword: string): boolean {
    return this.card(keyword) !== undefined;
  }

  /** The value: `undefined` when the keyword is absent, `null` when it is there without a value. */
  get(keyword: string): HeaderValue | undefined {
    return this.card(keyword)?.value;
  }

  /** The value as a number (big integers rounded); throws `not_found` without a fallback, `corrupt` for another type. */
  number(keyword: string, fallback?: number): number {
    const value = this.#require(keyword, fallback);
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
    throw this.#wrongType(keyword, 'a number', value);
  }

  /**
   * The value as an integer; a real value without a fraction is accepted, one beyond 2^53 is not, since
   * sizes and offsets that are rounded would silently be wrong.
   */
  integer(keyword: string, fallback?: number): number {
    const value = this.number(keyword, fallback);
    if (Number.isSafeInteger(value)) return value;
    throw this.#wrongType(keyword, 'an integer', value);
  }

  /** The value as a string. */
  string(keyword: string, fallback?: string): string {
    const value = this.#require(keyword, fallback);
    if (typeof value === 'string') return value;
    throw this.#wrongType(keyword, 'a string', value);
  }

  /** The value as a logical. */
  boolean(keyword: string, fallback?: boolean): boolean {
    const value = this.#require(keyword, fallback);
    if (typeof value === 'boolean') return value;
    throw this.#wrongType(keyword, 'T or F', value);
  }

  /** The texts of all commentary cards of one keyword: `COMMENT`, `HISTORY` or the empty string. */
  commentary(keyword: string): string[] {
    const wanted = keyword.toUpperCase();
    return this.cards.filter((card) => card.value === undefined && card.keyword === wanted).map((card) => card.comment);
  }

  #require(keyword: string, fallback: HeaderValue | undefined): HeaderValue {
    // A keyword without a value counts as absent: the standard calls its value undefined.
    const value = this.get(keyword) ?? fallback;
    if (value !== undefined) return value;
    throw new FitsError('not_found', `Keyword ${keyword.toUpperCase()} is missing in ${this.#label}.`);
  }

  #wrongType(keyword: string, expected: string, value: HeaderValue): FitsError {
    const shown = typeof value === 'object' ? 'something else' : JSON.stringify(String(value).slice(0, 40));
    return new FitsError('corrupt', `Keyword ${keyword.toUpperCase()} of ${this.#label} is ${shown}, not ${expected}.`);
  }
}
