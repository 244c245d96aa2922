// Which files are tests, and what their suites are called.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findTests, suiteOf } from './find-tests.ts';

const root = mkdtempSync(join(tmpdir(), 'stemma-find-'));
after(() => rmSync(root, { recursive: true }));
const found = [
  'packages/a/src/deep/x.test.ts',
  'packages/a/test/y.test.ts',
  'scripts/s.test.ts',
  'test/docs/e.test.ts',
];
const ignored = ['packages/a/src/x.ts', 'packages/a/dist/x.test.ts', 'test/node_modules/p/x.test.ts', 'docs/d.test.ts'];
for (const path of [...found, ...ignored]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}
const relative = (paths: string[]) => paths.map((path) => path.slice(root.length + 1));

describe('findTests', () => {
  it('finds tests beside sources, in test folders and examples, and nothing that is built or installed', () => {
    assert.deepEqual(relative(findTests(root)), found);
  });

  it('takes parts of paths or names of suites as filters, any of which may match', () => {
    assert.deepEqual(relative(findTests(root, ['./packages/a/src/deep', 'docs'])), [found[0], found[3]]);
    assert.deepEqual(relative(findTests(root, ['a/deep'])), [found[0]]);
    assert.deepEqual(findTests(root, ['nothing like this']), []);
  });
});

describe('suiteOf', () => {
  it('names the folder of a test as people do', () => {
    assert.deepEqual(
      findTests(root).map((file) => suiteOf(root, file)),
      ['a/deep', 'packages/a/test', 'scripts', 'test/docs'],
    );
  });
});
