// The imports of a source file: none may be missed, since a missed one would serve stale results.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf } from './imports.ts';

const found = (text: string) =>
  importsOf(text).map(({ specifier, names }) => (names ? `${specifier}: ${names.join(' ')}` : specifier));

test('every form of import and re-export is found, with the names that it takes', () => {
  const cases: [string, string[]][] = [
    [`import { a, b as c } from './x.ts';`, ['./x.ts: a b']],
    [`import a from './x.ts';`, ['./x.ts']],
    [`import a, { b } from './x.ts';`, ['./x.ts: default b']],
    [`import * as x from './x.ts';`, ['./x.ts']],
    [`import './x.ts';`, ['./x.ts']],
    [`export { a } from "./x.ts";`, ['./x.ts: a']],
    [`export * from './x.ts';`, ['./x.ts']],
    [`export * as y from './x.ts';`, ['./x.ts']],
    [`const x = await import('./x.ts');`, ['./x.ts']],
    [`import x from './x.json' with { type: 'json' };`, ['./x.json']],
    [`import {\n  a,\n  b,\n} from './x.ts';`, ['./x.ts: a b']],
    [`import{a}from'./x.ts'`, ['./x.ts: a']],
    [`import { a } from './a.ts'\nimport { b } from './b.ts'`, ['./a.ts: a', './b.ts: b']],
    [`import { type A, b } from './x.ts';`, ['./x.ts: b']],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(found(text), wanted, text);
});

test('imports of types leave no code and do not count', () => {
  for (const text of [
    `import type { A } from './x.ts';`,
    `import type A from './x.ts';`,
    `import type * as A from './x.ts';`,
    `export type { A } from './x.ts';`,
    `import { type A, type B } from './x.ts';`,
  ]) {
    assert.deepEqual(found(text), [], text);
  }
});

test('no import hides behind types, comments or missing semicolons', () => {
  const hiding = [
    `export type A = { a: number }\nimport { b } from './b.ts'`,
    `type A = B\nexport { b } from './b.ts'`,
    `import { a, // don't\n b } from './b.ts';`,
    `import { /* "quoted" */ b } from './b.ts';`,
    `export const one = 1\nimport { b } from './b.ts'`,
    `export interface A { readonly x: number }\nimport { b } from './b.ts'`,
    `const url = 'https://example.org'; import { b } from './b.ts';`,
    `import type from './b.ts';`,
  ];
  for (const text of hiding)
    assert.ok(
      importsOf(text).some(({ specifier }) => specifier === './b.ts'),
      text,
    );
});

test('files that are named beside the code are found: tables and the scripts of workers', () => {
  const text = `const table = readFileSync(new URL('./response.dat', import.meta.url));
    new Worker(new URL("../worker.ts", import.meta.url)); new URL('https://example.org', import.meta.url); new URL(name, import.meta.url);`;
  assert.deepEqual(importsOf(text), [
    { specifier: './response.dat', isReference: true },
    { specifier: '../worker.ts', isReference: true },
  ]);
});
