// `stemma export` as a shell sees it: formats, standard output, files, refusals.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readProvenance } from '../../packages/cli/src/exports/embed-provenance.ts';
import { stemmaWords, temporaryFolder } from '../cli/stemma-process.ts';

const folder = temporaryFolder();

function stemma(...words: string[]) {
  const env = { ...process.env, STEMMA_STORE: join(folder, 'store') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...stemmaWords, ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('a result is exported by goal, to standard output or into files', () => {
  assert.equal(stemma('run', 'tutorial.RawEvents', '--quiet').code, 0);
  const prov = stemma('export', 'tutorial.RawEvents', '--format', 'prov-json');
  assert.equal(prov.code, 0, prov.stderr);
  const { activity } = JSON.parse(prov.stdout) as { activity: object };
  assert.ok(Object.keys(activity).length > 0);

  const fits = stemma('export', 'tutorial.RawEvents', '--format', 'fits', '--out', 'products/', '--json');
  const { paths } = JSON.parse(fits.stdout) as { paths: string[] };
  assert.equal(paths.length, 1);
  assert.equal(readProvenance(readFileSync(join(folder, paths[0]!))), prov.stdout);
});

test('options of a publication go into its metadata', () => {
  const words = [
    '--title',
    'Events',
    '--creator',
    'Rubin, Vera 0000-0002-1825-0097',
    '--doi',
    'https://doi.org/10.5281/zenodo.1',
  ];
  const { code, stderr } = stemma(
    'export',
    'tutorial.RawEvents',
    '-f',
    'datacite',
    '-o',
    'doi',
    '--licence',
    'CC0-1.0',
    ...words,
  );
  assert.equal(code, 0, stderr);
  const metadata = JSON.parse(readFileSync(join(folder, 'doi', 'datacite.json'), 'utf8')) as Record<string, unknown>;
  assert.equal(metadata.doi, '10.5281/zenodo.1');
  const [creator] = metadata.creators as { familyName: string; nameIdentifiers: { nameIdentifier: string }[] }[];
  assert.equal(creator!.familyName, 'Rubin');
  assert.equal(creator!.nameIdentifiers[0]!.nameIdentifier, 'https://orcid.org/0000-0002-1825-0097');
});

test('the formats are listed, for people and for programs', () => {
  assert.match(stemma('export', '--list').stdout, /^prov-json +W3C PROV/m);
  const listed = JSON.parse(stemma('export', '--list', '--json').stdout) as { name: string }[];
  assert.ok(listed.some(({ name }) => name === 'fits'));
});

test('an unknown format, a missing place and a result without FITS are refused, and nothing is written', () => {
  const refusals: [string[], RegExp][] = [
    [['tutorial.RawEvents', '-f', 'prov-jsn'], /prov-json/],
    [['tutorial.RawEvents'], /--format/],
    [['tutorial.RawEvents', '-f', 'datacite'], /--out/],
    [['tutorial.DataUnit', '-f', 'fits', '-o', 'none'], /no FITS products/],
    [['tutorial.RawEvents', '-f', 'cff', '--doi', 'nonsense'], /no doi/],
  ];
  for (const [words, message] of refusals) {
    const { code, stderr } = stemma('export', ...words);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
  assert.ok(!existsSync(join(folder, 'none')));
});
