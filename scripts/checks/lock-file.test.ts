// The check of the lock file, on entries made up for it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspectLock, type LockEntry } from './lock-file.ts';

const free: LockEntry = { license: 'MIT' };
const problemsOf = (packages: Record<string, LockEntry>) => inspectLock(packages).problems;

describe('the check of the lock file', () => {
  it('is content with few free packages, and does not count links and tools', () => {
    const packages = {
      '': {},
      'node_modules/a': free,
      'node_modules/own': { link: true },
      'node_modules/tool': { ...free, dev: true },
    };
    assert.deepEqual(inspectLock(packages), {
      problems: [],
      figures: ['1 packages at run time, 2 with those for development'],
    });
  });

  it('refuses the 36th package', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`node_modules/p${i}`, free]));
    assert.deepEqual(problemsOf(many(35)), []);
    assert.deepEqual(problemsOf(many(36)), ['36 packages are installed at run time']);
  });

  it('refuses the GPL family at run time, unless there is another choice', () => {
    const licensed = (license: string | undefined, dev = false) => problemsOf({ 'node_modules/a': { license, dev } });
    assert.deepEqual(licensed('GPL-3.0-only'), ['node_modules/a has the licence GPL-3.0-only']);
    assert.equal(licensed('AGPL-3.0').length, 1);
    assert.equal(licensed('MIT AND LGPL-2.1').length, 1);
    assert.deepEqual(licensed('(MIT OR GPL-2.0)'), []);
    assert.deepEqual(licensed('GPL-3.0-only', true), []);
    assert.deepEqual(licensed(undefined), ['node_modules/a has the licence unknown']);
  });

  it('refuses install scripts and hosts, of tools too', () => {
    assert.deepEqual(problemsOf({ 'node_modules/a': { ...free, dev: true, hasInstallScript: true } }), [
      'node_modules/a has an install script',
    ]);
    const resolved = 'https://packages.example/a.tgz';
    assert.deepEqual(problemsOf({ 'node_modules/a': { ...free, resolved } }), [
      'node_modules/a names the host it came from',
    ]);
    assert.deepEqual(problemsOf({ 'packages/a': { ...free, resolved: 'packages/a' } }), []);
  });
});
