// The tables of retraction, for the list of migrations: events that nobody can change, contents that were replaced, and
// two numbers on each result that say in which order it and what it used were made.

/**
 * The order of things is the number of events, not time: two results of one millisecond, or a clock that was set back,
 * must not decide what is in doubt. An index without events has only zeros, which cost a byte each.
 */
export const retractionTables = `
DROP TABLE retraction; -- never written by version 1
CREATE TABLE retraction (
  -- One event. kind: retract, withdraw, confirm (made again with equal content), supersede (with another one).
  -- target: result (derivation and content), definition (name and version), code or file (digest).
  -- of: the retraction that is withdrawn or confirmed away.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('retract', 'withdraw', 'confirm', 'supersede')),
  target TEXT NOT NULL CHECK (target IN ('result', 'definition', 'code', 'file')),
  derivation INTEGER REFERENCES derivation,
  content INTEGER REFERENCES content,
  name TEXT,
  version TEXT,
  digest BLOB CHECK (length(digest) = 32),
  of INTEGER REFERENCES retraction,
  at_ms REAL NOT NULL,
  agent TEXT NOT NULL,
  reason TEXT NOT NULL,
  replaced_by TEXT
) STRICT;
CREATE INDEX retraction_derivation ON retraction (derivation) WHERE derivation IS NOT NULL;
CREATE INDEX retraction_of ON retraction (of) WHERE of IS NOT NULL;
CREATE INDEX retraction_retract ON retraction (id) WHERE kind = 'retract';
CREATE TRIGGER retraction_is_never_changed BEFORE UPDATE ON retraction
  BEGIN SELECT RAISE(ABORT, 'retractions are only appended'); END;
CREATE TRIGGER retraction_is_never_removed BEFORE DELETE ON retraction
  BEGIN SELECT RAISE(ABORT, 'retractions are only appended'); END;
CREATE TABLE former_result (
  -- What a derivation had before the event superseded_by put another content in its place.
  superseded_by INTEGER PRIMARY KEY REFERENCES retraction,
  derivation INTEGER NOT NULL REFERENCES derivation,
  content INTEGER NOT NULL REFERENCES content,
  produced_by INTEGER NOT NULL REFERENCES derivation,
  action_key BLOB NOT NULL CHECK (length(action_key) = 32),
  published_ms REAL NOT NULL
) STRICT;
CREATE INDEX former_result_derivation ON former_result (derivation);
-- made_at: the last event of which what it used was up to date; changed_at: the event that gave it another content.
ALTER TABLE result ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE result ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX result_taken_over ON result (produced_by) WHERE produced_by <> derivation;
`;
