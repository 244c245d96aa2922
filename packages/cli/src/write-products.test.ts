// Products in a folder: files under their own names, values as JSON, replaced by the next run, refused in words.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { analysis, file, number, type Result } from '@stemma/core';
import { open } from './stemma.ts';
import { writeProducts } from './write-products.ts';

const scratch = mkdtempSync(join(tmpdir(), 'stemma-products-'));
after(() => rmSync(scratch, { recursive: true }));

const Products = analysis({
  name: 'test.Products',
  version: '1',
  parameters: { level: number({ default: 1 }), names: number({ default: 0 }) },
  outputs: { level: number(), first: file(), second: file() },
  resources: { light: true },
  run: ({ level, names }, activity) => ({
    level,
    first: activity.file(['report.txt', 'same.txt', 'outputs.json'][names]!, `first at level ${level}`, 'text/plain'),
    second: activity.file(['other.txt', 'same.txt', 'other.txt'][names]!, 'second', 'text/plain'),
  }),
});

async function written(level: number, names: number, folder: string, store = 'memory') {
  await using stemma = await open({ store, modules: [], mirrors: [], network: false });
  const result = (await stemma.resolve(Products({ level, names })).result) as Result<Record<string, unknown>>;
  const products = await writeProducts(result, folder);
  return { products, result, files: await result.files() };
}

const textOf = (...path: string[]) => readFileSync(join(scratch, ...path), 'utf8');

test('files come under their own names, and values as JSON with the name of the derivation', async () => {
  const folder = join(scratch, 'made', 'on', 'the', 'way');
  const { products, result } = await written(3, 0, folder);
  assert.deepEqual(
    products.paths.map((path) => relative(folder, path)),
    ['outputs.json', 'report.txt', 'other.txt'],
  );
  const summary = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')) as Record<string, unknown>;
  assert.deepEqual([summary['id'], summary['analysis']], [result.id, 'test.Products']);
  assert.equal((summary['outputs'] as { level: number }).level, 3);
  assert.equal(readFileSync(join(folder, 'report.txt'), 'utf8'), 'first at level 3');
});

test('files of one name and other bytes lie in folders named after their outputs', async () => {
  const { products, files } = await written(1, 1, join(scratch, 'same'));
  assert.deepEqual(
    [textOf('same', 'first', 'same.txt'), textOf('same', 'second', 'same.txt')],
    ['first at level 1', 'second'],
  );
  assert.deepEqual(
    files.map((each) => products.placeOf(each)),
    products.paths.slice(1),
  );
});

test('a file that is called outputs.json does not take the place of the values', async () => {
  await written(5, 2, join(scratch, 'outputs'));
  assert.equal(textOf('outputs', 'first', 'outputs.json'), 'first at level 5');
  assert.match(textOf('outputs', 'outputs.json'), /"level": 5/);
});

test('products of an earlier run are replaced, also copies out of a store on disk, which are writable', async () => {
  const store = join(scratch, 'store');
  await written(1, 0, join(scratch, 'again'), store);
  await written(2, 0, join(scratch, 'again'), store);
  assert.equal(textOf('again', 'report.txt'), 'first at level 2');
  assert.equal(statSync(join(scratch, 'again', 'report.txt')).mode & 0o777, 0o644);
  writeFileSync(join(scratch, 'again', 'report.txt'), 'mine');
  // The copy was the user's to change: the store still has what was made.
  await written(2, 0, join(scratch, 'again'), store);
  assert.equal(textOf('again', 'report.txt'), 'first at level 2');
});

test('a folder that cannot be made is refused, with what to do', async () => {
  writeFileSync(join(scratch, 'a-file'), '');
  await assert.rejects(written(1, 0, join(scratch, 'a-file', 'folder')), {
    code: 'unavailable',
    message: /cannot write to .*a-file.folder \(ENOTDIR\): choose another folder with --out/,
  });
});
