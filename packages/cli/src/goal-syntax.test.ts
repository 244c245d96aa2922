// Tests of how goals and assumptions are written on the command line.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  accepting,
  analysis,
  column,
  json,
  number,
  optional,
  pipelineModule,
  Registry,
  source,
  StemmaError,
  string,
  table,
  type FileInput,
} from '@stemma/core';
import { readAssumptions } from './assumption-syntax.ts';
import { readGoal } from './goal-syntax.ts';

const Raw = analysis({
  name: 'lab.Raw',
  version: '1',
  parameters: { scw: string({ default: 'a' }) },
  outputs: { n: number() },
  run: () => ({ n: 1 }),
});
const Other = analysis({ name: 'lab.Other', version: '1', outputs: { n: number() }, run: () => ({ n: 2 }) });
const Catalogue = analysis({
  name: 'lab.Catalogue',
  version: '1',
  outputs: { sources: table({ name: 'string', flux: column('float64', 'Crab') }) },
});
const Spectrum = analysis({
  name: 'lab.Spectrum',
  version: '1',
  parameters: { binKeV: number({ unit: 'keV', default: 4 }), settings: json({ default: {} }) },
  inputs: { raw: Raw, maybe: optional(Raw), tolerant: accepting(Raw, 'no_data'), catalogue: optional(Catalogue) },
  outputs: { n: number() },
  run: () => ({ n: 3 }),
});
const Twin = analysis({ name: 'other.Raw', version: '1', outputs: {}, run: () => ({}) });
const registry = new Registry([
  pipelineModule({ name: 'lab', version: '1', analyses: [Raw, Other, Catalogue, Spectrum] }),
]);

const asked: string[] = [];
const setting = {
  analyses: registry.names,
  analysis: (name: string) => registry.get(name),
  file: async (path: string): Promise<FileInput> => {
    asked.push(path);
    return source({ name: path, sha256: 'f'.repeat(64), mediaType: 'text/plain' });
  },
};
const goal = (...words: string[]) => readGoal(words, setting);
const assume = (...texts: string[]) => readAssumptions(texts, setting);
const rejects = (attempt: Promise<unknown>, code: string, message: RegExp) =>
  assert.rejects(
    attempt,
    (error: StemmaError) => error instanceof StemmaError && error.code === code && message.test(error.message),
  );

describe('goals', () => {
  it('are a name and parameters, which stay text for their types to read', async () => {
    const { target, args } = await goal('lab.Spectrum', 'binKeV=0.01 MeV');
    assert.equal(target, Spectrum);
    assert.deepEqual(args, { binKeV: '0.01 MeV' });
  });

  it('may use short names where these are unique', async () => {
    assert.equal((await goal('Spectrum')).target, Spectrum);
    const two = new Registry([pipelineModule({ name: 'all', version: '1', analyses: [Raw, Twin] })]);
    await rejects(
      readGoal(['Raw'], { ...setting, analysis: (name) => two.get(name) }),
      'not_found',
      /lab\.Raw or other\.Raw/,
    );
  });

  it('split an argument at its first equals sign', async () => {
    assert.deepEqual((await goal('Raw', 'scw=a=b')).args, { scw: 'a=b' });
  });

  it('take inputs by name, bound late', async () => {
    assert.deepEqual((await goal('Spectrum', 'raw=Other')).args, { raw: { kind: 'named', name: 'lab.Other' } });
  });

  it('take nested goals, files, lists and literals as inputs', async () => {
    const { args } = await goal('Spectrum', 'raw=Raw(scw=0665)', 'catalogue={"sources": {"name": []}}');
    assert.deepEqual((args.raw as { args: unknown }).args, { scw: '0665' });
    assert.deepEqual((args.catalogue as { input: unknown }).input, {
      kind: 'literal',
      value: { sources: { name: [] } },
    });
    const list = (await goal('Spectrum', 'raw=[Raw, Raw(scw=b), @x.fits]')).args.raw as { kind: string }[];
    assert.deepEqual(
      list.map(({ kind }) => kind),
      ['named', 'goal', 'file'],
    );
    assert.equal(asked.at(-1), 'x.fits');
  });

  it('may themselves be written as Name(key=value)', async () => {
    assert.deepEqual((await goal('Spectrum(binKeV=2)', 'raw=Other')).args, {
      binKeV: '2',
      raw: { kind: 'named', name: 'lab.Other' },
    });
  });

  it('keep inputs optional and tolerant that are declared so', async () => {
    const { args } = await goal('Spectrum', 'maybe=Other', 'tolerant=Other');
    assert.deepEqual(args.maybe, { kind: 'optional', input: { kind: 'named', name: 'lab.Other' } });
    assert.deepEqual(args.tolerant, {
      kind: 'accepting',
      reasons: ['no_data'],
      input: { kind: 'named', name: 'lab.Other' },
    });
  });

  it('read structured parameters from files', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stemma-goal-')), 'settings.json');
    writeFileSync(path, '{"a": 1}');
    assert.deepEqual((await goal('Spectrum', `settings=@${path}`)).args, { settings: '{"a": 1}' });
    await rejects(
      goal('Spectrum', 'settings=@/nowhere.json'),
      'not_found',
      /cannot read \/nowhere\.json for lab\.Spectrum\.settings/,
    );
  });

  it('name the nearest of what is unknown', async () => {
    await rejects(goal('lab.Spectrun'), 'not_found', /did you mean "lab\.Spectrum"/);
    await rejects(goal('Spectrum', 'binKev=2'), 'invalid_request', /did you mean "binKeV"/);
    await rejects(goal('Spectrum', 'raw=Othr'), 'not_found', /did you mean "lab\.Other"/);
  });

  it('refuse words that are no arguments, and arguments given twice', async () => {
    await rejects(goal('Spectrum', 'binKeV'), 'invalid_request', /write key=value/);
    await rejects(goal('Spectrum', 'binKeV=1', 'binKeV=2'), 'invalid_request', /given twice/);
    await rejects(
      goal('Spectrum', 'raw=a b c'),
      'invalid_request',
      /lab\.Spectrum\.raw cannot be "a b c": give an analysis/,
    );
  });
});

