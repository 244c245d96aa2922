// The tables of the job store, as numbered migrations. Published ones are never edited: a change is a new entry.
import type { DatabaseSchema } from '@stemma/backends';

// The column `seq` is the row id, which every index ends with: so each list is one range of an index, newest first,
// however many jobs there are.
const jobs = `
CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  analysis TEXT NOT NULL,
  owner TEXT NOT NULL,
  -- Who sees it in lists: everybody ('') or the owner of a private one.
  audience TEXT NOT NULL,
  idempotency_key TEXT,
  finished_ms REAL,
  compacted INTEGER NOT NULL DEFAULT 0,
  -- The whole record as JSON; the columns repeat what is asked for.
  record TEXT NOT NULL
) STRICT;
CREATE INDEX job_all ON job (audience);
CREATE INDEX job_state ON job (audience, state);
CREATE INDEX job_analysis ON job (audience, analysis);
CREATE INDEX job_analysis_state ON job (audience, analysis, state);
CREATE INDEX job_owner ON job (audience, owner);
CREATE INDEX job_owner_state ON job (audience, owner, state);
CREATE UNIQUE INDEX job_key ON job (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX job_unfinished ON job (seq) WHERE finished_ms IS NULL;
CREATE INDEX job_old ON job (finished_ms) WHERE compacted = 0 AND finished_ms IS NOT NULL;
CREATE TABLE job_event (
  job INTEGER NOT NULL REFERENCES job,
  number INTEGER NOT NULL,
  time_ms REAL NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE service_event (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time_ms REAL NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
`;

/** What a job store file is; its mark is "Serv" in ASCII. */
export const jobSchema: DatabaseSchema = {
  what: 'job store',
  applicationId: 0x53657276,
  migrations: [{ version: 1, sql: jobs }],
};
