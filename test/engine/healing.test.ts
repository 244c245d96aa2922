// Damage in the store is repaired by asking again: what refers to damaged or lost bytes is made anew.
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { CalibratedEvents, RawEvents, tutorial } from '@stemma/instruments/tutorial';
import { open, StemmaError } from 'stemma';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'stemma-healing-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function blobsOf(store: string): string[] {
  const root = join(store, 'blobs');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
}

function damage(path: string): void {
  chmodSync(path, 0o644);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

async function contentOf(store: string): Promise<string> {
  await using stemma = await open({ store, modules: [tutorial] });
  const result = await stemma.resolve(CalibratedEvents()).result;
  await result.outputs();
  return result.contentDigest;
}

for (const [how, harm] of [
  ['flipped bit', damage],
  [
    'truncated',
    (path: string) => {
      chmodSync(path, 0o644);
      truncateSync(path, 100);
    },
  ],
  ['removed', (path: string) => rmSync(path)],
] as const) {
  test(`every blob of a family ${how}: the same request gives the same content again, and check is clean`, async (t) => {
    const store = folder(t);
    const before = await contentOf(store);
    for (const path of blobsOf(store)) harm(path);
    assert.equal(await contentOf(store), before);
    await using stemma = await open({ store, modules: [tutorial] });
    // What is damaged further up was not needed for the answer; asking for it repairs it too.
    await stemma.resolve(RawEvents()).result;
    const report = await stemma.check();
    assert.deepEqual(report.problems, []);
  });
}

test('a damaged input is made again when a new consumer needs it, with a warning', async (t) => {
  const store = folder(t);
  await contentOf(store);
  for (const path of blobsOf(store)) damage(path);
  await using stemma = await open({ store, modules: [tutorial] });
  const resolution = stemma.resolve(stemma.analysis('tutorial.BinnedEvents')({ binSizeKeV: 10 }));
  const warnings: string[] = [];
  for await (const event of resolution.events()) if (event.type === 'warning') warnings.push(event.message);
  assert.equal(((await (await resolution.result).outputs()) as { total: number }).total > 0, true);
  assert.ok(
    warnings.some((text) => text.includes('made again')),
    warnings.join('\n'),
  );
});

test('only-known requests report the damage instead of repairing it', async (t) => {
  const store = folder(t);
  await contentOf(store);
  for (const path of blobsOf(store)) damage(path);
  await using stemma = await open({ store, modules: [tutorial] });
  const isCorrupt = (error: unknown) => error instanceof StemmaError && error.code === 'corrupt';
  await assert.rejects(stemma.resolve(CalibratedEvents(), { onlyKnown: true }).result, isCorrupt);
});
