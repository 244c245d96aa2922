// Code in identity: an edit of an analysis, or of what it imports, can never serve a stale result; an edit of what is
// only an input changes the consumer through its input alone. Each case is a module in a folder of its own, loaded
// by new processes before and after the edit.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { otherProcess, temporaryFolder } from './setting.ts';

interface Seen {
  readonly outputs: Record<string, unknown>;
  readonly origins: string[];
  /** Code digests by analysis. */
  readonly code: Record<string, string>;
  readonly id: string;
  readonly rebuilt: string;
}

const files: Readonly<Record<string, string>> = {
  'index.ts': `import { pipelineModule } from '@stemma/core';
    import { Source } from './source.ts';
    import { Sum } from './sum.ts';
    export { Source, Sum };
    export const module = pipelineModule({ name: 'edited', version: '1', source: import.meta.url, analyses: [Source, Sum] });`,
  'source.ts': `import { analysis, number } from '@stemma/core';
    export const Source = analysis({ name: 'edited.Source', version: '1', outputs: { x: number() }, run: () => ({ x: 1 }) });`,
  'sum.ts': `import { analysis, number } from '@stemma/core';
    import { Source } from './source.ts';
    import { add } from './arithmetic/add.ts';
    export const Sum = analysis({ name: 'edited.Sum', version: '1', inputs: { source: Source }, outputs: { x: number() }, run: ({ source }) => ({ x: add(source.x, 10) }) });`,
  'arithmetic/add.ts': `import { zero } from './zero.ts';
    export const add = (a: number, b: number): number => a + b + zero;`,
  'arithmetic/zero.ts': `export const zero = 0;`,
  'unrelated.ts': `export const unrelated = 1;`,
};

class Edited {
  readonly folder: string;
  readonly store: string;
  #folders = 0;
  #files = { ...files };

  constructor(t: TestContext) {
    this.folder = temporaryFolder(t);
    this.store = join(this.folder, 'store');
  }

  edit(name: string, from: string, to: string): this {
    assert.ok(this.#files[name]!.includes(from), `${name} has no ${from}`);
    this.#files = { ...this.#files, [name]: this.#files[name]!.replaceAll(from, to) };
    return this;
  }

  write(name: string, text: string): this {
    this.#files = { ...this.#files, [name]: text };
    return this;
  }

  /** The module as it is now, written to a new folder and loaded by a new process. */
  async load(goal = 'edited.Sum', rebuild = ''): Promise<Seen> {
    const root = join(this.folder, `checkout${this.#folders++}`);
    mkdirSync(join(root, 'arithmetic'), { recursive: true });
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    for (const [name, text] of Object.entries(this.#files)) writeFileSync(join(root, name), text);
    return otherProcess<Seen>('processes/load-module.ts', this.store, join(root, 'index.ts'), goal, rebuild);
  }
}

test('the same code in another folder is the same identity', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const second = await edited.load();
  assert.deepEqual(first.outputs, { x: 11 });
  assert.deepEqual(second.origins, ['edited.Sum: store']);
  assert.deepEqual([second.id, second.code], [first.id, first.code]);
});

test('an edit of the analysis changes its identity, and a stored result is never stale', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const second = await edited.edit('sum.ts', '10', '20').load();
  assert.deepEqual(second.outputs, { x: 21 });
  assert.deepEqual(second.origins, ['edited.Source: store', 'edited.Sum: computed']);
  assert.notEqual(second.id, first.id);
  assert.equal(second.code['edited.Source'], first.code['edited.Source']);
});

test('an edit of a function that it imports, directly or not, changes its identity', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const second = await edited.edit('arithmetic/add.ts', 'a + b', 'a - b').load();
  assert.deepEqual(second.outputs, { x: -9 });
  const third = await edited.edit('arithmetic/zero.ts', 'zero = 0', 'zero = 5').load();
  assert.deepEqual(third.outputs, { x: -4 });
  assert.equal(new Set([first, second, third].map(({ code }) => code['edited.Sum'])).size, 3);
  assert.equal(new Set([first, second, third].map(({ code }) => code['edited.Source'])).size, 1);
});

test('an edit of an analysis that is only an input leaves the code of the consumer alone', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const second = await edited.edit('source.ts', 'x: 1 }', 'x: 2 }').load();
  assert.deepEqual(second.outputs, { x: 12 });
  assert.equal(second.code['edited.Sum'], first.code['edited.Sum']);
  assert.notEqual(second.code['edited.Source'], first.code['edited.Source']);
  assert.notEqual(second.id, first.id);
});

