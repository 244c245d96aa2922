// The lock of a store: one at a time, free again after release.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeStoreAlone } from './store-lock.ts';

test('a store is one service’s until it lets go, and its folder is made when it is missing', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-lock-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = join(folder, 'new', 'store');
  const lock = takeStoreAlone(store);
  assert.throws(() => takeStoreAlone(store), { code: 'unavailable', message: /another service runs on the store/ });
  lock.release();
  lock.release();
  takeStoreAlone(store).release();
});
