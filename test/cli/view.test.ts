// `stemma view` as a process: stored results, goals that were never made, every format, and what it refuses.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { stemma, temporaryFolder } from './stemma-process.ts';

const folder = temporaryFolder();
const view = (...words: string[]) => stemma(folder, 'view', 'tutorial.Survey', ...words);

before(async () => {
  await stemma(folder, 'run', 'tutorial.Survey', '--quiet');
});

describe('stemma view', () => {
  it('draws the data units of a survey together', async () => {
    const { stdout, stderr, code } = await view();
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^ {5}tutorial\.Survey/m);
    assert.match(stdout, /^×12 .*dataUnit: tutorial\.DataUnit +✓ +unit = unit-\d+ … unit-\d+$/m);
  });

  it('opens, hides and keeps blocks by the names of analyses', async () => {
    assert.equal((await view('--expand', 'DataUnit')).stdout.match(/tutorial\.DataUnit/g)?.length, 12);
    assert.match((await view('--hide', 'DataUnit')).stdout, /12 hidden/);
    assert.match((await view('--keep', 'CalibratedEvents')).stdout, /tutorial\.CalibratedEvents \+ \d more/);
  });

  it('follows one derivation by its id beside all others', async () => {
    const { blocks } = JSON.parse((await view('--format', 'json')).stdout) as { blocks: { title: string; members: string[] }[] }; // prettier-ignore
    const unit = blocks.find(({ title }) => title === 'tutorial.DataUnit')!.members[0]!;
    const { stdout } = await view('--follow', unit.slice(0, 16));
    assert.match(stdout, /^×11 .*tutorial\.BinnedEvents/m);
  });

  it('writes SVG, DOT, Mermaid and JSON to standard output', async () => {
    assert.match((await view('-f', 'svg')).stdout, /^<svg [\s\S]*<\/svg>\n$/);
    assert.match((await view('-f', 'dot')).stdout, /^digraph view \{[\s\S]*\}\n$/);
    assert.match((await view('-f', 'mermaid')).stdout, /^flowchart TB\n/);
    const json = JSON.parse((await view('--json')).stdout) as { derivations: number };
    assert.ok(json.derivations > 50);
  });

  it('shows a goal that was never made as it would be made, and makes no store for that', async () => {
    const empty = temporaryFolder();
    const { stdout, stderr, code } = await stemma(empty, 'view', 'integral.Mosaic');
    assert.deepEqual([code, stderr], [0, 'not made yet: this is how it would be made\n']);
    assert.match(stdout, /each of images: integral\.SkyImage/);
    assert.equal(existsSync(join(empty, '.stemma')), false);
  });

  it('refuses names that are nowhere in the tree with the nearest one, and ids that nobody knows', async () => {
    const wrong = await view('--hide', 'DataUnt');
    assert.deepEqual([wrong.code, /called DataUnt; did you mean "tutorial\.DataUnit"/.test(wrong.stderr)], [4, true]);
    assert.equal((await stemma(folder, 'view', 'ffffffffffffffff')).code, 4);
  });
});
