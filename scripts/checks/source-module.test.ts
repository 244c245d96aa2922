// What the checks read out of a source file.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readModule } from './source-module.ts';

describe('readModule', () => {
  it('finds imports, re-exports and dynamic imports, and what of them is there at run time', () => {
    const { imports, runtimeImports } = readModule(
      'a.ts',
      `// Head.
import type { A } from './types.ts';
import { type B } from './inline.ts';
import { c, type D } from './mixed.ts';
import './effect.ts';
export { e } from './passed-on.ts';
export * from './all.ts';
export type { F } from './type-export.ts';
const late = await import('./late.ts');
const unknown = await import(late.name);
`,
    );
    assert.deepEqual(imports.toSorted(), [
      './all.ts',
      './effect.ts',
      './inline.ts',
      './late.ts',
      './mixed.ts',
      './passed-on.ts',
      './type-export.ts',
      './types.ts',
    ]);
    assert.deepEqual(runtimeImports.toSorted(), [
      './all.ts',
      './effect.ts',
      './late.ts',
      './mixed.ts',
      './passed-on.ts',
    ]);
  });

  it('takes nothing for an import that stands in a comment or a string', () => {
    const text = `// import { a } from './a.ts';\nconst template = \`\nimport { b } from './b.ts';\n\`;\n`;
    assert.deepEqual(readModule('a.ts', text).imports, []);
  });

  it('counts lines of nothing but comment, not code with a comment behind it', () => {
    const text = `// One.\n/**\n * Three lines.\n */\nconst a = 1; // not this\n\nconst b = '// nor this';\n`;
    const { lineCount, commentLineCount } = readModule('a.ts', text);
    assert.deepEqual({ lineCount, commentLineCount }, { lineCount: 7, commentLineCount: 4 });
  });

  it('sees a head after the line that names the interpreter, and misses one that is not there', () => {
    assert.equal(readModule('a.ts', '#!/usr/bin/env node\n// Head.\nexport {};\n').hasHead, true);
    assert.equal(readModule('a.ts', 'export {};\n// Too late.\n').hasHead, false);
  });

  it('refuses what is not TypeScript', () => {
    assert.throws(() => readModule('a.ts', 'const = 1;'), /a\.ts: /);
  });
});
