// The second step of the schema: what search, lineage and annotations need. Filled from what earlier versions wrote.

/** Journal, words, numbers, descriptions; tags with their givers, notes, collections; edges to the lists of fan-outs. */
export const searchSchema = `
CREATE TABLE change (
  -- Every derivation that got a result, once, in the order of the commits: what was seen up to a number is complete.
  seq INTEGER PRIMARY KEY,
  derivation INTEGER NOT NULL
) STRICT;
INSERT INTO change (derivation) SELECT derivation FROM result ORDER BY published_ms, derivation;
-- Up to which change words and numbers are filled: they are made by searches, never by publishing.
CREATE TABLE search_progress (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO search_progress (id, seq) VALUES (1, 0);
-- Words of parameters by derivation; without positions, for words are asked for by their beginnings only.
CREATE VIRTUAL TABLE search_words USING fts5(words, content = '', detail = none, tokenize = 'unicode61');
CREATE TABLE parameter (
  id INTEGER PRIMARY KEY,
  analysis INTEGER NOT NULL REFERENCES analysis,
  name TEXT NOT NULL,
  UNIQUE (analysis, name)
) STRICT;
CREATE TABLE parameter_number (
  parameter INTEGER NOT NULL REFERENCES parameter,
  number REAL NOT NULL,
  derivation INTEGER NOT NULL,
  PRIMARY KEY (parameter, number, derivation)
) STRICT, WITHOUT ROWID;
CREATE TABLE description (
  -- By name: analyses are described before they have results. units is JSON, by parameter.
  name TEXT PRIMARY KEY, text TEXT NOT NULL, units TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE tag ADD COLUMN agent TEXT NOT NULL DEFAULT '';
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  derivation INTEGER NOT NULL REFERENCES derivation,
  at_ms REAL NOT NULL, agent TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX note_derivation ON note (derivation);
CREATE TABLE collection (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL, agent TEXT NOT NULL, created_ms REAL NOT NULL
) STRICT;
CREATE TABLE collection_member (
  collection INTEGER NOT NULL REFERENCES collection,
  derivation INTEGER NOT NULL REFERENCES derivation,
  at_ms REAL NOT NULL, agent TEXT NOT NULL,
  PRIMARY KEY (collection, derivation)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_member_reverse ON collection_member (derivation);
CREATE INDEX derivation_definition ON derivation (definition) WHERE definition IS NOT NULL;
-- The list that a fan-out ran over is used too; until now only its members were edges.
INSERT INTO used (user, ordinal, role, used)
  SELECT x.user, (SELECT max(ordinal) FROM used u WHERE u.user = x.user) + row_number() OVER (PARTITION BY x.user ORDER BY x.role, x.used),
    x.role, x.used
  FROM (SELECT DISTINCT d.id AS user, substr(t.fullkey, 4, instr(substr(t.fullkey, 4) || '"', '"') - 1) || ' over' AS role, o.id AS used
    FROM derivation d CROSS JOIN json_tree(d.inputs) t CROSS JOIN derivation o ON o.digest = unhex(t.value)
    WHERE instr(d.inputs, '"each":') AND t.key = 'over' AND t.path LIKE '%each'
      AND EXISTS (SELECT 1 FROM used u WHERE u.user = d.id)
      AND NOT EXISTS (SELECT 1 FROM used u WHERE u.user = d.id AND u.used = o.id)) x;
`;

/** Its tables, for counting. */
export const searchTables = [
  'change',
  'search_progress',
  'parameter',
  'parameter_number',
  'description',
  'note',
  'collection',
  'collection_member',
] as const;