test('an edit of an input that changes no bytes is cut off early', async (t) => {
  const edited = new Edited(t);
  await edited.load();
  const second = await edited.edit('source.ts', 'x: 1 }', 'x: 3 - 2 }').load();
  assert.deepEqual(second.origins, ['edited.Source: computed', 'edited.Sum: cut-off']);
});

test('files that are not imported, line endings and other analyses do not count', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const second = await edited
    .edit('unrelated.ts', '1', '2')
    .edit('sum.ts', '\n', '\r\n')
    .edit('index.ts', "version: '1'", "version: '2'")
    .load();
  assert.equal(second.id, first.id);
});

test('a result cannot be made again after an edit: the refusal says what changed', async (t) => {
  const edited = new Edited(t);
  const first = await edited.load();
  const same = await edited.load('edited.Sum', first.id);
  assert.equal(same.rebuilt, first.id);
  const helper = await edited.edit('arithmetic/zero.ts', 'zero = 0', 'zero = 0.0').load('edited.Source', first.id);
  assert.match(
    helper.rebuilt,
    /^conflict: this result cannot be made again with what is loaded: the code of edited\.Sum changed$/,
  );
});

test('"version only" stands for the code where the author says so', async (t) => {
  const edited = new Edited(t).edit('sum.ts', "version: '1',", "version: '1', code: 'version',");
  const first = await edited.load();
  const second = await edited.edit('sum.ts', '10', '20').load();
  assert.equal(second.id, first.id);
  assert.deepEqual(second.outputs, { x: 11 });
  const third = await edited.edit('sum.ts', "version: '1'", "version: '2'").load();
  assert.deepEqual(third.outputs, { x: 21 });
});

test('an edit of what was specialised changes what was made from it', async (t) => {
  const edited = new Edited(t)
    .edit('index.ts', 'import { Source }', "import { specialise } from '@stemma/core';\n    import { Source }")
    .edit(
      'index.ts',
      'export { Source, Sum };',
      "export { Source, Sum };\n    export const Special = specialise(Sum, { name: 'edited.Special' });",
    )
    .edit('index.ts', '[Source, Sum]', '[Source, Sum, Special]');
  const first = await edited.load('edited.Special');
  const second = await edited.edit('arithmetic/add.ts', 'a + b', 'a * b').load('edited.Special');
  assert.deepEqual([first.outputs, second.outputs], [{ x: 11 }, { x: 10 }]);
});

test('an analysis that no file exports counts with everything that its module imports', async (t) => {
  const edited = new Edited(t)
    .edit('sum.ts', 'export const Sum', 'const Sum')
    .edit('sum.ts', '\n    const Sum', '\n    export const hidden = { get Sum() { return Sum; } };\n    const Sum')
    .edit('index.ts', 'import { Sum }', 'import { hidden }')
    .edit('index.ts', 'export { Source, Sum };', '')
    .edit('index.ts', '[Source, Sum]', '[Source, hidden.Sum]');
  const first = await edited.load();
  const second = await edited.edit('arithmetic/add.ts', 'a + b', 'a - b').load();
  assert.deepEqual([first.outputs, second.outputs], [{ x: 11 }, { x: -9 }]);
});

test('a table that code reads from beside itself counts byte by byte', async (t) => {
  const edited = new Edited(t)
    .edit(
      'arithmetic/zero.ts',
      'export const zero = 0;',
      "import { readFileSync } from 'node:fs';\n    export const zero = readFileSync(new URL('./table.dat', import.meta.url)).at(-1)!;",
    )
    .write('arithmetic/table.dat', '\u0001');
  const first = await edited.load();
  const second = await edited.write('arithmetic/table.dat', '\u0002').load();
  assert.deepEqual([first.outputs, second.outputs], [{ x: 12 }, { x: 13 }]);
});

test('imported JSON counts as code', async (t) => {
  const edited = new Edited(t)
    .edit(
      'arithmetic/zero.ts',
      'export const zero = 0;',
      "import table from './table.json' with { type: 'json' };\n    export const zero: number = table.zero;",
    )
    .write('arithmetic/table.json', '{ "zero": 3 }');
  const first = await edited.load();
  const second = await edited.write('arithmetic/table.json', '{ "zero": 4 }').load();
  assert.deepEqual([first.outputs, second.outputs], [{ x: 14 }, { x: 15 }]);
});
