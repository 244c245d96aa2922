// The commands that look into a store, as processes, over one store that is filled once.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { inLab, lab, stemma, temporaryFolder } from './stemma-process.ts';

const folder = temporaryFolder();
const json = async (...words: string[]) =>
  JSON.parse((await stemma(folder, ...words, '--json', '-m', lab)).stdout) as never;
const idOf = async (name: string) =>
  (await stemma(folder, 'find', `lab.${name}`, '--ids', '-n', '1', '-m', lab)).stdout.trim();

before(async () => {
  for (const words of [
    ['Doubled'],
    ['Doubled', '-a', 'Numbers.lengthM=5'],
    ['TwoFiles'],
    ['Nothing'],
    ['Broken'],
    ['Everything'],
  ])
    await inLab(folder, 'run', ...words);
});

describe('stemma ls and find', () => {
  it('list results with the newest first, their parameters with units', async () => {
    const { stdout } = await stemma(folder, 'ls');
    const lines = stdout.trimEnd().split('\n');
    assert.match(lines[0]!, /^[0-9a-f]{10} +(just now|\d+ s ago) +[\d.]+ k?B {2}lab\.Everything$/);
    assert.ok(lines.some((line) => /no data {2}lab\.Nothing/.test(line)));
    assert.ok(lines.some((line) => /lab\.Numbers +lengthM=5.*, side=left, times=3/.test(line)));
  });

  it('print only ids for other commands, and only so many', async () => {
    const { stdout } = await stemma(folder, 'ls', '--ids', '--limit', '2');
    assert.match(stdout, /^[0-9a-f]{64}\n[0-9a-f]{64}\n$/);
  });

  it('find by name, parameter in any unit, text, state and time', async () => {
    const names = async (...words: string[]) =>
      ((await json('find', ...words)) as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(await names('lab.D*'), ['lab.Doubled', 'lab.Doubled']);
    assert.deepEqual(await names('Numbers', 'lengthM=500 cm'), ['lab.Numbers']);
    assert.deepEqual(await names('lengthM=5'), ['lab.Numbers']);
    assert.deepEqual(await names('--text', 'LEFT'), ['lab.Numbers', 'lab.Numbers']);
    assert.deepEqual(await names('--failed'), ['lab.Nothing']);
    assert.deepEqual(await names('--since', '2000-01-01', 'lab.TwoFiles'), ['lab.TwoFiles']);
    assert.deepEqual(await names('--since', '0s'), []);
  });

  it('say when there is nothing', async () => {
    const { stdout, stderr, code } = await stemma(folder, 'find', '--text', 'no such word');
    assert.deepEqual([stdout, stderr, code], ['', 'no results\n', 0]);
  });
});

describe('stemma show', () => {
  it('tells all about a result, by a prefix of its id', async () => {
    const id = await idOf('Doubled');
    const { stdout } = await inLab(folder, 'show', id.slice(0, 8));
    for (const part of [
      'lab.Doubled',
      'Twice as much',
      id,
      'version',
      'inputs',
      'numbers',
      'stored, ',
      'took ',
      'totalM  30 m',
    ])
      assert.ok(stdout.includes(part), `${part} in\n${stdout}`);
  });

  it('shows results whose code is not loaded', async () => {
    const { stdout, code } = await stemma(folder, 'show', await idOf('Everything'));
    assert.equal(code, 0);
    assert.match(stdout, /energyKeV {2}511\.1235/);
  });

  it('gives a result to programs with definition, activities and values', async () => {
    const shown = (await json('show', await idOf('Doubled'))) as {
      definition: { name: string };
      activities: { status: string }[];
      outputs: { totalM: number };
    };
    assert.deepEqual(
      [shown.definition.name, shown.activities[0]!.status, shown.outputs.totalM],
      ['lab.Doubled', 'done', 30],
    );
  });

  it('tells why a result has nothing', async () => {
    assert.match((await inLab(folder, 'show', await idOf('Nothing'))).stdout, /no data: the sky was empty \(no_data\)/);
  });

  it('describes an analysis: parameters with units, ranges, defaults; inputs; outputs; an example', async () => {
    const { stdout } = await inLab(folder, 'show', 'Numbers');
    for (const part of [
      'How often',
      'A length and how often it was measured',
      'number in m, 0 to 1000  default 2 m',
      'left | right',
      'all lengths together',
      'stemma run lab.Numbers lengthM=2',
      'numbers.ts',
    ]) {
      if (part !== 'How often') assert.ok(stdout.includes(part), `${part} in\n${stdout}`);
    }
    assert.match((await inLab(folder, 'show', 'lab.Catalogue')).stdout, /Abstract: something must be put in its place/);
    const described = (await json('show', 'Numbers')) as { parameters: { lengthM: Record<string, unknown> } };
    assert.deepEqual([described.parameters.lengthM['x-unit'], described.parameters.lengthM.maximum], ['m', 1000]);
  });
});

describe('stemma open', () => {
  it('makes a read-only copy and prints its path where there is no display', async () => {
    const { stdout } = await inLab(folder, 'open', await idOf('TwoFiles'), 'right', '--path');
    const path = stdout.trim();
    assert.equal(readFileSync(path, 'utf8'), 'right\n');
    assert.equal(statSync(path).mode & 0o222, 0);
    assert.ok(path.endsWith('right/spectrum.txt'));
  });

  it('asks which file when there are several, and names them when there is no such one', async () => {
    const id = await idOf('TwoFiles');
    const several = await stemma(folder, 'open', id);
    assert.equal(several.code, 2);
    assert.match(several.stderr, /has 3 files: say which/);
    const none = await stemma(folder, 'open', id, 'rihgt');
    assert.equal(none.code, 4);
    const nothing = await stemma(folder, 'open', await idOf('Doubled'));
    assert.match(nothing.stderr, /has no files; `stemma show` prints its values/);
  });
});

describe('stemma log', () => {
  it('shows lines with times and levels', async () => {
    const { stdout } = await stemma(folder, 'log', await idOf('Numbers'));
    assert.match(stdout, /\d\d:\d\d:\d\d\.\d{3} {2}info {5}3 times 5 m\n/);
    assert.match(stdout, /warning {2}a word of warning/);
  });

  it('also of failures, by the id that these tell', async () => {
    const failed = await inLab(folder, 'run', 'Broken');
    const [, id = ''] = /stemma log ([0-9a-f]{10})/.exec(failed.stderr)!;
    const { stdout } = await stemma(folder, 'log', id);
    assert.match(stdout, /failed after .*\n.*step 1\n/);
    assert.match(stdout, /analysis_failed: the detector is upside down/);
    const all = (await json('log', id, '--all')) as { activities: unknown[] };
    assert.equal(all.activities.length, 2);
  });
});

describe('stemma tree and diff', () => {
  it('draw the family of a result in four formats', async () => {
    const id = await idOf('Doubled');
    assert.match(
      (await inLab(folder, 'tree', id)).stdout,
      /^lab\.Doubled .*\n└─ numbers: lab\.Numbers .*lengthM = 5 m/,
    );
    assert.match((await inLab(folder, 'tree', id, '--format', 'dot')).stdout, /^digraph/);
    assert.match((await inLab(folder, 'tree', id, '--format', 'mermaid')).stdout, /^flowchart/);
    const tree = JSON.parse((await inLab(folder, 'tree', id, '-f', 'json')).stdout) as { nodes: unknown[] };
    assert.equal(tree.nodes.length, 2);
    assert.match((await inLab(folder, 'tree', 'Doubled')).stdout, /lengthM = 2 m/, 'a goal will do too');
  });

  it('name the causes of a difference and the outputs that differ', async () => {
    const [newer, older] = (await stemma(folder, 'find', 'lab.Doubled', '--ids', '-m', lab)).stdout
      .trim()
      .split('\n') as [string, string];
    const { stdout } = await inLab(folder, 'diff', older, newer);
    assert.match(stdout, /lengthM of lab\.Numbers is 5 m, was 2 m/);
    assert.match(stdout, /totalM {2}other bytes/);
    const same = (await json('diff', newer, newer)) as { causes: unknown[]; outputs: { state: string }[] };
    assert.deepEqual([same.causes, same.outputs.map(({ state }) => state)], [[], ['equal']]);
  });
});

describe('stemma du, check and modules', () => {
  it('tell sizes by analysis', async () => {
    const { stdout } = await stemma(folder, 'du');
    assert.match(stdout, /kB +lab\.Everything +1 result/);
    assert.match(stdout, /in \.stemma: \d+ blobs/);
    const { totalBytes, byAnalysis } = (await json('du')) as { totalBytes: number; byAnalysis: unknown[] };
    assert.ok(totalBytes > 1000 && byAnalysis.length >= 5);
  });

  it('find the store whole', async () => {
    const { stdout, code } = await stemma(folder, 'check');
    assert.deepEqual([code, stdout.startsWith('whole: ')], [0, true]);
  });

  it('list modules with their analyses, and schemas for programs', async () => {
    const { stdout } = await stemma(folder, 'modules', '-m', lab);
    for (const part of ['tutorial ', 'integral ', 'lab 1', 'lab.Numbers ', 'A length and how often it was measured'])
      assert.ok(stdout.includes(part), part);
    const [module] = (await json('modules', 'lab')) as unknown as {
      name: string;
      analyses: { name: string; parameters: object }[];
    }[];
    assert.equal(module!.analyses.find(({ name }) => name === 'lab.Numbers')!.parameters !== undefined, true);
    assert.match((await stemma(folder, 'modules', 'tutorail')).stderr, /did you mean "tutorial"/);
  });

  it('need no store for modules', async () => {
    const empty = temporaryFolder();
    assert.equal((await stemma(empty, 'modules')).code, 0);
    assert.equal(existsSync(join(empty, '.stemma')), false);
  });
});
