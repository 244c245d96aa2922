// The tables of search by similarity, for the list of migrations: sketches by first shape, found by bands.

/** Sketches and their bands; filled by searches, so a store that nobody searches has none. */
export const sketchSchema = `
CREATE TABLE sketch (
  -- By first shape, which decides the two others; minima: 128 unsigned numbers of 32 bits, little-endian.
  shape INTEGER PRIMARY KEY REFERENCES shape,
  l2 INTEGER NOT NULL REFERENCES shape,
  l3 INTEGER NOT NULL REFERENCES shape,
  minima BLOB NOT NULL CHECK (length(minima) = 512)
) STRICT;
CREATE INDEX sketch_l2 ON sketch (l2);
CREATE INDEX sketch_l3 ON sketch (l3);
CREATE TABLE sketch_band (
  key INTEGER NOT NULL,
  shape INTEGER NOT NULL REFERENCES sketch,
  PRIMARY KEY (key, shape)
) STRICT, WITHOUT ROWID;
`;

/** Its tables, for counting. */
export const sketchTables = ['sketch', 'sketch_band'] as const;
