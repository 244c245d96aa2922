// What the documentation shows is true: its marked blocks of code run and print what it says, all others can be read.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { codeBlocks } from './code-block.ts';
import { DocumentRunner, parseBlock, withoutData } from './document-runner.ts';

const root = dirname(dirname(import.meta.dirname));
const documents = globSync(['*.md', 'docs/**/*.md', 'examples/*/*.md', 'packages/**/README.md'], {
  cwd: root,
  exclude: ['**/node_modules/**', '**/dist/**'],
}).toSorted();

for (const path of documents) {
  const blocks = codeBlocks(readFileSync(join(root, path), 'utf8'));
  if (blocks.length === 0) continue;
  describe(path, () => {
    const runner = new DocumentRunner();
    after(() => runner[Symbol.dispose]());
    for (const block of blocks) {
      const { line, language, mark } = block;
      const kind = language || 'plain';
      if (mark)
        it(`line ${line}: the ${kind} block works`, { skip: mark.needsData && withoutData }, () => runner.run(block));
      else it(`line ${line}: the ${kind} block can be read`, () => parseBlock(block));
    }
  });
}
