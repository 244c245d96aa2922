// Images as products: FITS that fitsverify and astropy accept, a picture, a region, a VOTable; and real ISGRI images
// through the same search, with the numbers that the mission's own analysis has for them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { imageHdu, writeFits } from '@stemma/data/fits';
import {
  Catalogue,
  ImageCatalogue,
  integral,
  Mosaic,
  MosaicProducts,
  SimulatedObservation,
  SkyImage,
  SkyImageProducts,
} from '@stemma/instruments/integral';
import { isgriMosaic, isgriSkyImage } from '@stemma/instruments/integral/sources';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { columnOf, readVoTable, tablesOf } from '@stemma/data/votable';
import { configure, open, type Stemma } from 'stemma';
import { judge, withoutAstropy } from '../../packages/data/src/time/python-judge.test.ts';
import { mirror } from './real-data.ts';

let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-isgri-products-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

const short = configure(SimulatedObservation, { windows: 2, windowS: 200, emptyWindows: [2] });
const image = SkyImageProducts().assuming(short);
const mosaic = MosaicProducts().assuming(short);

async function written(product: { name: string; bytes(): Uint8Array }): Promise<string> {
  const path = join(folder, product.name);
  writeFileSync(path, product.bytes());
  return path;
}

const fitsverify =
  spawnSync('fitsverify', ['-q', '/dev/null']).error === undefined ? false : 'fitsverify is not installed';

test('FITS files of image, mosaic and catalogues pass fitsverify', { skip: fitsverify }, async () => {
  const [a, b] = [await stemma.run(image), await stemma.run(mosaic)];
  for (const product of [a.fits, a.catalogue, b.fits, b.catalogue]) {
    const { stdout } = spawnSync('fitsverify', [await written(product)], { encoding: 'utf8' });
    assert.match(stdout, /0 warning\(s\) and 0 error\(s\)/, stdout);
  }
});

const script = `
import sys, json, warnings
warnings.simplefilter('error')
import numpy as np
from astropy.io import fits
from astropy.wcs import WCS
from astropy.table import Table
q = json.load(sys.stdin)
with fits.open(q['image'], checksum=True) as f:
    index = f['GROUPING'].data
    planes = {r['IMATYPE']: f[int(r['MEMBER_POSITION']) - 1] for r in index}
    i, v, s = (planes[k].data.astype(float) for k in ('INTENSITY', 'VARIANCE', 'SIGNIFICANCE'))
    good = np.isfinite(s)
    worst = float(np.max(np.abs(s[good] - i[good] / np.sqrt(v[good]))))
    y, x = np.unravel_index(np.nanargmax(s), s.shape)
    h = planes['INTENSITY'].header
    ra, dec = (float(c) for c in WCS(h).all_pix2world(x, y, 0))
    history = [str(t) for t in f['GROUPING'].header.get('HISTORY', [])]
json.dump({'types': list(index['IMATYPE']), 'worst': worst, 'ra': ra, 'dec': dec, 'shape': list(i.shape),
           'derivation': h['DERIV_ID'], 'kind': h['DATAKIND'], 'history': history,
           'names': [str(n) for n in Table.read(q['catalogue'], hdu=1)['NAME']]}, sys.stdout)
`;

interface Seen {
  types: string[];
  worst: number;
  ra: number;
  dec: number;
  shape: number[];
  derivation: string;
  kind: string;
  history: string[];
  names: string[];
}

const seen = async (product: { fits: Parameters<typeof written>[0]; catalogue: Parameters<typeof written>[0] }) =>
  judge<Seen>(script, { image: await written(product.fits), catalogue: await written(product.catalogue) });

test(
  'astropy finds the planes of the image, the Crab where it is, and the derivation',
  { skip: withoutAstropy },
  async () => {
    const { types, worst, ra, dec, derivation, kind, names } = await seen(await stemma.run(image));
    assert.deepEqual(types, ['INTENSITY', 'VARIANCE', 'SIGNIFICANCE', 'RESIDUAL', 'EXPOSURE']);
    assert.ok(worst < 1e-3, `significance off by ${worst}`);
    assert.ok(angularSeparationDeg({ raDeg: ra, decDeg: dec }, { raDeg: 83.6331, decDeg: 22.0145 }) < 0.07);
    assert.equal(derivation, stemma.bind(image).id);
    assert.match(kind, /^SIMULATION/);
    assert.equal(names[0], 'Crab');
  },
);

