// Turns header blocks into a Header: finds END, splits records, joins CONTINUE long strings.
import { FitsError } from './fits-error.ts';
import { type Card, type HeaderValue, parseCard, recordLength } from './header-card.ts';
import { Header } from './header.ts';

/** FITS files are made of blocks of this many bytes. */
const blockLength = 2880;

/** Rounds a length up to whole blocks. */
export function paddedLength(length: number): number {
  return Math.ceil(length / blockLength) * blockLength;
}

/** Whether the bytes at `offset` spell `text`. */
export function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Index of the END record, found before any card is made: garbage without END must cost no memory. */
function countRecords(bytes: Uint8Array, start: number, label: string): number {
  for (let count = 0; ; count++) {
    const offset = start + count * recordLength;
    if (offset + recordLength > bytes.length) {
      throw new FitsError(
        'truncated',
        `The file ends at byte ${bytes.length}, before the END of the header of ${label}.`,
      );
    }
    if (startsWith(bytes, offset, 'END     ')) return count;
  }
}

// Comments of continued cards are pieces of one text: joined with a blank, as astropy and CFITSIO show them.
function joinComments(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function continuesLong(value: HeaderValue | undefined): value is string {
  return typeof value === 'string' && value.endsWith('&');
}

/** Joins a card whose string ends in `&` with the CONTINUE records that follow it (FITS 4.0, section 4.2.1.2). */
function joinContinued(records: readonly string[], first: Card, index: number): Card {
  if (!continuesLong(first.value)) return first;
  const values = [first.value];
  const comments = [first.comment];
  let end = index + 1;
  while (end < records.length && continuesLong(values.at(-1)) && records[end]!.startsWith('CONTINUE')) {
    const next = parseCard(records[end]!);
    if (typeof next.value !== 'string') break;
    values[values.length - 1] = values.at(-1)!.slice(0, -1);
    values.push(next.value);
    comments.push(next.comment);
    end++;
  }
  const { keyword } = first;
  return { keyword, value: values.join(''), comment: joinComments(comments), records: records.slice(index, end) };
}

/**
 * Parses the header that starts at byte `start`; `label` names the HDU in errors.
 * `end` is the offset of the data. Throws `truncated` when there is no END.
 */
export function parseHeader(bytes: Uint8Array, start: number, label: string): { header: Header; end: number } {
  const count = countRecords(bytes, start, label);
  const records: string[] = [];
  for (let i = 0; i < count; i++) {
    const offset = start + i * recordLength;
    records.push(String.fromCharCode(...bytes.subarray(offset, offset + recordLength)));
  }
  const cards: Card[] = [];
  for (let i = 0; i < count;) {
    const card = joinContinued(records, parseCard(records[i]!), i);
    cards.push(card);
    i += card.records.length;
  }
  return { header: new Header(cards, label), end: start + paddedLength((count + 1) * recordLength) };
}
