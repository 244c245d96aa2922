// A full disk, a medium that cannot be written, damaged files: an error that says so, and nothing lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { codeIs, publishAll } from '../contract/setting.ts';
import { samplePublication, samplePublications } from '../sample-publications.ts';
import { sqliteIndex } from '../sqlite.ts';

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-trouble-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Why a small file system cannot be mounted here; false when it can. */
const noMount = ((): string | false => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return false;
  } catch {
    return 'mounting a tmpfs needs root';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

async function smallDisk(t: TestContext, sizeKiB: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'tmpfs', folder]);
  t.after(async () => {
    execFileSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

describe('an index on a full disk', { skip: noMount }, () => {
  it('refuses the batch that has no room, keeps the ones before, and goes on when there is room again', async (t) => {
    const folder = await smallDisk(t, 2048);
    const path = join(folder, 'index.sqlite');
    const index = sqliteIndex({ path });
    const publications = samplePublications(3000);
    let published = 0;
    await assert.rejects(async () => {
      for (; published < publications.length; published += 100) {
        await index.publish(publications.slice(published, published + 100));
      }
    }, codeIs('unavailable'));
    assert.ok(published > 0);
    const ids = publications.map(({ derivation }) => derivation.id);
    assert.equal((await index.known(ids)).size, published);
    await assert.rejects(index.publish(publications.slice(published, published + 100)), codeIs('unavailable'));
    execFileSync('mount', ['-o', 'remount,size=65536k', folder]);
    await publishAll(index, ...publications.slice(published));
    assert.equal((await index.known(ids)).size, 3000);
    assert.deepEqual(await index.check(), []);
    await index.close();
  });

  it('is unavailable when there is no room for a new file', async (t) => {
    const folder = await smallDisk(t, 64);
    assert.throws(() => sqliteIndex({ path: join(folder, 'index.sqlite') }), codeIs('unavailable'));
  });
});

describe('an index on a medium that cannot be written', { skip: noMount }, () => {
  it('answers questions when opened for reading, and is unavailable for writing', async (t) => {
    const folder = await smallDisk(t, 8192);
    const path = join(folder, 'index.sqlite');
    const publication = samplePublication();
    const writer = sqliteIndex({ path });
    await publishAll(writer, publication);
    await writer.close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    assert.throws(() => sqliteIndex({ path }), codeIs('unavailable'));
    assert.throws(() => sqliteIndex({ path: join(folder, 'new', 'index.sqlite') }), codeIs('unavailable'));
    const reader = sqliteIndex({ path, readOnly: true });
    assert.equal((await reader.known([publication.derivation.id])).size, 1);
    assert.deepEqual(await reader.check(), []);
    await reader.close();
  });
});

describe('an index in an impossible place', () => {
  it('is unavailable below a file and where a folder is', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'file'), 'x');
    assert.throws(() => sqliteIndex({ path: join(folder, 'file', 'index.sqlite') }), codeIs('unavailable'));
    assert.throws(() => sqliteIndex({ path: folder }), codeIs('unavailable'));
  });
});

describe('a damaged index', () => {
  async function filled(t: TestContext): Promise<string> {
    const path = join(await temporaryFolder(t), 'index.sqlite');
    const index = sqliteIndex({ path });
    await publishAll(index, ...samplePublications(500, true));
    await index.close();
    return path;
  }

  it('is found by the check wherever a page was overwritten', async (t) => {
    const path = await filled(t);
    const { size } = await stat(path);
    const damaged = `${path}.damaged`;
    for (let page = 2; page < size / 4096; page += 19) {
      await copyFile(path, damaged);
      const file = await open(damaged, 'r+');
      await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
      await file.close();
      const index = sqliteIndex({ path: damaged });
      assert.notDeepEqual(await index.check(), [], `page ${page}`);
      await index.close().catch(() => {});
    }
  });

  it('is refused as corrupt when its end is missing', async (t) => {
    const path = await filled(t);
    await writeFile(path, (await readFile(path)).subarray(0, 40_000));
    for (const readOnly of [false, true]) assert.throws(() => sqliteIndex({ path, readOnly }), codeIs('corrupt'));
  });

  it('answers with corrupt, not with less, where a page that it needs was overwritten', async (t) => {
    const path = await filled(t);
    const pages = (await stat(path)).size / 4096;
    const file = await open(path, 'r+');
    // The first pages hold the schema; without it the file would not even open.
    for (let page = 90; page < pages; page += 1) await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    await file.close();
    const index = sqliteIndex({ path });
    const ids = samplePublications(500, true).map(({ derivation }) => derivation.id);
    await assert.rejects(index.known(ids), codeIs('corrupt'));
    await assert.rejects(index.find({}), codeIs('corrupt'));
    await assert.rejects(index.publish(samplePublications(1, false, 9000)), codeIs('corrupt'));
    await index.close();
  });

  const tampering: [string, string, RegExp][] = [
    [
      'a changed value',
      `UPDATE payload SET bytes = x'00' WHERE id = 3`,
      /the value [0-9a-f]{64} does not have this digest/,
    ],
    [
      'a changed manifest',
      `UPDATE content SET manifest = replace(manifest, 'value', 'eulav') WHERE id = 3`,
      /the manifest .* does not have this digest/,
    ],
    ['an unreadable manifest', `UPDATE content SET manifest = '{' WHERE id = 3`, /the manifest .* cannot be read/],
    ['a hidden failure', 'UPDATE content SET failed = 1 WHERE id = 3', /is filed wrongly/],
    [
      'a changed parameter',
      `UPDATE derivation SET parameters = '{"number":3.5}' WHERE id = 3`,
      /the record of the derivation .* does not give this id/,
    ],
    [
      'an unreadable parameter',
      `UPDATE derivation SET inputs = '' WHERE id = 3`,
      /the record of the derivation .* does not give this id/,
    ],
    ['a changed version', `UPDATE definition SET version = '2'`, /does not give this id/],
    ['a lost definition', 'UPDATE derivation SET definition = NULL WHERE id = 3', /has no record of its derivation/],
    ['a lost shape', 'UPDATE derivation SET l2 = NULL WHERE id = 3', /recorded without its shapes/],
    ['an abandoned value', 'DELETE FROM content_payload WHERE content = 3', /belongs to no content/],
    ['a value of a forgotten content', 'UPDATE content SET forgotten = 1 WHERE id = 3', /still holds a value/],
    ['a missing content', 'DELETE FROM content WHERE id = 3', /of table result refers to a missing row of content/],
    [
      'a wrong analysis',
      `INSERT INTO analysis VALUES (99, 'x'); UPDATE result SET analysis = 99 WHERE derivation = 3`,
      /filed under another analysis/,
    ],
  ];
  for (const [what, sql, expected] of tampering) {
    it(`is found by the check: ${what}`, async (t) => {
      const path = await filled(t);
      const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
      db.exec(sql);
      db.close();
      const index = sqliteIndex({ path, readOnly: true });
      const defects = await index.check();
      assert.ok(
        defects.some(({ what }) => expected.test(what)),
        JSON.stringify(defects.slice(0, 3)),
      );
      await index.close();
    });
  }
});