test('the mosaic file names the windows that went in and those that did not', { skip: withoutAstropy }, async () => {
  const { types, ra, dec, history, shape } = await seen(await stemma.run(mosaic));
  assert.deepEqual(types, ['INTENSITY', 'VARIANCE', 'SIGNIFICANCE', 'EXPOSURE']);
  assert.deepEqual(history, ['science window 066500010010', 'left out: 066500020010 (no_events)']);
  assert.ok(angularSeparationDeg({ raDeg: ra, decDeg: dec }, { raDeg: 83.6331, decDeg: 22.0145 }) < 0.07);
  assert.deepEqual(shape, (await stemma.run(Mosaic().assuming(short))).intensity.shape.slice(1));
});

test('pictures are PNG, regions circles around the sources', async () => {
  const { png, region } = await stemma.run(image);
  assert.deepEqual([...png.bytes().subarray(1, 4)], [...Buffer.from('PNG')]);
  const { sources } = await stemma.run(SkyImage().assuming(short));
  assert.equal(region.text().match(/^circle\(/gm)?.length, sources.name.length);
  assert.match(region.text(), /circle\(83\.6\d+,22\.0\d+,0\.1\d*\) # text=\{Crab\}/);
});

test('the catalogue as VOTable has the rows of the table', async () => {
  const { votable, sources, count } = await stemma.run(Catalogue().assuming(short));
  const [table] = tablesOf(readVoTable(votable.text()));
  assert.equal(count, sources.name.length);
  assert.deepEqual(columnOf(table!, 'ra').values, sources.raDeg);
});

const without = (path: string) => (existsSync(join(mirror, path)) ? false : `${path} is not in the data mirror`);

test(
  'the real sky image: the Crab at S/N 146.8 with 187.9 counts per second',
  { skip: without('isgri/isgri_sky_ima_1.fits.gz') },
  async (t) => {
    const { sources, count, noiseWidth } = await stemma.run(ImageCatalogue({ data: isgriSkyImage }));
    const row = sources.name.indexOf('Crab');
    t.diagnostic(`${count} sources, width of the noise ${noiseWidth[0]!.toFixed(3)}`);
    assert.ok(Math.abs(sources.significance[row]! - 146.8) < 0.05, `${sources.significance[row]}`);
    assert.ok(Math.abs(sources.rateCps[row]! - 187.9) < 2.4 && Math.abs(sources.rateErrorCps[row]! - 1.15) < 0.05);
    assert.ok(
      angularSeparationDeg(
        { raDeg: 83.63, decDeg: 22.016 },
        { raDeg: sources.raDeg[row]!, decDeg: sources.decDeg[row]! },
      ) <
        0.1 / 60,
    );
    assert.ok(Math.abs(60 * sources.fwhmDeg[row]! - 13.1) < 0.2);
    assert.equal(count, 1);
  },
);

test(
  'the real mosaic of the Galactic bulge: seven known sources by name',
  { skip: without('isgri/isgri_mosa_ima_1.fits.gz') },
  async (t) => {
    const { sources, count } = await stemma.run(ImageCatalogue({ data: isgriMosaic }));
    t.diagnostic(
      `${count} sources: ${sources.name.map((name, k) => `${name} ${sources.significance[k]!.toFixed(1)}`).join(', ')}`,
    );
    for (const [name, significance] of [
      ['4U 1700-377', 135.5],
      ['OAO 1657-415', 44.2],
      ['GX 349+2', 31.4],
      ['GX 354-0', 24.4],
      ['1E 1740.7-2942', 14.2],
      ['4U 1705-440', 13.2],
      ['EXO 1722-363', 12.4],
    ] as const) {
      const row = sources.name.indexOf(name);
      assert.ok(
        Math.abs((sources.significance[row] ?? 0) - significance) < 0.06,
        `${name}: ${sources.significance[row]}`,
      );
    }
  },
);

test('what is written here is read back by the same search', async () => {
  const { fits } = await stemma.run(image);
  const data = await stemma.addFile(await written(fits));
  const { sources } = await stemma.run(ImageCatalogue({ data }));
  assert.equal(sources.name[0], 'Crab');
});

test('a FITS file without an ISGRI image is an expected failure in words', async () => {
  const path = join(folder, 'other.fits');
  writeFileSync(path, writeFits([imageHdu({ data: new Float32Array(4), shape: [2, 2] })]));
  const { failure } = await stemma.resolve(ImageCatalogue({ data: await stemma.addFile(path) })).result;
  assert.deepEqual(
    [failure?.reason, failure?.message],
    ['no_image', 'other.fits has no image with IMATYPE and energy limits: give a sky image or mosaic of ISGRI'],
  );
});
