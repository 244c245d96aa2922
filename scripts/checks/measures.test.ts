// The measures of the house, on modules of known length.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { longestChain, measure } from './measures.ts';
import { readModule } from './source-module.ts';

const lines = (count: number) => `// Head.\n${'export {};\n'.repeat(count - 1)}`;
const module = (path: string, text: string) => readModule(path, text);

describe('the measures', () => {
  it('object to a source of more than 400 lines, not to a test of any length', () => {
    const { problems } = measure([
      module('packages/a/src/long.ts', lines(401)),
      module('packages/a/src/fits.ts', lines(400)),
      module('packages/a/src/long.test.ts', lines(900)),
    ]);
    assert.deepEqual(problems, ['packages/a/src/long.ts has 401 lines']);
  });

  it('report median, comments and tests; a contract that tests share is a test', () => {
    const { figures } = measure([
      module('packages/a/src/a.ts', lines(10)),
      module('packages/a/src/b.ts', lines(20)),
      module('packages/a/src/c.ts', lines(70)),
      module('packages/a/src/a.test.ts', lines(30)),
      module('packages/a/src/contract.ts', `import 'node:test';\n${'export {};\n'.repeat(19)}`),
    ]);
    assert.match(figures![0]!, /^3 source files: median 20 lines .* longest 70$/);
    assert.match(figures![1]!, /^3\.0 % of 100 source lines/);
    assert.match(figures![2]!, /^50 test lines in 2 files, 0\.50 per source line/);
    assert.deepEqual(figures!.slice(4), ['without a comment at the head: packages/a/src/contract.ts']);
  });

  it('name the files of the longest chain of imports, index files left out, cycles survived', () => {
    const chain = (path: string, ...runtimeImports: string[]) => ({ path, runtimeImports });
    assert.deepEqual(longestChain([]), []);
    assert.deepEqual(
      longestChain([
        chain('s/a.ts', './x/index.ts', './c.ts', 'node:fs'),
        chain('s/x/index.ts', './b.ts'),
        chain('s/x/b.ts', '../c.ts'),
        chain('s/c.ts'),
      ]),
      ['s/a.ts', 's/x/b.ts', 's/c.ts'],
    );
    assert.equal(longestChain([chain('s/a.ts', './b.ts'), chain('s/b.ts', './a.ts')]).length, 2);
  });
});
