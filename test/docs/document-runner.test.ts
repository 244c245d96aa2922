// The documentation's own tests can fail: documents that lie are found out.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { codeBlocks } from './code-block.ts';
import { DocumentRunner, parseBlock } from './document-runner.ts';
import { missingLine } from './expected-output.ts';
import { stepsOf } from './shell-script.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const fakeStemma = join(fixtures, 'fake-stemma.ts');
const document = (language: string, ...lines: string[]) => ['```' + language, ...lines, '```'].join('\n');

async function run(markdown: string): Promise<void> {
  using runner = new DocumentRunner(fakeStemma);
  for (const block of codeBlocks(markdown)) await (block.mark ? runner.run(block) : parseBlock(block));
}

describe('a document', () => {
  it('passes when its blocks do what it says', () => run(readFileSync(join(fixtures, 'good.md'), 'utf8')));

  it('leaves nothing behind', () => {
    const runner = new DocumentRunner(fakeStemma);
    runner[Symbol.dispose]();
    assert.equal(existsSync(runner.folder), false);
  });

  const wrong: [string, string, RegExp][] = [
    ['a program that throws', document('ts', '// run', `throw new Error('lost');`), /line 1: .*failed[^]*lost/],
    ['a program that prints something else', document('ts', '// run', 'console.log(1); // → 2'), /"2" was not printed/],
    ['an import that does not exist', document('ts', '// run', `import { nothing } from 'stemma';`), /nothing/],
    ['a command that fails', document('sh', '# run', 'stemma fail 3'), /exit code 3 instead of 0/],
    [
      'a command that fails before a good one',
      document('sh', '# run', 'stemma fail 3', 'true'),
      /exit code 3 instead of 0/,
    ],
    ['a command that should fail', document('sh', '# run', 'stemma ok', '# → exit 2'), /exit code 0 instead of 2/],
    ['a command that prints something else', document('sh', '# run', 'stemma a', '# → b'), /"b" was not printed/],
    ['a script that ends too early', document('sh', '# run', 'exit 0', '# → x'), /the shell had ended/],
    ['TypeScript that cannot be read', document('ts', 'const = 1;'), /no TypeScript/],
    ['a script that cannot be read', document('sh', 'if true; then'), /no shell script/],
    ['JSON that cannot be read', document('json', '{ a: 1 }'), /JSON/],
    ['a file without a name', document('ts', '// file', 'export {};'), /needs a name/],
    ['a block that is never closed', '```ts\nlet a;', /line 1 is never closed/],
  ];
  for (const [what, markdown, message] of wrong) it(`fails for ${what}`, () => assert.rejects(run(markdown), message));
});

describe('codeBlocks', () => {
  it('reads language, place, indentation and mark', () => {
    const [first, second] = codeBlocks(
      'text\n\n  ```ts title\n  // run needs data\n    a();\n  ```\n~~~~\n```\n~~~~\n',
    );
    assert.deepEqual(first, {
      line: 3,
      language: 'ts',
      text: '// run needs data\n  a();\n',
      mark: { action: 'run', name: undefined, withServer: false, needsData: true },
    });
    assert.deepEqual(second, { line: 7, language: '', text: '```\n', mark: undefined });
  });

  it('takes only the exact marks for marks', () => {
    const markOf = (line: string) => codeBlocks(document('sh', line))[0]!.mark;
    assert.deepEqual(markOf('# file my-module.ts'), {
      action: 'file',
      name: 'my-module.ts',
      withServer: false,
      needsData: false,
    });
    for (const line of ['# running', '#run', 'run', '# run the tests first'])
      assert.equal(markOf(line), undefined, line);
  });
});

describe('missingLine', () => {
  it('wants lines in their order, whole, with … for any text and blanks as one', () => {
    const output = 'first  line\nsecond (1.5 s)\nthird\n';
    assert.equal(missingLine(output, ['first line', 'second (… s)']), undefined);
    assert.equal(missingLine(output, ['third', 'first line']), 'first line');
    assert.equal(missingLine(output, ['thir']), 'thir');
    assert.equal(missingLine(output, ['second (1x5 s)']), 'second (1x5 s)');
    assert.equal(missingLine(output, []), undefined);
  });
});

describe('stepsOf', () => {
  it('puts expectations behind the commands before them', () => {
    assert.deepEqual(stepsOf('a\nb\n# → 1\n# → exit 4\nc\n'), [
      { commands: 'a\nb', expected: ['1'], exitCode: 4 },
      { commands: 'c', expected: [], exitCode: 0 },
    ]);
  });
});
