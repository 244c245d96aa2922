// The job store in one SQLite file beside the index, written by one service at a time; in memory for stores in memory.
import { openDatabase, type Connection, type Row } from '@stemma/backends';
import type { JobEvent } from '../job-desk.ts';
import type { JobRecord } from '../job-record.ts';
import { groupCommit } from './group-commit.ts';
import type { JobStore, NewEvent } from './job-store.ts';
import { listJobs } from './list-jobs.ts';
import { jobSchema } from './schema.ts';

const insertJob = `INSERT INTO job (id, state, analysis, owner, audience, idempotency_key, finished_ms, record)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
// An ended job stays as it is: nothing ends twice.
const updateJob = 'UPDATE job SET state = ?, finished_ms = ?, record = ? WHERE id = ? AND finished_ms IS NULL';
const insertEvent = 'INSERT INTO job_event (job, number, time_ms, type, data) VALUES (?, ?, ?, ?, ?)';
const lastOf = `SELECT j.seq, (SELECT max(number) FROM job_event WHERE job = j.seq) FROM job j WHERE j.id = ?`;
const selectEvents = `SELECT e.number, e.time_ms, e.type, e.data FROM job j JOIN job_event e ON e.job = j.seq
  WHERE j.id = ? AND e.number > ? ORDER BY e.number LIMIT ?`;
const selectService = 'SELECT number, time_ms, type, data FROM service_event WHERE number > ? ORDER BY number LIMIT ?';

/**
 * Opens the job store.
 * @param path of the file; `:memory:` for one that ends with the process.
 * @throws StemmaError `unavailable`, `corrupt`, `conflict` (written by a newer version).
 */
export function sqliteJobStore(path: string): JobStore {
  const connection = openDatabase(path, jobSchema);
  const group = groupCommit(connection);
  const one = (sql: string, ...values: (string | number)[]): Row | undefined =>
    connection.read(() => connection.rows(sql, ...values))[0];
  const record = (row: Row | undefined) => row && (JSON.parse(row[0] as string) as JobRecord);
  return {
    add: (job, events) =>
      group.write(() => {
        const { id, state, analysis, owner, idempotency, finishedMs } = job;
        const audience = job.private ? owner : '';
        const key = idempotency?.key ?? null;
        const { lastInsertRowid } = connection
          .statement(insertJob)
          .run(id, state, analysis, owner, audience, key, finishedMs ?? null, JSON.stringify(job));
        return addEvents(connection, Number(lastInsertRowid), 0, events);
      }),
    update: (job) =>
      group.write(() => {
        const { id, state, finishedMs } = job;
        return connection.statement(updateJob).run(state, finishedMs ?? null, JSON.stringify(job), id).changes === 1;
      }),
    append: (id, events) =>
      group.write(() => {
        const [seq, last] = connection.rows(lastOf, id)[0]!;
        return addEvents(connection, seq as number, (last as number | null) ?? 0, events);
      }),
    get: (id) => record(one('SELECT record FROM job WHERE id = ?', id)),
    byKey: (owner, key) => record(one('SELECT record FROM job WHERE owner = ? AND idempotency_key = ?', owner, key)),
    events: (id, after, limit) => connection.read(() => connection.rows(selectEvents, id, after, limit)).map(eventOf),
    lastNumber: (id) => (one(lastOf, id)?.[1] as number | null | undefined) ?? 0,
    list: (query, viewer) => connection.read(() => listJobs(connection, query, viewer)),
    unfinished: () =>
      connection
        .read(() => connection.rows('SELECT record FROM job WHERE finished_ms IS NULL ORDER BY seq'))
        .map((row) => record(row)!),
    announce: ({ timeMs, type, data }) =>
      group.write(() => {
        const insert = 'INSERT INTO service_event (time_ms, type, data) VALUES (?, ?, ?)';
        const { lastInsertRowid } = connection.statement(insert).run(timeMs, type, JSON.stringify(data));
        return { number: Number(lastInsertRowid), timeMs, type, data };
      }),
    serviceEvents: (after, limit) => connection.read(() => connection.rows(selectService, after, limit)).map(eventOf),
    lastServiceNumber: () => Number(one('SELECT ifnull(max(number), 0) FROM service_event')![0]),
    compact: (endedBeforeMs, kept) => group.write(() => compact(connection, endedBeforeMs, kept)),
    settled: (durability) => group.settled(durability),
    close: async () => {
      await group.close();
      connection.close();
    },
  };
}

function addEvents(connection: Connection, seq: number, last: number, events: readonly NewEvent[]): JobEvent[] {
  return events.map(({ timeMs, type, data }, i) => {
    const number = last + i + 1;
    connection.statement(insertEvent).run(seq, number, timeMs, type, JSON.stringify(data));
    return { number, timeMs, type, data };
  });
}

function eventOf([number, timeMs, type, data]: Row): JobEvent {
  return {
    number: number as number,
    timeMs: timeMs as number,
    type: type as string,
    data: JSON.parse(data as string) as JobEvent['data'],
  };
}

function compact(connection: Connection, endedBeforeMs: number, kept: number): number {
  const old = connection.rows(
    'SELECT seq FROM job WHERE compacted = 0 AND finished_ms IS NOT NULL AND finished_ms < ? ORDER BY finished_ms LIMIT 1000',
    endedBeforeMs,
  );
  for (const [seq] of old) {
    const last = '(SELECT max(number) FROM job_event WHERE job = ?1)';
    connection.statement(`DELETE FROM job_event WHERE job = ?1 AND number < ${last}`).run(seq as number);
    connection
      .statement(`UPDATE job_event SET data = json_set(data, '$.compacted', json('true')) WHERE job = ?`)
      .run(seq as number);
    connection.statement('UPDATE job SET compacted = 1 WHERE seq = ?').run(seq as number);
  }
  connection
    .statement('DELETE FROM service_event WHERE number <= (SELECT max(number) FROM service_event) - ?')
    .run(kept);
  return old.length;
}
