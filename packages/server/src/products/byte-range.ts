// Which bytes a request wants: the Range header of RFC 9110, section 14, for one range. Several ranges at once are
// answered by the whole, as the standard allows: nobody asks for them but attackers.

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range that a header asks for; undefined for the whole (no header, another unit, nonsense, several ranges), or
 * `unsatisfiable` when it begins behind the end.
 */
export function parseRange(header: string | null, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (from === '') return to === '' ? undefined : suffix(Number(to), sizeBytes);
  const first = Number(from);
  const last = to === '' ? Infinity : Number(to);
  if (last < first) return undefined;
  return first >= sizeBytes ? 'unsatisfiable' : { first, last: Math.min(last, sizeBytes - 1) };
}

function suffix(wanted: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  const count = Math.min(wanted, sizeBytes);
  return count === 0 ? 'unsatisfiable' : { first: sizeBytes - count, last: sizeBytes - 1 };
}

/** Whether the range of a request still belongs to what it has a part of already: If-Range, RFC 9110 section 13.1.5. */
export function isRangeValid(ifRange: string | null, etag: string): boolean {
  // A date can say nothing of bytes that never change; the whole is always right.
  return ifRange === null || ifRange.trim() === etag;
}
