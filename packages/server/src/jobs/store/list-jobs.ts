// Lists of jobs, page by page: each page is a range of an index for each audience, whatever there is before it.
import { StemmaError } from '@stemma/core';
import type { Connection } from '@stemma/backends';
import type { JobQuery } from '../job-desk.ts';
import type { JobRecord } from '../job-record.ts';
import type { Viewer } from './job-store.ts';

/** A page of jobs, newest first. @throws StemmaError `invalid_request` for a cursor that is none. */
export function listJobs(
  connection: Connection,
  { limit, cursor, ...narrow }: JobQuery,
  { subject, shared }: Viewer,
): { items: JobRecord[]; next?: string } {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : seqOf(cursor);
  const conditions = ['seq < ?'];
  const values: (string | number)[] = [before];
  for (const column of ['state', 'analysis', 'owner'] as const) {
    const value = narrow[column];
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    values.push(value);
  }
  const where = conditions.join(' AND ');
  const range = (source: string, ...first: string[]) =>
    connection.rows(
      `SELECT seq, record FROM ${source} AND ${where} ORDER BY seq DESC LIMIT ?`,
      ...first,
      ...values,
      limit + 1,
    );
  const rows = range('job WHERE audience = ?', '');
  if (subject !== undefined) rows.push(...range('job WHERE audience = ?', subject));
  if (shared.length > 0)
    rows.push(...range('job WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(shared)));
  // A job that is private and shared with its own owner comes twice.
  const bySeq = new Map(rows.map(([seq, record]) => [seq as number, record as string]));
  const page = [...bySeq].sort(([a], [b]) => b - a).slice(0, limit);
  return {
    items: page.map(([, record]) => JSON.parse(record) as JobRecord),
    ...(bySeq.size > limit && { next: `j${page.at(-1)![0].toString(36)}` }),
  };
}

function seqOf(cursor: string): number {
  if (!/^j[0-9a-z]{1,10}$/.test(cursor))
    throw new StemmaError('invalid_request', 'this cursor is none of a list of jobs: take `next` of a page', {
      pointer: '#/query/cursor',
    });
  return Number.parseInt(cursor.slice(1), 36);
}
