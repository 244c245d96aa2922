// Data files that modules declare: known by digest before any goal names them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityContext } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { SourceEntry } from '../analysis/declaration.ts';
import { source } from '../analysis/inputs.ts';
import { pipelineModule } from '../analysis/module.ts';
import { Registry } from '../analysis/registry.ts';
import { string } from '../types/scalars.ts';
import { Binder } from './bind.ts';
import { FileLeaf } from './leaves.ts';

const entry = (digit: string): SourceEntry => ({
  name: `run-${digit}.fits`,
  sha256: digit.repeat(64),
  mediaType: 'application/fits',
  urls: [`https://example.org/${digit}`],
});
const chosen = entry('a');
const named = entry('b');
const Reader = analysis({
  name: 'test.Reader',
  version: '1',
  inputs: { data: source(named) },
  outputs: { text: string() },
  run: () => ({ text: '' }),
});
const module = pipelineModule({ name: 'test', version: '1', analyses: [Reader], sources: [chosen] });

test('files that a module declares are known before anything is bound, the others once they are met', () => {
  const binder = new Binder(new Registry([module]), identityContext());
  assert.deepEqual([...binder.sources.values()], [chosen]);
  binder.bind(Reader);
  assert.deepEqual([...binder.sources.keys()].sort(), [chosen.sha256, named.sha256]);
});

test('a file chosen by its digest is the same derivation as the declared source: where it lies does not count', () => {
  const binder = new Binder(new Registry([module]), identityContext());
  const { sha256, name, mediaType } = chosen;
  const byDigest = binder.bind(Reader({ data: FileLeaf({ sha256, name, mediaType }) }));
  const declared = binder.bind(Reader({ data: source(chosen) }));
  assert.equal(byDigest.id, declared.id);
  assert.notEqual(byDigest.id, binder.bind(Reader).id);
});

test('declaring sources changes the identity of nothing', () => {
  const { sources: _, ...bare } = module;
  const [withSources, without] = [module, bare].map((one) =>
    new Binder(new Registry([one]), identityContext()).bind(Reader),
  );
  assert.equal(withSources!.id, without!.id);
});
