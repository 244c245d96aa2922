// The environment of analyses: the major version of the engine, and nothing that differs between machines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runtimeEnvironment } from './environment.ts';

const withVersion = (t: { mock: typeof import('node:test').mock }, node: string) => {
  t.mock.property(process, 'versions', { ...process.versions, node });
  const found = runtimeEnvironment();
  t.mock.restoreAll();
  return found;
};

test('the runtime is named by its major version', () => {
  assert.equal(runtimeEnvironment().runtime, `node ${process.versions.node.split('.')[0]}`);
});

test('minor versions share an environment, major ones do not', (t) => {
  const [a, b, c] = ['24.15.0', '24.21.3', '25.0.0'].map((version) => withVersion(t as never, version).digest);
  assert.equal(a, b);
  assert.notEqual(a, c);
});
