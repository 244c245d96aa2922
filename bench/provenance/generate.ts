// Writes a store of the declared class graph straight into the tables of the index, without the engine: a million
// derivations in a minute. `node --conditions=source bench/provenance/generate.ts FILE [--small]`
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { migrate } from '../../packages/backends/src/index-store/sqlite/migrate.ts';
import { classes, fullSize, goals, mosaicSizes, smallSize, type StoreSize } from './class-graph.ts';

/** Rows of a few derivations by which the measurements begin. */
export interface Landmarks {
  readonly mosaic500: string;
  readonly oneWindow: string;
  readonly calibration: string;
  readonly derivations: number;
  readonly edges: number;
}

const bandsKeV = [15, 25, 40, 80, 150, 300];

/** Writes rows by prepared statements; ids are counted here, which spares asking the database. */
class Writer {
  readonly #statements: Record<'derivation' | 'result' | 'used' | 'change', StatementSync>;
  readonly #db: DatabaseSync;
  readonly #definitions = new Map<string, number>();
  readonly #shapes = new Map<string, number>();
  derivations = 0;
  edges = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#statements = {
      derivation: db.prepare(
        'INSERT INTO derivation (id, digest, definition, parameters, inputs, l1, l2, l3) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      result: db.prepare(
        'INSERT INTO result (derivation, analysis, content, produced_by, action_key, published_ms) VALUES (?, ?, 1, ?, ?, ?)',
      ),
      used: db.prepare('INSERT INTO used (user, ordinal, role, used) VALUES (?, ?, ?, ?)'),
      change: db.prepare('INSERT INTO change (derivation) VALUES (?)'),
    };
    const digest = sha256('content');
    db.prepare(
      `INSERT INTO content (id, digest, manifest, failed, size_bytes, last_used_ms) VALUES (1, ?, '{"outputs":{}}', 0, 4096, 0)`,
    ).run(digest);
  }

  /** Adds a derivation with a result and its edges. @param l1 what tells its first shape from others of its class. */
  add(
    name: string,
    parameters: Record<string, unknown>,
    l1: string,
    used: readonly (readonly [string, number])[],
  ): number {
    const id = ++this.derivations;
    const digest = sha256(`derivation ${id}`);
    const definition = this.#definition(name);
    const shapes = [`1 ${name} ${l1}`, `2 ${name}`, `3 ${name}`].map((text) => this.#shape(text));
    // A minimal pre-image: nobody binds these again.
    this.#statements.derivation.run(
      id,
      digest,
      definition,
      JSON.stringify(parameters),
      '{}',
      ...(shapes as [number, number, number]),
    );
    this.#statements.result.run(id, definition, id, digest, 1.6e12 + id * 100);
    this.#statements.change.run(id);
    for (const [ordinal, [role, other]] of used.entries()) this.#statements.used.run(id, ordinal, role, other);
    this.edges += used.length;
    return id;
  }

  // One definition for each analysis, so both have the same number.
  #definition(name: string): number {
    let id = this.#definitions.get(name);
    if (id === undefined) {
      this.#definitions.set(name, (id = this.#definitions.size + 1));
      this.#db.prepare('INSERT INTO analysis (id, name) VALUES (?, ?)').run(id, name);
      this.#db
        .prepare('INSERT INTO definition (id, analysis, version, code, environment) VALUES (?, ?, ?, ?, ?)')
        .run(id, id, '1', sha256(`code of ${name}`), sha256('environment'));
    }
    return id;
  }

  #shape(text: string): number {
    let id = this.#shapes.get(text);
    if (id === undefined) {
      this.#shapes.set(text, (id = this.#shapes.size + 1));
      this.#db.prepare('INSERT INTO shape (id, digest) VALUES (?, ?)').run(id, sha256(text));
    }
    return id;
  }
}

