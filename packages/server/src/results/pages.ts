// Pages of lists that are held whole: cursors say after which key the next page begins, so that what comes or goes
// meanwhile neither shifts pages nor repeats entries.
import { StemmaError } from '@stemma/core';

/** What a page is asked with. */
export interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page. */
export interface Page<T> {
  items: T[];
  next?: string;
}

/** A page of things that are sorted here by their key, which must be unique. */
export function pageByKey<T>(things: readonly T[], keyOf: (thing: T) => string, { limit, cursor }: Paging): Page<T> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const keyed = things.map((thing) => [keyOf(thing), thing] as const);
  const rest = after === undefined ? keyed : keyed.filter(([key]) => key > after);
  rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const items = rest.slice(0, limit);
  const more = rest.length > items.length;
  return { items: items.map(([, thing]) => thing), ...(more && { next: writeCursor(items.at(-1)![0]) }) };
}

/** A page of things that keep their order and are only ever added at the end. */
export function pageByPlace<T>(things: readonly T[], { limit, cursor }: Paging): Page<T> {
  const start = cursor === undefined ? 0 : Number(readCursor(cursor));
  if (!Number.isSafeInteger(start) || start < 0) throw damaged();
  const end = start + limit;
  return { items: things.slice(start, end), ...(end < things.length && { next: writeCursor(String(end)) }) };
}

/** A cursor as opaque text. */
export function writeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** What a cursor says. @throws StemmaError `invalid_request` for what is no cursor. */
export function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (writeCursor(key) !== cursor) throw damaged();
  return key;
}

function damaged(): StemmaError {
  return new StemmaError('invalid_request', 'the cursor is damaged: begin again without it', {
    pointer: '#/query/cursor',
  });
}
