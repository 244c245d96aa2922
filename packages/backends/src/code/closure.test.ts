// The source files behind an analysis: where their imports lead, and what their digests depend on.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sha256 } from '../hashing/sha256.ts';
import { SourceTree } from './closure.ts';

function checkout(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): (name: string) => string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stemma-closure-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return (name) => pathToFileURL(join(folder, name)).href;
}

const manifest = (name: string, version: string) =>
  JSON.stringify({ name, version, type: 'module', exports: './index.js' });

test('relative imports lead to files, those of the platform and of the language of analyses nowhere', (t) => {
  const url = checkout(t, {
    'a/one.ts': `import { b } from '../two.ts'; import fs from 'node:fs'; import { analysis } from '@stemma/core';`,
  });
  const { imports } = new SourceTree().file(url('a/one.ts'))!;
  assert.deepEqual(imports, [{ clause: { specifier: '../two.ts', names: ['b'] }, url: url('two.ts') }]);
});

test('an installed package counts by name and version, also when only a part of it is imported', (t) => {
  const url = checkout(t, {
    'one.ts': `import 'fits'; import x from 'fits/part'; import y from '@scope/wcs';`,
    'node_modules/fits/package.json': manifest('fits', '1.2.3'),
    'node_modules/@scope/wcs/package.json': manifest('@scope/wcs', '4.5.6'),
  });
  const { imports } = new SourceTree().file(url('one.ts'))!;
  assert.deepEqual(new Set(imports.map(({ package: name }) => name)), new Set(['fits@1.2.3', '@scope/wcs@4.5.6']));
});

test('a package that is linked from beside is source like any other', (t) => {
  const url = checkout(t, {
    'app/one.ts': `import { x } from 'beside';`,
    'beside/package.json': manifest('beside', '1.0.0'),
    'beside/index.js': `export const x = 1;`,
    'app/node_modules/keep': '',
  });
  symlinkSync('../../beside', new URL(url('app/node_modules/beside')));
  const { imports } = new SourceTree().file(url('app/one.ts'))!;
  assert.deepEqual(
    imports.map(({ url: file, package: name }) => [file, name]),
    [[url('beside/index.js'), undefined]],
  );
});

test('a package that is not installed counts by its name', (t) => {
  const url = checkout(t, { 'one.ts': `import 'nowhere-to-be-found';` });
  assert.deepEqual(
    new SourceTree().file(url('one.ts'))!.imports.map(({ package: name }) => name),
    ['nowhere-to-be-found'],
  );
});

test('line ends of the checkout do not count in code, every byte counts in data', (t) => {
  const url = checkout(t, {
    'unix.ts': 'const a = 1;\nconst b = 2;\n',
    'windows.ts': 'const a = 1;\r\nconst b = 2;\r\n',
    'unix.dat': 'a\nb\n',
    'windows.dat': 'a\r\nb\r\n',
  });
  const digest = (name: string) => new SourceTree().file(url(name))!.digest;
  assert.equal(digest('unix.ts'), digest('windows.ts'));
  assert.notEqual(digest('unix.dat'), digest('windows.dat'));
  assert.equal(digest('windows.dat'), sha256('a\r\nb\r\n'));
});

test('data have no imports, whatever their bytes look like', (t) => {
  const url = checkout(t, { 'table.dat': `import './x.ts';`, 'raw.bin': Uint8Array.of(0xff, 0xfe, 0) });
  assert.deepEqual(new SourceTree().file(url('table.dat'))!.imports, []);
  assert.deepEqual(new SourceTree().file(url('raw.bin'))!.imports, []);
});

test('a file that is not there, and a folder, are no source files', (t) => {
  const url = checkout(t, { 'a/one.ts': '' });
  const tree = new SourceTree();
  assert.deepEqual([tree.file(url('two.ts')), tree.file(url('a'))], [undefined, undefined]);
});

test('a tree is one look at the files: an edit is seen by the next tree, not by half of this one', (t) => {
  const url = checkout(t, { 'one.ts': 'before' });
  const tree = new SourceTree();
  const first = tree.file(url('one.ts'))!;
  writeFileSync(new URL(url('one.ts')), 'after');
  assert.equal(tree.file(url('one.ts')), first);
  assert.notEqual(new SourceTree().file(url('one.ts'))!.digest, first.digest);
});
