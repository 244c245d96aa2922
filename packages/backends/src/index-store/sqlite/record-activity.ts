// Writes activities with their log lines, and reads them back.
import type { ActivityRecord, ActivityStatus, Digest, LogLevel, LogLine } from '@stemma/core';
import type { Connection } from './connection.ts';
import { toBytes } from './digest-bytes.ts';

const selectAgentSql = 'SELECT id FROM agent WHERE name = ? AND host = ? AND pid = ?';
const insertAgentSql = 'INSERT INTO agent (name, host, pid) VALUES (?, ?, ?)';
const activitySql = `INSERT INTO activity (derivation, analysis, status, started_ms, finished_ms, agent, attempt, cpu_s,
  peak_memory_bytes, error, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const logSql = 'INSERT INTO log_line (activity, ordinal, time_ms, level, text) VALUES (?, ?, ?, ?, ?)';
const readSql = `SELECT a.id, a.status, a.started_ms, a.finished_ms, g.name, g.host, g.pid, a.attempt, a.cpu_s,
  a.peak_memory_bytes, a.error FROM derivation d JOIN activity a ON a.derivation = d.id JOIN agent g ON g.id = a.agent
  WHERE d.digest = ? ORDER BY a.started_ms, a.id`;
const readLogSql = 'SELECT time_ms, level, text FROM log_line WHERE activity = ? ORDER BY ordinal';

/** Which rows an activity belongs to. */
export interface ActivityPlace {
  readonly derivation: number;
  readonly analysis: number;
  /** The content that it produced, if any. */
  readonly content?: number;
}

/** Writes activities of one transaction; who ran them is looked up once. */
export function activityRecorder(connection: Connection): (activity: ActivityRecord, place: ActivityPlace) => void {
  const agents = new Map<string, number>();
  function agentId({ agent, host, pid }: ActivityRecord): number {
    const key = `${pid}\n${host}\n${agent}`;
    let id = agents.get(key);
    if (id === undefined) {
      id = connection.idOf(selectAgentSql, insertAgentSql, agent, host, pid);
      agents.set(key, id);
    }
    return id;
  }

  return (activity, { derivation, analysis, content }) => {
    const { lastInsertRowid } = connection
      .statement(activitySql)
      .run(
        derivation,
        analysis,
        activity.status,
        activity.startedMs,
        activity.finishedMs,
        agentId(activity),
        activity.attempt,
        activity.cpuS ?? null,
        activity.peakMemoryBytes ?? null,
        activity.error ? JSON.stringify(activity.error) : null,
        content ?? null,
      );
    if (activity.log.length > 0) writeLog(connection, Number(lastInsertRowid), activity.log);
  };
}

// A row per line: logs are asked for rarely, and then by activity.
function writeLog(connection: Connection, activity: number, log: readonly LogLine[]): void {
  const statement = connection.statement(logSql);
  for (const [ordinal, { timeMs, level, text }] of log.entries()) statement.run(activity, ordinal, timeMs, level, text);
}

/** The activities of a derivation, oldest first, each with its log; none for a derivation that is unknown or was never run. */
export function readActivities(connection: Connection, id: Digest): ActivityRecord[] {
  return connection.rows(readSql, toBytes(id)).map((row) => ({
    derivation: id,
    status: row[1] as ActivityStatus,
    startedMs: row[2] as number,
    finishedMs: row[3] as number,
    agent: row[4] as string,
    host: row[5] as string,
    pid: row[6] as number,
    attempt: row[7] as number,
    ...(row[8] === null ? {} : { cpuS: row[8] as number }),
    ...(row[9] === null ? {} : { peakMemoryBytes: row[9] as number }),
    ...(row[10] === null ? {} : { error: JSON.parse(row[10] as string) as ActivityRecord['error'] & object }),
    log: connection
      .rows(readLogSql, row[0] as number)
      .map(([timeMs, level, text]) => ({ timeMs: timeMs as number, level: level as LogLevel, text: text as string })),
  }));
}
