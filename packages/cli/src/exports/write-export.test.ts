// Where the files of an export go, and that a failure leaves none of them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeExport } from './write-export.ts';

const root = mkdtempSync(join(tmpdir(), 'stemma-export-'));
after(() => rmSync(root, { recursive: true, force: true }));

const one = [{ path: 'a.json', content: '{}' }];
const two = [...one, { path: 'b/c.bin', content: new Uint8Array([1, 2]) }];

test('one file goes to the path itself, or into a folder that is there or ends in /', () => {
  const plain = join(root, 'plain.json');
  assert.deepEqual(writeExport(one, plain), [plain]);
  assert.equal(readFileSync(plain, 'utf8'), '{}');
  mkdirSync(join(root, 'there'));
  assert.deepEqual(writeExport(one, join(root, 'there')), [join(root, 'there', 'a.json')]);
  assert.deepEqual(writeExport(one, join(root, 'new/')), [join(root, 'new', 'a.json')]);
});

test('several files go into a folder, which is made', () => {
  const folder = join(root, 'several');
  assert.deepEqual(writeExport(two, folder), [join(folder, 'a.json'), join(folder, 'b', 'c.bin')]);
  assert.deepEqual([...readFileSync(join(folder, 'b', 'c.bin'))], [1, 2]);
});

test('several files into one file are refused, and the file is left as it was', () => {
  const file = join(root, 'file');
  writeFileSync(file, 'mine');
  assert.throws(() => writeExport(two, file), { code: 'conflict' });
  assert.equal(readFileSync(file, 'utf8'), 'mine');
});

test('a path that leaves the folder is refused, and what was written before it is removed', () => {
  const folder = join(root, 'evil');
  assert.throws(() => writeExport([...one, { path: '../out', content: '' }], folder), { code: 'internal' });
  assert.ok(!existsSync(join(folder, 'a.json')));
  assert.ok(!existsSync(join(root, 'out')));
});

test('a place that cannot be written is told', () => {
  writeFileSync(join(root, 'no-folder'), '');
  assert.throws(() => writeExport(one, join(root, 'no-folder', 'a.json')), { code: 'unavailable', message: /--out/ });
});
