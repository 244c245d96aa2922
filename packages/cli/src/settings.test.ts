// Tests of stemma.json and of the modules that it names.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { StemmaError } from '@stemma/core';
import { loadModules } from './modules.ts';
import { addModule, readSettings } from './settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-settings-'));
});

const put = (name: string, text: string) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const moduleText = (name: string, more = '') => `import { analysis, number, pipelineModule } from 'stemma';
export const A = analysis({ name: '${name}.A', version: '1', outputs: { n: number() }, run: () => ({ n: 1 }) });
export const m = pipelineModule({ name: '${name}', version: '1', analyses: [A]${more} });\n`;

describe('stemma.json', () => {
  it('is optional', () => {
    assert.deepEqual(readSettings(folder), { modules: [] });
  });

  it('lists modules, and takes each once', () => {
    addModule(folder, './one');
    addModule(folder, './two');
    addModule(folder, './one');
    assert.deepEqual(readSettings(folder), { modules: ['./one', './two'] });
    assert.match(readFileSync(join(folder, 'stemma.json'), 'utf8'), /\n$/);
  });

  it('that cannot be read is refused with what is wrong', () => {
    const cases: [string, RegExp][] = [
      ['{', /it is no JSON/],
      ['[]', /must be an object/],
      ['{"module": []}', /no setting "module"; did you mean "modules"/],
      ['{"modules": "./x"}', /"modules" must be a list of paths/],
    ];
    for (const [text, message] of cases) {
      put('stemma.json', text);
      assert.throws(
        () => readSettings(folder),
        (error: StemmaError) => error.code === 'invalid_request' && message.test(error.message),
      );
    }
  });
});

describe('modules', () => {
  it('come in order: built in, of the folder, named', async () => {
    put('one/index.ts', moduleText('one'));
    put('two.ts', moduleText('two'));
    put('package.json', '{"type": "module"}');
    put('stemma.json', '{"modules": ["./one"]}');
    const { loaded, preload } = await loadModules(['two.ts'], folder);
    assert.deepEqual(
      loaded.slice(-2).map(({ module, from }) => [module.name, from]),
      [
        ['one', './one'],
        ['two', 'two.ts'],
      ],
    );
    assert.deepEqual(
      loaded.slice(0, 2).map(({ from }) => from),
      ['Stemma', 'Stemma'],
    );
    assert.equal(preload.length, 1);
  });

  it('outside of any project find stemma, and know where they were loaded from', async () => {
    put('package.json', '{"type": "module"}');
    put('index.ts', moduleText('three'));
    const { loaded } = await loadModules(['.'], folder);
    assert.match(loaded.at(-1)!.module.source!, /^file:.*index\.ts$/);
  });

  it('that are named twice are loaded once', async () => {
    put('package.json', '{"type": "module"}');
    put('index.ts', moduleText('four'));
    put('stemma.json', '{"modules": ["."]}');
    const { loaded } = await loadModules(['./index.ts'], folder);
    assert.equal(loaded.filter(({ module }) => module.name === 'four').length, 1);
  });

  it('that cannot be loaded say why', async () => {
    put('package.json', '{"type": "module"}');
    put('empty.ts', 'export const nothing = 1;\n');
    put('broken.ts', 'throw new Error("not today");\n');
    put('folder/readme.txt', '');
    const cases: [string, string, RegExp][] = [
      ['./nowhere', 'not_found', /there is no module \.\/nowhere \(--module\)/],
      ['no-such-package', 'not_found', /neither a file, nor a folder, nor an installed package/],
      ['empty.ts', 'invalid_request', /exports no pipeline module/],
      ['broken.ts', 'invalid_request', /cannot be loaded: not today/],
      ['folder', 'not_found', /has no index\.ts or index\.js/],
    ];
    for (const [path, code, message] of cases) {
      await assert.rejects(
        loadModules([path], folder),
        (error: StemmaError) => error.code === code && message.test(error.message),
        path,
      );
    }
  });
});
