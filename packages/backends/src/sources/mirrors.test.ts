// Local mirrors: which folders count, and where in them a source is looked for.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { codeIs, temporaryDirectory } from '../blobs/contract.ts';
import { mirrorsFromEnvironment, placesInMirrors, unfit } from './mirrors.ts';

const entry = { name: 'lc.fits', sha256: '0'.repeat(64), licence: 'CC0-1.0', mediaType: 'application/fits' };

describe('mirrorsFromEnvironment', () => {
  it('takes the folders of STEMMA_DATA_MIRROR in their order, relative ones seen from the root', () => {
    const list = ['/data/one', 'two', '', '../three'].join(delimiter);
    const root = resolve('/home/astronomer/stemma');
    assert.deepEqual(mirrorsFromEnvironment({ STEMMA_DATA_MIRROR: list }, root), [
      resolve('/data/one'),
      resolve('/home/astronomer/stemma/two'),
      resolve('/home/astronomer/three'),
    ]);
  });

  it('takes no folder when the variable is set but empty, though the default one is there', async (t) => {
    const folder = await temporaryDirectory(t);
    await mkdir(join(folder, 'shared', 'data'), { recursive: true });
    assert.deepEqual(mirrorsFromEnvironment({ STEMMA_DATA_MIRROR: '' }, join(folder, 'checkout')), []);
  });

  it('takes ../shared/data when the variable is not set and that folder is there', async (t) => {
    const folder = await temporaryDirectory(t);
    const root = join(folder, 'checkout');
    assert.deepEqual(mirrorsFromEnvironment({}, root), []);
    await mkdir(join(folder, 'shared'));
    await writeFile(join(folder, 'shared', 'data'), 'not a folder');
    assert.deepEqual(mirrorsFromEnvironment({}, root), []);
    await mkdir(join(folder, 'other', 'shared', 'data'), { recursive: true });
    assert.deepEqual(mirrorsFromEnvironment({}, join(folder, 'other', 'checkout')), [
      join(folder, 'other', 'shared', 'data'),
    ]);
  });
});

describe('placesInMirrors', () => {
  it('tries every name in the first mirror before it goes on to the next', () => {
    const places = placesInMirrors({ ...entry, paths: ['spiacs/lc.fits', 'lc.fits'] }, ['/one', '/two']);
    assert.deepEqual(
      places,
      ['/one/spiacs/lc.fits', '/one/lc.fits', '/two/spiacs/lc.fits', '/two/lc.fits'].map((path) => join(path)),
    );
    assert.deepEqual(placesInMirrors(entry, ['/one']), []);
  });

  it('refuses names that lead out of the mirror', () => {
    for (const path of ['/etc/passwd', '../secret', 'a/../../secret', 'a\\..\\..\\secret'])
      assert.throws(() => placesInMirrors({ ...entry, paths: [path] }, ['/one']), codeIs('invalid_request'));
    assert.equal(
      placesInMirrors({ ...entry, paths: ['a..b/c'] }, ['/one']).length,
      1,
      'two dots inside a name are fine',
    );
  });
});

describe('unfit', () => {
  it('says why a file cannot be the source, and nothing when it can', async (t) => {
    const folder = await temporaryDirectory(t);
    const path = join(folder, 'lc.fits');
    assert.equal((await unfit(path, entry))?.why, 'there is no such file');
    assert.equal((await unfit(folder, entry))?.why, 'it is not a file');
    await writeFile(path, 'counts');
    assert.equal((await unfit(join(path, 'below'), entry))?.why, 'there is no such file');
    assert.deepEqual(await unfit(path, { ...entry, sizeBytes: 7 }), {
      why: 'it has 6 bytes instead of 7',
      wrongBytes: true,
    });
    assert.equal(await unfit(path, { ...entry, sizeBytes: 6 }), undefined);
    assert.equal(await unfit(path, entry), undefined);
  });
});
