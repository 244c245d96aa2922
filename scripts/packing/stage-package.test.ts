// A package is published with what was built, and without what only this repository needs.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { publishedFile, stagePackage } from './stage-package.ts';

const root = mkdtempSync(join(tmpdir(), 'stemma-stage-'));
after(() => rmSync(root, { recursive: true }));
const exports = { '.': { source: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } };
const files = {
  LICENSE: 'Apache',
  'packages/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', exports, devDependencies: { b: '1' } }),
  'packages/a/dist/index.js': 'export {};',
  'packages/a/dist/.tsbuildinfo': '{}',
  'packages/a/src/index.ts': 'export {};',
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('a staged package', () => {
  const target = join(root, 'staged');
  stagePackage(root, 'a', target);

  it('holds what was built and the licence, neither sources nor build notes', () => {
    for (const path of ['dist/index.js', 'LICENSE', 'package.json'])
      assert.equal(existsSync(join(target, path)), true, path);
    for (const path of ['src', 'dist/.tsbuildinfo', 'README.md'])
      assert.equal(existsSync(join(target, path)), false, path);
  });

  it('exports only what is built', () => {
    assert.deepEqual(JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')), {
      name: 'a',
      version: '1.0.0',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
  });

  it('keeps everything else of package.json as it is', () => {
    const file = { name: 'a', bin: { a: './dist/bin.js' }, dependencies: { c: '1' }, exports };
    const { bin, dependencies } = publishedFile(file);
    assert.deepEqual({ bin, dependencies }, { bin: file.bin, dependencies: file.dependencies });
    assert.ok('source' in file.exports['.'], 'the file itself is left alone');
  });
});
