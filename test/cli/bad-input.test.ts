// Every kind of bad input that a person can give: one clear sentence on standard error, the right exit code, and with
// --json the same as a problem document.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { inLab, linesOf, startStemma, stemma, temporaryFolder } from './stemma-process.ts';

const folder = temporaryFolder();
before(() => {
  writeFileSync(join(folder, 'file'), 'not a folder\n');
  writeFileSync(join(folder, 'bad.json'), '{');
});

const cases: readonly (readonly [title: string, words: readonly string[], exitCode: number, message: RegExp])[] = [
  ['an unknown command', ['rnu'], 2, /unknown command "rnu"; did you mean run\?/],
  ['an unknown option', ['ls', '--jsno'], 2, /unknown option "--jsno"; did you mean --json\?/],
  ['a missing argument', ['run'], 2, /missing required argument "analysis"; --help lists what there is/],
  ['too many arguments', ['ls', 'what'], 2, /too many arguments/],
  ['a wrong choice', ['tree', 'abcd', '--format', 'png'], 2, /Allowed choices are text, dot, json, mermaid/],
  ['an unknown analysis', ['run', 'lab.Numbrs'], 4, /unknown analysis "lab\.Numbrs"; did you mean "lab\.Numbers"\?/],
  [
    'an unknown parameter',
    ['run', 'lab.Numbers', 'lenghtM=4'],
    2,
    /lab\.Numbers has no parameter or input "lenghtM"; did you mean "lengthM"\?/,
  ],
  [
    'a wrong unit',
    ['run', 'lab.Numbers', 'lengthM=4 s'],
    2,
    /lab\.Numbers\.lengthM must be .* in m .*"s" cannot be converted to "m"/,
  ],
  ['a value out of range', ['run', 'lab.Numbers', 'lengthM=2 km'], 2, /from 0 to 1000 m, got "2 km"/],
  [
    'a fraction where a whole number belongs',
    ['run', 'lab.Numbers', 'times=1.5'],
    2,
    /lab\.Numbers\.times must be a whole number/,
  ],
  ['a wrong word', ['run', 'lab.Numbers', 'side=lef'], 2, /one of "left", "right"; did you mean "left"/],
  ['a word that is no argument', ['run', 'lab.Numbers', 'lengthM'], 2, /"lengthM" is no argument: write key=value/],
  [
    'a missing file',
    ['run', 'lab.FileSize', 'data=@nowhere.fits'],
    4,
    /cannot read nowhere\.fits: there is no such file/,
  ],
  ['a folder for a file', ['run', 'lab.FileSize', 'data=@.'], 4, /cannot read \.: it is not a file/],
  ['a data source that is nowhere', ['run', 'lab.FileSize'], 8, /nowhere\.txt/],
  ['a cyclic declaration', ['run', 'lab.CycleA'], 2, /cyclic declaration: .*lab\.CycleA/],
  [
    'an abstract input left open',
    ['run', 'lab.Sources'],
    2,
    /lab\.Sources\.catalogue is left open: .* assume lab\.Catalogue=…/,
  ],
  [
    'an assumption about nothing',
    ['run', 'lab.Numbers', '-a', 'Broken=Moody'],
    2,
    /the assumption about lab\.Broken concerns nothing in this goal/,
  ],
  ['an assumption that is no JSON', ['run', 'lab.Sources', '-a', 'lab.Catalogue=@bad.json'], 2, /bad\.json is no JSON/],
  [
    'injected outputs that do not fit',
    ['run', 'lab.Sources', '-a', 'lab.Catalogue={"sources": {"name": []}}'],
    2,
    /lab\.Catalogue\.sources\.fluxCrab must be/,
  ],
  ['no jobs at all', ['run', 'lab.Numbers', '--jobs', '0'], 2, /--jobs must be a whole number, at least 1, got "0"/],
  [
    'a store that is a file',
    ['run', 'lab.Numbers', '--store', 'file'],
    8,
    /the store .*file cannot be made \(ENOTDIR\): choose another folder with --store/,
  ],
  ['a store inside of a file', ['run', 'lab.Numbers', '--store', 'file/store'], 8, /cannot be made \(ENOTDIR\)/],
  ['products into a file', ['run', 'lab.Numbers', '--out', 'file'], 8, /cannot write to file/],
  ['no store to look into', ['ls', '--store', 'nowhere'], 4, /there is no store at nowhere: `stemma run` makes one/],
  ['a module that is not there', ['modules', '-m', './nowhere'], 4, /there is no module \.\/nowhere/],
  ['a module that is none', ['modules', '-m', 'file'], 2, /module file cannot be loaded/],
  ['a size that is none', ['gc', '--max-size', 'much'], 2, /"much" is no size: write it as 500MB/],
  ['a duration that is none', ['gc', '--older-than', '3 parsec'], 2, /"3 parsec" is no duration: write it as 30d/],
  ['a module name that is none', ['init', 'My-Module'], 2, /"My-Module" cannot name a module/],
  ['a shell that is none', ['completion', 'tcsh'], 2, /no completion for "tcsh": there is one for bash, zsh, fish/],
  ['an analysis that fails', ['run', 'lab.Broken'], 7, /lab\.Broken failed: the detector is upside down/],
  [
    'an analysis with nothing to give',
    ['run', 'lab.Nothing'],
    6,
    /lab\.Nothing has nothing to give: the sky was empty \(no_data\)/,
  ],
];

