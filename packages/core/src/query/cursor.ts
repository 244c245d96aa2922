// Cursors of a search: where the page before ended, opaque to everybody else. By key and id, not by number of rows, so
// that results which come meanwhile neither shift pages nor repeat rows.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import { isDigest, type Digest } from '../identity/digest.ts';
import type { SearchQuery } from './search-query.ts';

/** The last row of a page: its value of what is sorted by, and its id. */
export interface CursorPlace {
  readonly key: string | number;
  readonly id: Digest;
}

/** Writes a cursor for the page after `place` of a query. */
export function writeCursor(query: SearchQuery, { key, id }: CursorPlace): string {
  return encode(JSON.stringify([1, key, id, fingerprint(query)]));
}

/**
 * Reads the cursor of a query; undefined when it has none.
 * @throws StemmaError `invalid_request` for what is no cursor, or one of another query.
 */
export function readCursor(query: SearchQuery): CursorPlace | undefined {
  if (query.cursor === undefined) return undefined;
  const [version, key, id, print] = decode(query.cursor);
  const isPlace = (typeof key === 'string' || typeof key === 'number') && typeof id === 'string' && isDigest(id);
  if (version !== 1 || !isPlace)
    throw new StemmaError('invalid_request', 'the cursor is damaged: begin again without it', { field: 'cursor' });
  if (print !== fingerprint(query)) {
    throw new StemmaError('invalid_request', 'the cursor belongs to another query: begin again without it', {
      field: 'cursor',
    });
  }
  return { key, id };
}

// FNV-1a over what the query means: not a secret, only a guard against mixing up pages.
function fingerprint({ cursor: _cursor, pageSize: _pageSize, ...rest }: SearchQuery): number {
  let hash = 0x811c9dc5;
  const text = canonicalJson(JSON.parse(JSON.stringify(rest)) as Json);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

// Hexadecimal: it passes through addresses, shells and files as it is.
function encode(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function decode(cursor: string): readonly unknown[] {
  try {
    const bytes = Uint8Array.from(cursor.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