/** Fills a new index file. */
function generate(path: string, { windows, bands, sources }: StoreSize): Landmarks {
  const db = new DatabaseSync(path);
  migrate(db, path);
  // Scratch: nobody needs it after a power cut. Indexes are made once at the end, in one sorted pass.
  db.exec(
    'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000',
  );
  const indexes = db
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('used', 'result', 'derivation')`,
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  db.exec('BEGIN');
  const writer = new Writer(db);
  const shared = new Map<string, number>();
  for (const { name, inputs } of classes.filter(({ scale }) => scale === 'once'))
    shared.set(
      name,
      writer.add(
        name,
        { epoch: 2026 },
        '',
        inputs.map((input) => [roleOf(input), shared.get(input)!] as const),
      ),
    );
  const images = addWindows(writer, shared, windows, bands);
  const mosaics = addGoals(writer, shared, images, sources);
  db.exec('COMMIT');
  for (const { sql } of indexes) db.exec(sql);
  db.exec('PRAGMA journal_mode = WAL; ANALYZE');
  db.close();
  const digest = (id: number) => sha256(`derivation ${id}`).toString('hex');
  return {
    mosaic500: digest(mosaics.at(-1)!),
    oneWindow: digest(shared.size + 1),
    calibration: digest(shared.get('integral.IsgriCalibration')!),
    derivations: writer.derivations,
    edges: writer.edges,
  };
}

// The images of each band, by window.
function addWindows(writer: Writer, shared: Map<string, number>, windows: number, bands: number): number[][] {
  const images: number[][] = Array.from({ length: bands }, () => []);
  for (let n = 0; n < windows; n++) {
    const scw = `${String(1600 + Math.floor(n / 100)).padStart(4, '0')}${String(n % 100).padStart(4, '0')}0010.001`;
    const own = new Map(shared);
    const addAll = (scale: 'window' | 'image', parameters: Record<string, unknown>, l1: string) => {
      for (const { name, inputs } of classes.filter((one) => one.scale === scale)) {
        const given =
          name === 'stemma.File'
            ? { name: `isgri_events_${scw}.fits`, sha256: sha256(scw).toString('hex') }
            : parameters;
        own.set(
          name,
          writer.add(
            name,
            given,
            l1,
            inputs.map((input) => [roleOf(input), own.get(input)!] as const),
          ),
        );
      }
    };
    addAll('window', { scw }, '');
    for (let band = 0; band < bands; band++) {
      addAll('image', { eMinKeV: bandsKeV[band], eMaxKeV: bandsKeV[band + 1], scw }, `band ${band}`);
      images[band]!.push(own.get('integral.SkyImageProducts')!);
    }
  }
  return images;
}

// Every 70 and every 500 windows in a row have a mosaic; every 500 also light curves and spectra of some sources.
function addGoals(writer: Writer, shared: Map<string, number>, images: number[][], sources: number): number[] {
  const mosaics: number[] = [];
  const reference = ['reference', shared.get('integral.ReferenceCatalogue')!] as const;
  for (const [band, all] of images.entries()) {
    for (const size of mosaicSizes) {
      for (let from = 0; from + size <= all.length; from += size) {
        const list = all.slice(from, from + size).map((id) => ['images', id] as const);
        const parameters = { eMinKeV: bandsKeV[band], eMaxKeV: bandsKeV[band + 1], target: `field-${from}` };
        const mosaic = writer.add(goals[0], parameters, `band ${band}`, list);
        if (size === 500) mosaics.push(mosaic);
        const catalogue = writer.add('integral.Catalogue', {}, `band ${band}`, [['mosaic', mosaic], reference]);
        writer.add('integral.MosaicProducts', {}, `band ${band}`, [['catalogue', catalogue], ['mosaic', mosaic]]); // prettier-ignore
        if (size !== 500) continue;
        for (let source = 0; source < sources; source++) {
          for (const goal of goals.slice(1))
            writer.add(goal, { ...parameters, source: `source ${source}` }, `band ${band}`, [['catalogue', catalogue], ...list]); // prettier-ignore
        }
      }
    }
  }
  return mosaics;
}

function roleOf(name: string): string {
  const short = name.slice(name.lastIndexOf('.') + 1);
  return short[0]!.toLowerCase() + short.slice(1);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

if (import.meta.main) {
  const [path, small] = process.argv.slice(2);
  console.log(JSON.stringify(generate(path!, small === '--small' ? smallSize : fullSize)));
}