describe('bad input', () => {
  for (const [title, words, exitCode, message] of cases) {
    it(`of ${title} ends with exit code ${exitCode}, a sentence, and a problem document`, async () => {
      const told = await inLab(folder, ...words);
      assert.equal(told.code, exitCode, told.stderr);
      const sentence = told.stderr.split('\n').find((line) => line.startsWith('stemma: '));
      assert.match(sentence ?? '', message);
      assert.equal(told.stdout, '');
      assert.equal(told.stderr.includes('    at '), false, 'no stack');
      const { stdout, code } = await inLab(folder, ...words, '--json');
      const problem =
        words[0] === 'run'
          ? linesOf({ stdout, stderr: '', code }).at(-1)!
          : (JSON.parse(stdout) as Record<string, unknown>);
      assert.equal(problem.exitCode, exitCode);
      assert.match(String(problem.detail), message);
    });
  }
});

describe('ids', () => {
  it('that are unknown, ambiguous or none are told apart', async () => {
    await inLab(folder, 'run', 'Numbers');
    assert.match((await stemma(folder, 'log', 'ffffffff')).stderr, /no result begins with ffffffff in \.stemma/);
    assert.match((await stemma(folder, 'verify', 'xyz')).stderr, /"xyz" is no result id: give at least four/);
    assert.equal((await stemma(folder, 'verify', 'abc')).code, 2);
  });
});

describe('a failed analysis', () => {
  it('shows its last words, how to read the others, and its stack only with --verbose', async () => {
    const { stderr } = await inLab(folder, 'run', 'lab.Broken');
    assert.match(stderr, /│ … 4 earlier log lines\n.*│ step 5\n/);
    assert.match(stderr, /│ step 12\n {2}all of its log: stemma log [0-9a-f]{10}/);
    assert.match(
      (await inLab(folder, 'run', 'lab.Broken', '--verbose')).stderr,
      /RangeError: the detector is upside down\n +at /,
    );
  });
});

describe('what goes wrong', () => {
  it('leaves nothing half-made: no store for a request that cannot be read', async () => {
    const empty = temporaryFolder();
    assert.equal((await stemma(empty, 'init', 'Bad-Name')).code, 2);
    assert.equal(existsSync(join(empty, 'stemma.json')), false);
    writeFileSync(join(empty, 'stemma.json'), '{"moduls": []}');
    const { code, stderr } = await stemma(empty, 'modules');
    assert.equal(code, 2);
    assert.match(stderr, /cannot use stemma\.json in this folder: it has no setting "moduls"; did you mean "modules"/);
  });

  it('is said without colours in a pipe, and with them when they are forced', async () => {
    const plain = await stemma(folder, 'ls', '--store', 'nowhere');
    assert.equal(plain.stderr.includes('\u001b'), false);
    const forced = await startStemma(folder, ['ls', '--store', 'nowhere'], { FORCE_COLOR: '1' }).ended;
    assert.equal(forced.stderr.includes('\u001b[31mstemma:'), true);
    const refused = await startStemma(folder, ['ls', '--store', 'nowhere', '--no-color'], { FORCE_COLOR: '1' }).ended;
    assert.equal(refused.stderr.includes('\u001b'), false);
  });
});
