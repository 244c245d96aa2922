// The tables of provenance made elsewhere, for the list of migrations: which documents were imported, and which
// derivations are theirs. The derivations themselves lie with all others, so that every question meets them.

/** Documents, and their nodes by place. */
export const foreignSchema = `
CREATE TABLE foreign_document (
  -- digest: of its bytes. source: where it was read from, as it was given.
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  format TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
  agent TEXT NOT NULL, imported_ms REAL NOT NULL
) STRICT;
CREATE TABLE foreign_node (
  -- key: what the document calls it. native: the derivation of Stemma that it is told to be, recorded here or not.
  document INTEGER NOT NULL REFERENCES foreign_document,
  ordinal INTEGER NOT NULL,
  derivation INTEGER NOT NULL REFERENCES derivation,
  key TEXT NOT NULL,
  native BLOB CHECK (length(native) = 32),
  PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_node_derivation ON foreign_node (derivation);
`;

/** Its tables, for counting. */
export const foreignTables = ['foreign_document', 'foreign_node'] as const;
