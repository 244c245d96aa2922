// Schema versions: new files, other people's files, newer files, and several processes at once.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { codeIs, publishAll } from '../contract/setting.ts';
import { samplePublication } from '../sample-publications.ts';
import { sqliteIndex } from '../sqlite.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { otherProcess } from './other-process.ts';
import { migrations, tables } from './schema.ts';

async function temporaryFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-migrate-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'index.sqlite');
}

function change(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe('migrations', () => {
  it('are numbered 1, 2, 3 … and make every table that is counted', () => {
    assert.deepEqual(
      migrations.map(({ version }) => version),
      migrations.map((_, i) => i + 1),
    );
    const db = new DatabaseSync(':memory:');
    migrate(db, 'memory');
    const made = db
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%' ORDER BY name`,
      )
      .all();
    assert.deepEqual(
      made.map(({ name }) => name),
      tables.toSorted(),
    );
    assert.equal(schemaVersion(db, 'memory'), migrations.length);
  });

  it('run only the missing steps', () => {
    const db = new DatabaseSync(':memory:');
    const steps = [
      { version: 1, sql: 'CREATE TABLE one (a)' },
      { version: 2, sql: 'ALTER TABLE one ADD COLUMN b; INSERT INTO one VALUES (1, 2)' },
    ];
    migrate(db, 'memory', steps.slice(0, 1));
    migrate(db, 'memory', steps);
    migrate(db, 'memory', steps);
    assert.deepEqual(db.prepare('SELECT count(*) AS n FROM one WHERE b = 2').get()?.['n'], 1);
  });

  it('leave nothing of a step that fails, and keep the ones before it', () => {
    const db = new DatabaseSync(':memory:');
    const steps = [
      { version: 1, sql: 'CREATE TABLE one (a)' },
      { version: 2, sql: 'CREATE TABLE two (a); CREATE TABLE one (a)' },
    ];
    assert.throws(() => migrate(db, 'memory', steps), /already exists/);
    assert.equal(schemaVersion(db, 'memory', 2), 1);
    assert.deepEqual(
      db
        .prepare('SELECT name FROM sqlite_schema')
        .all()
        .map(({ name }) => name),
      ['one'],
    );
    assert.equal(db.isTransaction, false);
  });
});

describe('opening an index file', () => {
  it('refuses one of a newer version with a sentence that says what to do', async (t) => {
    const path = await temporaryFile(t);
    await sqliteIndex({ path }).close();
    change(path, 'PRAGMA user_version = 99');
    for (const readOnly of [false, true]) {
      assert.throws(
        () => sqliteIndex({ path, readOnly }),
        (thrown) => {
          codeIs('conflict')(thrown);
          assert.match((thrown as Error).message, /newer Stemma \(schema 99, this one knows \d+\): update Stemma/);
          return true;
        },
      );
    }
  });

  it('refuses to read one of an older version, which only a writer can migrate', async (t) => {
    const path = await temporaryFile(t);
    change(path, 'PRAGMA application_id = 0x5374656d; CREATE TABLE analysis (id)');
    assert.throws(() => sqliteIndex({ path, readOnly: true }), codeIs('conflict'));
  });

  it('leaves the database of another program as it is', async (t) => {
    const path = await temporaryFile(t);
    change(path, 'CREATE TABLE notes (text); INSERT INTO notes VALUES (1)');
    const before = await readFile(path);
    for (const readOnly of [false, true]) assert.throws(() => sqliteIndex({ path, readOnly }), codeIs('corrupt'));
    assert.deepEqual(await readFile(path), before);
  });

  it('leaves a file that is no database as it is', async (t) => {
    const path = await temporaryFile(t);
    await writeFile(path, 'a text about stars\n'.repeat(300));
    for (const readOnly of [false, true]) assert.throws(() => sqliteIndex({ path, readOnly }), codeIs('corrupt'));
    assert.equal((await readFile(path, 'utf8')).length, 19 * 300);
  });

  it('takes an empty file for a new index', async (t) => {
    const path = await temporaryFile(t);
    await writeFile(path, '');
    const index = sqliteIndex({ path });
    await publishAll(index, samplePublication());
    await index.close();
  });

  it('succeeds in all of several processes that open one new path at the same moment', async (t) => {
    const processes = await Promise.all([otherProcess(), otherProcess(), otherProcess()]);
    t.after(() => Promise.all(processes.map((process) => process.signal('SIGKILL'))));
    for (let round = 0; round < 10; round += 1) {
      const path = await temporaryFile(t);
      await Promise.all(processes.map((process) => process.open({ path })));
      const answers = await Promise.all(processes.map((process, number) => process.publish(number)));
      assert.deepEqual(
        answers.map(({ state }) => state),
        ['published', 'published', 'published'],
      );
      await Promise.all(processes.map((process) => process.close()));
    }
  });
});
