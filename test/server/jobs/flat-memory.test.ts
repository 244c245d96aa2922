// An engine that lives for months: what it keeps must not grow with what it was asked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../engine/setting.ts';

test('the heap is flat over a hundred thousand requests, half of them new and never stored', async (t) => {
  const script = fileURLToPath(new URL('./many-requests.ts', import.meta.url));
  const args = ['--conditions=source', '--expose-gc', script, join(temporaryFolder(t), 'store'), '100000'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const heapMB = JSON.parse(stdout) as number[];
  const half = heapMB.length / 2;
  const growthMB = Math.max(...heapMB.slice(half)) - Math.max(...heapMB.slice(0, half));
  // Values alone that were kept would be 100 MB in the second half.
  assert.ok(
    growthMB < 10,
    `${growthMB.toFixed(1)} MB more in the second half: ${heapMB.map((mb) => mb.toFixed(1)).join(' ')}`,
  );
});
