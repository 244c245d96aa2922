// The check of committed text, on lines made up for it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forbiddenHere, textProblems } from './committed-text.ts';

const forbidden = forbiddenHere('/srv/checkouts/stemma', '/var/people/ada');
const slash = '/';
// Put together here, since this file is checked as well.
const registry = ['registry', 'npmjs', 'org'].join('.');
const isRefused = (line: string) => textProblems('a.ts', line, forbidden).length > 0;

describe('the check of committed text', () => {
  it('finds paths of the checkout, its parent, the home and the usual places of a machine', () => {
    for (const path of ['/srv/checkouts/stemma/x', '/srv/checkouts', '/var/people/ada/.npmrc'])
      assert.equal(isRefused(`const a = '${path}';`), true, path);
    for (const name of ['work', 'root', 'tmp']) {
      assert.equal(isRefused(`see ${slash}${name}${slash}file`), true, name);
      assert.equal(isRefused(`'${slash}${name}'`), true, name);
    }
  });

  it('leaves other paths, variables and routes alone', () => {
    for (const line of [
      './work/x',
      'a/tmp/b',
      '/workers/1',
      '/roots',
      '${store}/tmp/x',
      '../../root/x',
      'https://example.org/work',
      '/srv/checkouts-2',
    ])
      assert.equal(isRefused(line), false, line);
  });

  it('finds hosts of registries, and no property of that name', () => {
    assert.equal(isRefused(`https://${registry}/zod`), true);
    assert.equal(isRefused(['files', 'pythonhosted', 'org'].join('.')), true);
    assert.equal(isRefused('this.registry.names.includes(x)'), false);
    assert.equal(isRefused('from the npm registry'), false);
  });

  it('says where and what', () => {
    assert.deepEqual(textProblems('docs/a.md', `fine\n  in ${slash}root${slash}x`, forbidden), [
      `docs/a.md:2 names a path of this machine: in ${slash}root${slash}x`,
    ]);
  });
});
