// Code digests: what is in them, where an analysis is at home, and what never depends on the place of the checkout.
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analysis, number, pipelineModule, specialise, type AnyAnalysis, type PipelineModule } from '@stemma/core';
import { CodeDigests, type CodeInfo } from './code-digest.ts';

const core = pathToFileURL(createRequire(import.meta.url).resolve('@stemma/core')).href;
const outputs = { x: number() };

const source: Readonly<Record<string, string>> = {
  'index.mjs': `import { pipelineModule } from '@stemma/core';
import { First } from './first.mjs';
import { Second } from './second.mjs';
export { First, Second };
export const module = pipelineModule({ name: 'test', version: '1', source: import.meta.url, analyses: [First, Second] });`,
  'first.mjs': `import { analysis, number } from '@stemma/core';
export const First = analysis({ name: 'test.First', version: '1', outputs: { x: number() }, run: () => ({ x: 1 }) });`,
  'second.mjs': `import { analysis, number } from '@stemma/core';
import { First } from './first.mjs';
import { one } from './arithmetic.mjs';
export const Second = analysis({ name: 'test.Second', version: '1', inputs: { first: First }, outputs: { x: number() }, run: () => ({ x: one }) });`,
  'arithmetic.mjs': `export const one = 1;
export const table = new URL('./table.dat', import.meta.url);`,
  'table.dat': '1 2 3',
};

interface Loaded {
  readonly First: AnyAnalysis;
  readonly Second: AnyAnalysis;
  readonly module: PipelineModule;
}

async function load(t: TestContext, changes: Readonly<Record<string, string>> = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stemma-code-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // Outside of this repository there is no package of that name; by address it is the same module.
  for (const [name, text] of Object.entries({ ...source, ...changes }))
    writeFileSync(join(folder, name), text.replace("'@stemma/core'", `'${core}'`));
  const loaded = (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as Loaded;
  const digests = new CodeDigests();
  await digests.add(loaded.module);
  return { first: digests.of(loaded.First), second: digests.of(loaded.Second), digests, ...loaded };
}

/** Files of the test's own folder: the language is imported by address here and comes with files of its own. */
const names = ({ files }: CodeInfo) =>
  files
    .map(({ url }) => basename(url))
    .filter((name) => name in source)
    .sort();

test('an analysis consists of its file and what that imports, but not of analyses that are its inputs', async (t) => {
  const { first, second } = await load(t);
  assert.deepEqual(names(first), ['first.mjs']);
  assert.deepEqual(names(second), ['arithmetic.mjs', 'second.mjs', 'table.dat']);
  assert.notEqual(first.digest, second.digest);
});

test('the digest is the same in another folder, and another after an edit', async (t) => {
  const [here, there] = [await load(t), await load(t)];
  assert.deepEqual([here.first.digest, here.second.digest], [there.first.digest, there.second.digest]);
  for (const [name, text] of [
    ['arithmetic.mjs', `${source['arithmetic.mjs']} `],
    ['table.dat', '1 2 4'],
  ] as const) {
    const edited = await load(t, { [name]: text });
    assert.notEqual(edited.second.digest, here.second.digest, name);
    assert.equal(edited.first.digest, here.first.digest, name);
  }
});

test('a file that also gives something else than analyses counts as code', async (t) => {
  const { second } = await load(t, {
    'first.mjs': `${source['first.mjs']}\nexport const two = 2;`,
    'second.mjs': source['second.mjs']!.replace('{ First }', '{ First, two }'),
  });
  assert.ok(names(second).includes('first.mjs'));
});

test('a digest is computed once, and refuses to guess when a file has gone', async (t) => {
  const { digests, Second } = await load(t);
  assert.equal(digests.of(Second), digests.of(Second));
  const gone = new CodeDigests();
  const orphan = analysis({ name: 'test.Orphan', version: '1', outputs, run: () => ({ x: 1 }) });
  const place = { name: 'gone', version: '1', source: 'file:///nowhere/index' };
  await gone.add(pipelineModule({ ...place, analyses: [orphan] }));
  assert.throws(() => gone.of(orphan), { code: 'not_found', message: /file:\/\/\/nowhere\/index is not there/ });
});

test('an analysis that no file declares counts by the text of its function', () => {
  const declare = (run: () => { x: number }) => analysis({ name: 'test.A', version: '1', outputs, run });
  const digest = (made: AnyAnalysis) => new CodeDigests().of(made).digest;
  assert.equal(digest(declare(() => ({ x: 1 }))), digest(declare(() => ({ x: 1 }))));
  assert.notEqual(digest(declare(() => ({ x: 1 }))), digest(declare(() => ({ x: 2 }))));
});

test('where the author says that the version stands for the code, the function does not count', () => {
  const declare = (run: () => { x: number }) =>
    analysis({ name: 'test.A', version: '1', code: 'version', outputs, run });
  const digests = new CodeDigests();
  assert.equal(digests.of(declare(() => ({ x: 1 }))).digest, digests.of(declare(() => ({ x: 2 }))).digest);
});

test('what is specialised has the code of what it was made from, under a digest of its own', async (t) => {
  const { digests, Second, second } = await load(t);
  const special = digests.of(specialise(Second as never, { name: 'test.Special' }) as AnyAnalysis);
  assert.notEqual(special.digest, second.digest);
  assert.deepEqual(names(special), names(second));
});
