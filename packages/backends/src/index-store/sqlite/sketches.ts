// Sketches of shapes in SQLite, found by bands or by the shapes that they have in common.
import { bandsOf, mostCounted } from '@stemma/core';
import type { Digest, ShapePopulation, ShapeSketch, SketchIndex } from '@stemma/core';
import type { Connection, Row } from './connection.ts';
import { digestChunks, toBytes, toDigest } from './digest-bytes.ts';

// The last recorded derivation of a shape that has a result: the end of a range of the index of shapes.
const newestOfShape = `SELECT d.id FROM derivation d JOIN result r ON r.derivation = d.id WHERE d.l1 = s.id ORDER BY d.id DESC LIMIT 1`;
const unsketchedSql = `SELECT d.digest FROM shape s CROSS JOIN derivation d ON d.id = (${newestOfShape})
  CROSS JOIN definition f ON f.id = d.definition CROSS JOIN analysis a ON a.id = f.analysis
  WHERE NOT EXISTS (SELECT 1 FROM sketch k WHERE k.shape = s.id) AND a.name NOT LIKE 'stemma.%' LIMIT ?`;
const addSql = `INSERT INTO sketch (shape, l2, l3, minima)
  SELECT s1.id, s2.id, s3.id, ? FROM shape s1, shape s2, shape s3 WHERE s1.digest = ? AND s2.digest = ? AND s3.digest = ?
  ON CONFLICT DO NOTHING RETURNING shape`;
const bandSql = 'INSERT INTO sketch_band (key, shape) VALUES (?, ?) ON CONFLICT DO NOTHING';
const sketchRows = `SELECT s1.digest, s2.digest, s3.digest, k.minima FROM sketch k
  CROSS JOIN shape s1 ON s1.id = k.shape CROSS JOIN shape s2 ON s2.id = k.l2 CROSS JOIN shape s3 ON s3.id = k.l3`;
const nearSql = `${sketchRows} WHERE k.shape IN
  (SELECT b.shape FROM json_each(?) j CROSS JOIN sketch_band b ON b.key = j.value) ORDER BY k.shape`;
const populationsSql = `SELECT j.key, (SELECT digest FROM derivation WHERE id = (${newestOfShape})),
  (SELECT count(*) FROM (SELECT 1 FROM derivation d JOIN result r ON r.derivation = d.id WHERE d.l1 = s.id LIMIT ${mostCounted}))
  FROM json_each(?) j CROSS JOIN shape s ON s.digest = unhex(j.value)`;

/** The sketches of a connection. */
export function sketches(connection: Connection): SketchIndex {
  const count = () => connection.rows('SELECT count(*) FROM sketch')[0]![0] as number;
  const near = (sketch: Uint32Array, scanUpTo: number): Row[] =>
    count() <= scanUpTo
      ? connection.rows(`${sketchRows} ORDER BY k.shape`)
      : connection.rows(nearSql, JSON.stringify(bandsOf(sketch)));
  return {
    unsketched: async (limit) =>
      connection.read(() => connection.rows(unsketchedSql, limit).map(([digest]) => toDigest(digest))),
    addSketches: async (sketches) => {
      if (sketches.length > 0) connection.write('volatile', () => add(connection, sketches));
    },
    sketchesNear: async (sketch, scanUpTo) => connection.read(() => near(sketch, scanUpTo).map(sketchOf)),
    sketchesOf: async (level, shape) =>
      connection.read(() => {
        const sql = `${sketchRows} WHERE k.${level} = (SELECT id FROM shape WHERE digest = ?) ORDER BY k.shape`;
        return connection.rows(sql, toBytes(shape)).map(sketchOf);
      }),
    populations: async (shapes) => connection.read(() => populations(connection, shapes)),
  };
}

function add(connection: Connection, sketches: readonly ShapeSketch[]): void {
  for (const { shapes, sketch } of sketches) {
    const minima = new Uint8Array(sketch.buffer, sketch.byteOffset, sketch.byteLength);
    const [row] = connection.rows(addSql, minima, toBytes(shapes.l1), toBytes(shapes.l2), toBytes(shapes.l3));
    if (!row) continue;
    for (const key of bandsOf(sketch)) connection.statement(bandSql).run(key, row[0] as number);
  }
}

function sketchOf([l1, l2, l3, minima]: Row): ShapeSketch {
  const shapes = { l1: toDigest(l1), l2: toDigest(l2), l3: toDigest(l3) };
  // A copy: what SQLite hands out may begin at any byte, numbers of 32 bits may not.
  return { shapes, sketch: new Uint32Array((minima as Uint8Array).slice().buffer) };
}

function populations(connection: Connection, shapes: readonly Digest[]): Map<Digest, ShapePopulation> {
  const found = new Map<Digest, ShapePopulation>();
  for (const { slice, json } of digestChunks([...new Set(shapes)])) {
    for (const [key, newest, results] of connection.rows(populationsSql, json))
      if (newest !== null) found.set(slice[key as number]!, { newest: toDigest(newest), results: results as number });
  }
  return found;
}
