// The dependency rule, on packages and imports made up for it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowed, dependencyProblems, importProblems, pure } from './dependency-rule.ts';
import type { Package } from './workspace.ts';

const packages: Package[] = ['core', 'data', 'instruments', 'backends', 'cli'].map((folder) => ({
  folder,
  file: { name: folder === 'cli' ? 'stemma' : `@stemma/${folder}` },
}));
const problemsOf = (path: string, ...imports: string[]) => importProblems(path, imports, packages);

describe('the dependency rule', () => {
  it('lets a package import itself and what stands left of it', () => {
    assert.deepEqual(problemsOf('packages/core/src/a/b.ts', './c.ts', '../d.ts'), []);
    assert.deepEqual(problemsOf('packages/instruments/src/x.ts', '@stemma/core', '@stemma/data/fits'), []);
    assert.deepEqual(
      problemsOf('packages/cli/src/x.ts', '@stemma/backends', '@stemma/instruments/tutorial', 'commander'),
      [],
    );
  });

  it('refuses imports to the right, whole or in part', () => {
    assert.deepEqual(problemsOf('packages/backends/src/x.ts', '@stemma/data/fits'), [
      'packages/backends/src/x.ts imports @stemma/data/fits: backends may import core',
    ]);
    assert.equal(problemsOf('packages/instruments/src/x.ts', 'stemma', '@stemma/backends').length, 2);
    assert.match(problemsOf('packages/core/src/x.ts', '@stemma/data/time')[0]!, /core may import nothing but itself$/);
  });

  it('keeps Node and other packages out of core and data only', () => {
    for (const folder of Object.keys(pure))
      assert.equal(problemsOf(`packages/${folder}/src/x.ts`, 'node:fs', 'zod').length, 2);
    assert.deepEqual(problemsOf('packages/instruments/src/x.ts', 'node:fs', 'zod'), []);
    assert.deepEqual(problemsOf('packages/data/src/x.ts', 'saxes'), []);
    assert.equal(problemsOf('packages/core/src/x.ts', 'saxes').length, 1);
  });

  it('is not fooled by a path that leaves the package', () => {
    assert.equal(problemsOf('packages/backends/src/a/x.ts', '../../../data/src/fits/index.ts').length, 1);
    assert.deepEqual(problemsOf('packages/backends/src/a/x.ts', '../../package.json'), []);
  });

  it('does not take a longer name for a package of its own', () => {
    assert.deepEqual(problemsOf('packages/backends/src/x.ts', '@stemma/database'), []);
  });

  it('holds for what package.json files say, peers and optional ones included', () => {
    const backends = packages[3]!;
    const withPeer = { ...backends, file: { ...backends.file, peerDependencies: { stemma: '1' } } };
    assert.deepEqual(dependencyProblems(withPeer, packages), [
      'packages/backends/package.json depends on stemma: backends may import core',
    ]);
    const core = { folder: 'core', file: { name: '@stemma/core', optionalDependencies: { zod: '4' } } };
    assert.equal(dependencyProblems(core, packages).length, 1);
    assert.deepEqual(dependencyProblems(backends, packages), []);
  });

  it('asks for a place for every new package', () => {
    assert.match(
      dependencyProblems({ folder: 'moon', file: { name: 'moon' } }, packages)[0]!,
      /no place in the dependency rule/,
    );
  });

  it('has no two packages that may import each other', () => {
    for (const [folder, others] of Object.entries(allowed))
      for (const other of others) assert.equal(allowed[other]?.includes(folder), false, `${folder} and ${other}`);
  });
});
