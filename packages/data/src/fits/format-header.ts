// Turns header entries into 80-character records (FITS 4.0, section 4): fixed format where it fits, OGIP
// long strings (CONTINUE) for long text, HIERARCH for keywords that are no standard names.
import { FitsError } from './fits-error.ts';
import { type Card, type HeaderValue, recordLength } from './header-card.ts';

/** A keyword to be written. Without `value` it is commentary and `comment` its text. */
export interface KeywordEntry {
  readonly keyword: string;
  readonly value?: HeaderValue | undefined;
  readonly comment?: string | undefined;
  /** Writes an integral number as a real one: `1.0`, not `1`. */
  readonly real?: boolean;
}

/** What a header is made of: entries, short `[keyword, value, comment]` tuples, or cards of a file that was read. */
export type HeaderEntry = KeywordEntry | Card | readonly [keyword: string, value: HeaderValue, comment?: string];

const standardKeyword = /^[A-Z0-9_-]{1,8}$/;
const printable = /^[ -~]*$/;

/** The keyword of an entry in upper case without the HIERARCH prefix. */
export function entryKeyword(entry: HeaderEntry): string {
  const keyword = 'keyword' in entry ? entry.keyword : entry[0];
  return keyword.toUpperCase().replace(/^HIERARCH +/, '');
}

function formatReal(value: number, keyword: string): string {
  if (!Number.isFinite(value)) {
    throw new FitsError('invalid_request', `Keyword ${keyword} is ${value}, which a FITS header cannot hold.`);
  }
  // Integral values beyond 2^53 print all their digits in plain notation, and would read back as integers.
  const text = Number.isInteger(value) && Math.abs(value) > 2 ** 53 ? value.toExponential() : String(value);
  const [mantissa, exponent] = text.toUpperCase().split('E');
  const sign = Object.is(value, -0) ? '-' : '';
  const point = mantissa!.includes('.') ? '' : '.0';
  return `${sign}${mantissa}${point}${exponent === undefined ? '' : `E${exponent}`}`;
}

function formatNumber(value: number, keyword: string, real: boolean): string {
  const integral = Number.isSafeInteger(value) && !Object.is(value, -0);
  return integral && !real ? String(value) : formatReal(value, keyword);
}

function formatValue(value: Exclude<HeaderValue, string>, keyword: string, real: boolean): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return formatNumber(value, keyword, real);
  return `(${formatReal(value.re, keyword)}, ${formatReal(value.im, keyword)})`;
}

/** Splits text between words into pieces of at most `width`; longer words are cut. */
function wrap(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    pieces.push(rest.slice(0, blank > 0 ? blank : width));
    rest = rest.slice(blank > 0 ? blank + 1 : width);
  }
  return [...pieces, rest];
}

/** Cuts a string into quoted-length pieces without separating a doubled quote. */
function cutString(value: string, firstWidth: number, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of value) {
    const escaped = character === "'" ? "''" : character;
    if (piece.length + escaped.length > (pieces.length === 0 ? firstWidth : width)) {
      pieces.push(piece);
      piece = '';
    }
    piece += escaped;
  }
  return [...pieces, piece];
}

/** FITS 4.0, section 4.2.1.2: `&` before the closing quote, continued in CONTINUE records; a long comment follows. */
function formatLongString(prefix: string, value: string, comment: string): string[] {
  const continued = 'CONTINUE  ';
  const reserved = 3; // two quotes and the ampersand
  const pieces = cutString(value, recordLength - prefix.length - reserved, recordLength - continued.length - reserved);
  const records = pieces.map(
    (piece, i) => `${i === 0 ? prefix : continued}'${piece}${i < pieces.length - 1 ? '&' : ''}'`,
  );
  if (comment === '') return records;
  const last = `${records.at(-1)} / ${comment}`;
  if (last.length <= recordLength) return [...records.slice(0, -1), last];
  records[records.length - 1] = records.at(-1)!.replace(/'$/, "&'");
  const comments = wrap(comment, recordLength - continued.length - "'&' / ".length);
  return [...records, ...comments.map((text, i) => `${continued}'${i < comments.length - 1 ? '&' : ''}' / ${text}`)];
}

function formatString(prefix: string, value: string, comment: string): string[] {
  const escaped = value.replaceAll("'", "''");
  // Eight characters at least, since old readers expect the closing quote in column 20 or later.
  const quoted = `'${escaped.padEnd(8)}'`.padEnd(20);
  const text = comment === '' ? `${prefix}${quoted}`.trimEnd() : `${prefix}${quoted} / ${comment}`;
  return text.length <= recordLength ? [text] : formatLongString(prefix, value, comment);
}

function formatCommentary(keyword: string, text: string): string[] {
  const lines = text.split('\n').flatMap((line) => wrap(line, recordLength - 8));
  return lines.map((line) => keyword.padEnd(8) + line);
}

function checkPrintable(keyword: string, text: string): void {
  if (printable.test(text)) return;
  const problem = `Keyword ${JSON.stringify(keyword)} holds a character outside printable ASCII`;
  throw new FitsError(
    'invalid_request',
    `${problem}, which a FITS header cannot hold: ${JSON.stringify(text.slice(0, 40))}.`,
  );
}

function keywordPrefix(keyword: string): string {
  if (standardKeyword.test(keyword)) return `${keyword.padEnd(8)}= `;
  if (keyword === '' || keyword.includes('=')) {
    throw new FitsError('invalid_request', `${JSON.stringify(keyword)} cannot be a header keyword.`);
  }
  return `HIERARCH ${keyword} = `;
}

function formatKeyword(keyword: string, entry: KeywordEntry): string[] {
  const { value, comment = '', real = false } = entry;
  if (value === undefined) {
    for (const line of comment.split('\n')) checkPrintable(keyword, line);
    return formatCommentary(keyword, comment);
  }
  checkPrintable(keyword, comment);
  const prefix = keywordPrefix(keyword);
  if (typeof value === 'string') {
    checkPrintable(keyword, value);
    if (prefix.length < 60) return formatString(prefix, value, comment);
  }
  const text = prefix + (typeof value === 'string' ? value : formatValue(value, keyword, real).padStart(20));
  if (prefix.length >= 60 || text.length > recordLength) {
    throw new FitsError(
      'invalid_request',
      `Keyword ${JSON.stringify(keyword)} with its value is too long for a header card.`,
    );
  }
  // A comment is only a remark: cut rather than refused where no CONTINUE can carry it.
  return [comment === '' ? text : `${text} / ${comment}`.slice(0, recordLength)];
}

/** The 80-character records of one entry; cards of a file that was read come back as they were. */
export function formatEntry(entry: HeaderEntry): string[] {
  if ('records' in entry) return [...entry.records];
  const keyword = entryKeyword(entry);
  checkPrintable(keyword, keyword);
  const named: KeywordEntry = 'keyword' in entry ? entry : { keyword, value: entry[1], comment: entry[2] };
  return formatKeyword(keyword, named).map((record) => record.padEnd(recordLength));
}
