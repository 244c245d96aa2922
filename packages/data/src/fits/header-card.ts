// One header card: a keyword, its value and its comment, as parsed from 80-character records
// (FITS 4.0, section 4). Lenient in what it reads, because archives hold thirty years of odd headers.

/** A complex header value, written `(re, im)`. */
export interface ComplexValue {
  readonly re: number;
  readonly im: number;
}

/** A header value. Integers beyond 2^53 are `bigint`; a keyword that is present without a value has `null`. */
export type HeaderValue = string | number | bigint | boolean | ComplexValue | null;

/** One card of a header; long strings (CONTINUE) are already joined. */
export interface Card {
  /** Upper case, without the HIERARCH prefix; empty for a blank keyword. */
  readonly keyword: string;
  /** `undefined` for commentary (COMMENT, HISTORY, blank and any keyword without a value indicator). */
  readonly value: HeaderValue | undefined;
  /** The comment, or the whole text of a commentary card, without trailing blanks. */
  readonly comment: string;
  /** The original 80-character records, so that a copied header stays as it was to the byte. */
  readonly records: readonly string[];
}

/** Length of a header record in characters. */
export const recordLength = 80;

const integerPattern = /^[+-]?\d+$/;
const realPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d+)?$/;

// `Number` alone would also take `0x1f`, `Infinity` and blanks.
function parseNumber(token: string): number | bigint | undefined {
  if (integerPattern.test(token)) {
    const value = Number(token);
    // BigInt() refuses a plus sign.
    return Number.isSafeInteger(value) ? value : BigInt(token.replace('+', ''));
  }
  return realPattern.test(token) ? Number(token.replace(/[Dd]/, 'E')) : undefined;
}

function parseToken(token: string): HeaderValue {
  if (token === '') return null;
  if (token === 'T' || token === 'F') return token === 'T';
  const number = parseNumber(token);
  if (number !== undefined) return number;
  if (token.startsWith('(') && token.endsWith(')')) {
    const parts = token.slice(1, -1).split(',');
    const [re, im] = parts.map((part) => parseNumber(part.trim()));
    if (parts.length === 2 && re !== undefined && im !== undefined) return { re: Number(re), im: Number(im) };
  }
  // Not a legal value: kept as its text, so that one odd keyword does not make a file unreadable.
  return token;
}

/** The index of the quote that closes the string opened at 0, or -1; a doubled quote stands for itself. */
function closingQuote(text: string): number {
  let at = text.indexOf("'", 1);
  while (at !== -1 && text[at + 1] === "'") at = text.indexOf("'", at + 2);
  return at;
}

function commentAfter(text: string): string {
  const slash = text.indexOf('/');
  return slash === -1 ? '' : text.slice(slash + 1).trim();
}

/** Parses the value field of a card (what follows `= `) into its value and comment. */
export function parseValueField(field: string): { value: HeaderValue; comment: string } {
  const text = field.trimStart();
  if (text.startsWith("'")) {
    const close = closingQuote(text);
    const quoted = close === -1 ? text.slice(1) : text.slice(1, close);
    // Trailing blanks are not significant (section 4.2.1.1), leading ones are.
    return {
      value: quoted.replaceAll("''", "'").replace(/ +$/, ''),
      comment: close === -1 ? '' : commentAfter(text.slice(close + 1)),
    };
  }
  const slash = text.indexOf('/');
  const token = (slash === -1 ? text : text.slice(0, slash)).trim();
  return { value: parseToken(token), comment: commentAfter(text) };
}

function commentary(keyword: string, record: string): Card {
  return { keyword, value: undefined, comment: record.slice(8).trimEnd(), records: [record] };
}

/** Parses one 80-character record; CONTINUE records come back with their string as the value. */
export function parseCard(record: string): Card {
  const keyword = record.slice(0, 8).trimEnd().toUpperCase();
  if (keyword === 'COMMENT' || keyword === 'HISTORY' || keyword === '') return commentary(keyword, record);
  if (keyword === 'CONTINUE') return { keyword, ...parseValueField(record.slice(8)), records: [record] };
  if (keyword === 'HIERARCH') {
    const equals = record.indexOf('=');
    if (equals === -1) return commentary(keyword, record);
    const name = record.slice(8, equals).trim().replace(/ +/g, ' ').toUpperCase();
    return { keyword: name, ...parseValueField(record.slice(equals + 1)), records: [record] };
  }
  if (record[8] !== '=' || (record[9] !== ' ' && record[9] !== undefined)) return commentary(keyword, record);
  return { keyword, ...parseValueField(record.slice(10)), records: [record] };
}