describe('assumptions', () => {
  it('substitute by an analysis, a goal or a file', async () => {
    assert.deepEqual(await assume('Raw=Other'), [
      { kind: 'substitute', name: 'lab.Raw', by: { kind: 'named', name: 'lab.Other' } },
    ]);
    const [byGoal] = await assume('lab.Raw=Raw(scw=b)');
    assert.equal((byGoal as { by: { kind: string } }).by.kind, 'goal');
    const [byFile] = await assume('lab.Raw=@x.fits');
    assert.equal((byFile as { by: { kind: string } }).by.kind, 'file');
  });

  it('configure, and join what concerns one analysis', async () => {
    assert.deepEqual(await assume('Spectrum.binKeV=2 keV', 'lab.Spectrum.raw=Other'), [
      { kind: 'configure', name: 'lab.Spectrum', args: { binKeV: '2 keV', raw: { kind: 'named', name: 'lab.Other' } } },
    ]);
  });

  it('switch off', async () => {
    assert.deepEqual(await assume('Raw=none'), [{ kind: 'without', name: 'lab.Raw' }]);
  });

  it('inject outputs as JSON, in the word itself or from a file, with typed arrays where these are declared', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stemma-goal-')), 'catalogue.json');
    writeFileSync(path, '{"sources": {"name": ["Crab"], "flux": [1, "NaN"]}}');
    await rejects(assume(`Catalogue=@${path}`), 'invalid_request', /flux must be a column of 1 rows/);
    writeFileSync(path, '{"sources": {"name": ["Crab"], "flux": [1]}}');
    for (const text of [`Catalogue=@${path}`, 'Catalogue={"sources": {"name": ["Crab"], "flux": [1]}}']) {
      const [rule] = await assume(text);
      assert.deepEqual(rule, {
        kind: 'substitute',
        name: 'lab.Catalogue',
        by: { kind: 'literal', value: { sources: { name: ['Crab'], flux: Float64Array.of(1) } } },
      });
    }
  });

  it('say what in injected outputs is wrong', async () => {
    await rejects(assume('Catalogue={"sources"'), 'invalid_request', /is no JSON/);
    await rejects(assume('Catalogue={"sauces": 1}'), 'invalid_request', /no output "sauces"/);
    await rejects(
      assume('Catalogue={"sources": {"name": ["a"], "flux": ["much"]}}'),
      'invalid_request',
      /sources\.flux must be a list of float64: "much" is no number/,
    );
    await rejects(assume('Catalogue=@/nowhere.json'), 'not_found', /cannot read/);
  });

  it('name the nearest of what is unknown', async () => {
    await rejects(assume('Rew=Other'), 'not_found', /unknown analysis "Rew"; did you mean "lab\.Raw"/);
    await rejects(assume('Raw.scv=1'), 'invalid_request', /did you mean "scw"/);
    await rejects(assume('Raw'), 'invalid_request', /write key=value/);
  });
});
