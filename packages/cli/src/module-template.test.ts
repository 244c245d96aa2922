// A new module must work as it is written: it parses, loads, runs, and its README names what it offers.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { AnyAnalysis, PipelineModule, Request } from '@stemma/core';
import { moduleTemplate } from './module-template.ts';
import { open } from './stemma.ts';

const scratch = mkdtempSync(join(tmpdir(), 'stemma-template-'));
after(() => rmSync(scratch, { recursive: true }));
symlinkSync(join(import.meta.dirname, '..', '..', '..', 'node_modules'), join(scratch, 'node_modules'));

async function written(name: string): Promise<PipelineModule> {
  for (const [path, text] of Object.entries(moduleTemplate(name))) {
    const place = join(scratch, name, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  const loaded = (await import(pathToFileURL(join(scratch, name, 'index.ts')).href)) as Record<string, PipelineModule>;
  return loaded[name]!;
}

test('the module loads under its name, and its analysis gives the counts of a Gaussian pulse', async () => {
  const module = await written('myModule');
  assert.deepEqual(
    [module.name, module.analyses.map((each) => each.definition.name)],
    ['myModule', ['myModule.Hello']],
  );
  await using stemma = await open({ store: 'memory', modules: [module], mirrors: [], network: false });
  const hello = stemma.analysis('Hello') as AnyAnalysis & ((given: object) => Request<Record<string, unknown>>);
  const { counts, report } = await stemma.run(hello({ widthS: '2 s', peakCps: 500 }));
  assert.ok(Math.abs((counts as number) / (500 * 2 * Math.sqrt(2 * Math.PI)) - 1) < 1e-3, String(counts));
  assert.match((report as { text(): string }).text(), /^Hello from myModule: 2507 counts in 2 s\n$/);
});

test('the package is private, a module, and named in small letters as registries want it', () => {
  const {
    name,
    type,
    private: isPrivate,
  } = JSON.parse(moduleTemplate('MyModule')['package.json']!) as Record<string, unknown>;
  assert.deepEqual([name, type, isPrivate], ['mymodule', 'module', true]);
});

test('the README names the analysis that is there', () => {
  const files = moduleTemplate('spectra');
  assert.match(files['README.md']!, /stemma run spectra\.Hello/);
  assert.match(files['analyses/hello.ts']!, /name: 'spectra\.Hello'/);
  assert.match(files['index.ts']!, /export const spectra = /);
});
