// Bundles end to end: a result of a module of one's own travels to an empty store and is made again there, by the code of
// the bundle alone; damage and malice stop at the door.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createHash } from 'node:crypto';
import { stemma, temporaryFolder } from '../cli/stemma-process.ts';

const home = temporaryFolder();
const away = temporaryFolder();
let id = '';

const moduleText = `import { analysis, number, pipelineModule } from 'stemma';
import { scale } from './scale.ts';
export const Source = analysis({ name: 'mine.Source', version: '1', outputs: { x: number() }, run: () => ({ x: 21 }) });
export const Twice = analysis({ name: 'mine.Twice', version: '1', inputs: { source: Source }, outputs: { x: number() }, run: ({ source }) => ({ x: source.x * scale }) });
export const mine = pipelineModule({ name: 'mine', version: '1', source: import.meta.url, analyses: [Source, Twice] });
`;

before(async () => {
  mkdirSync(join(home, 'mine'));
  writeFileSync(join(home, 'mine', 'index.ts'), moduleText);
  writeFileSync(join(home, 'mine', 'scale.ts'), 'export const scale = 2;\n');
  await stemma(home, 'run', '-q', '-m', './mine', 'mine.Twice');
  await stemma(home, 'run', '-q', 'tutorial.BinnedEvents');
  id = (await stemma(home, 'find', 'mine.Twice', '--ids')).stdout.trim();
  assert.match(id, /^[0-9a-f]{64}$/);
  const { code, stderr } = await stemma(home, 'bundle', id, '-m', './mine', '--out', 'twice.zip');
  assert.equal(code, 0, stderr);
});

test('the bundle of a result is the same bytes each time', async () => {
  await stemma(home, 'bundle', id, '-m', './mine', '--out', 'again.zip');
  assert.deepEqual(readFileSync(join(home, 'again.zip')), readFileSync(join(home, 'twice.zip')));
});

test('on an empty machine the result is made again by the code of the bundle, with everything behind it', async () => {
  cpSync(join(home, 'twice.zip'), join(away, 'twice.zip'));
  const { code, stderr } = await stemma(away, 'unbundle', 'twice.zip');
  assert.equal(code, 0, stderr);
  const verified = await stemma(away, 'verify', '--deep', id);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  assert.match(verified.stderr, /with the code of its bundle/);
  assert.match(verified.stderr, /2 results reproduced/);
});

test('what is built in travels too, and comes to the same bytes without the results in between', async () => {
  const there = temporaryFolder();
  const path = join(there, 'lean.zip');
  assert.equal((await stemma(home, 'bundle', 'tutorial.BinnedEvents', '--lean', '--out', path)).code, 0);
  assert.equal((await stemma(there, 'unbundle', 'lean.zip')).code, 0);
  const root = (await stemma(there, 'find', 'tutorial.BinnedEvents', '--ids')).stdout.trim();
  const verified = await stemma(there, 'verify', root);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
});

test('code that was changed in the bundle is not taken for the code that made the result', async () => {
  const there = temporaryFolder();
  await stemma(there, 'unbundle', join(home, 'twice.zip'));
  writeFileSync(join(there, '.stemma', 'bundles', id, 'code', 'r0', 'scale.ts'), 'export const scale = 3;\n');
  const { code, stdout } = await stemma(there, 'verify', id);
  assert.equal(code, 5);
  assert.match(stdout, /code/);
});

test('a bundle with one byte changed, even with its checksums made anew, leaves the store empty', async () => {
  const folder = join(home, 'twice');
  await stemma(home, 'bundle', id, '-m', './mine', '--out', folder);
  const results = join(folder, 'data', 'results.jsonl');
  const text = readFileSync(results, 'utf8');
  writeFileSync(results, text.replace('"sizeBytes":', '"sizeBytes":1'));
  const there = temporaryFolder();
  const broken = await stemma(there, 'unbundle', folder);
  assert.equal(broken.code, 10, broken.stderr);
  const manifest = join(folder, 'manifest-sha256.txt');
  const digest = createHash('sha256').update(readFileSync(results)).digest('hex');
  const lines = readFileSync(manifest, 'utf8').replace(/^[0-9a-f]{64}(?= {2}data\/results\.jsonl$)/m, digest);
  writeFileSync(manifest, lines);
  rmSync(join(folder, 'tagmanifest-sha256.txt'));
  const forged = await stemma(there, 'unbundle', folder);
  assert.equal(forged.code, 10, forged.stderr);
  assert.match(forged.stderr, /manifest at line \d+/);
  assert.equal((await stemma(there, 'ls', '--ids')).stdout.trim(), '');
});

test('a result whose code is not loaded any more is refused, with what to load', async () => {
  const { code, stderr } = await stemma(home, 'bundle', id, '--out', 'no.zip');
  assert.notEqual(code, 0);
  assert.match(stderr, /mine\.(Twice|Source)/);
});

test('provenance from elsewhere is imported once, told by show, and never run', async () => {
  const there = temporaryFolder();
  await stemma(home, 'export', 'tutorial.BinnedEvents', '--format', 'prov-json', '--out', join(there, 'h.json'));
  const imported = await stemma(there, 'import', 'h.json', '--json');
  const { state, ids } = JSON.parse(imported.stdout) as { state: string; ids: string[] };
  assert.equal(state, 'imported');
  assert.equal(ids.length, 5);
  assert.match((await stemma(there, 'import', 'h.json')).stdout, /there already/);
  assert.match((await stemma(there, 'show', ids[0]!)).stdout, /made elsewhere[^]*origin {2}h\.json/);
  const verified = await stemma(there, 'verify', ids[0]!);
  assert.equal(verified.code, 2);
  assert.match(verified.stderr, /only where it was made/);
});

test('a crate with a file of another digest is refused, and nothing is imported', async () => {
  const there = temporaryFolder();
  await stemma(home, 'export', 'tutorial.BinnedEvents', '--format', 'ro-crate', '--out', join(there, 'crate'));
  const path = join(there, 'crate', 'ro-crate-metadata.json');
  const document = JSON.parse(readFileSync(path, 'utf8')) as { '@graph': Record<string, unknown>[] };
  document['@graph'].find((entity) => entity['@id'] === 'README.md')!.sha256 = '0'.repeat(64);
  writeFileSync(path, JSON.stringify(document));
  const refused = await stemma(there, 'import', 'crate');
  assert.equal(refused.code, 10);
  assert.match(refused.stderr, /README\.md/);
  assert.equal((await stemma(there, 'find', 'foreign.*', '--ids')).stdout.trim(), '');
});
