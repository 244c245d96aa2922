// The FITS products of H.E.S.S. before independent judges: astropy finds the Crab where it is, fitsverify no error.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { open, source, type Stemma } from 'stemma';
import { ExcessMap, hess, LightCurve, Spectrum } from '@stemma/instruments/hess';
import { mirror, withoutFiles } from './hess-files.ts';

const root = join(import.meta.dirname, '..', '..');
const python =
  [process.env['STEMMA_PYTHON'], join(root, '.venv', 'bin', 'python')].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? 'python3';
const hasAstropy = spawnSync(python, ['-c', 'import astropy, numpy']).status === 0;
const withoutRuns = withoutFiles(...hess.sources!.map(source));
const skipAstropy = withoutRuns || (hasAstropy ? false : 'no Python with astropy and numpy (set STEMMA_PYTHON)');
const skipFitsverify = withoutRuns || (spawnSync('fitsverify', ['-h']).error ? 'fitsverify is not installed' : false);

let stemma: Stemma;
let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hess-products-'));
  stemma = await open({ store: 'memory', modules: [hess], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

async function written(goal: typeof ExcessMap | typeof LightCurve | typeof Spectrum): Promise<string> {
  const { fits } = (await stemma.run(goal as typeof Spectrum)) as { fits: { name: string; bytes(): Uint8Array } };
  const path = join(folder, fits.name);
  writeFileSync(path, fits.bytes());
  return path;
}

function judged(script: string, path: string): unknown {
  const { stdout, stderr, status } = spawnSync(python, ['-W', 'error', '-c', script, path], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test('astropy finds the Crab in the map: where its coordinates say, to a pixel', { skip: skipAstropy }, async () => {
  const script = `
import sys, json, numpy as np
from astropy.io import fits
from astropy.wcs import WCS
file = fits.open(sys.argv[1]); file.verify('exception')
plane = file['SIGNIFICANCE']
row, column = np.unravel_index(np.nanargmax(plane.data), plane.data.shape)
wcs = WCS(plane.header)
corner = wcs.all_pix2world([[0, 0]], 0)[0]
print(json.dumps([*map(float, wcs.all_pix2world([[column, row]], 0)[0]), *map(float, corner), [hdu.name for hdu in file]]))`;
  const path = await written(ExcessMap);
  const [ra, dec, cornerRa, cornerDec, names] = judged(script, path) as [number, number, number, number, string[]];
  const { peak } = await stemma.run(ExcessMap());
  assert.ok(Math.abs(ra - peak.raDeg) < 1e-9 && Math.abs(dec - peak.decDeg) < 1e-9);
  assert.ok(Math.abs(ra - 83.633) < 0.04 && Math.abs(dec - 22.0145) < 0.03);
  // The first pixel is in the south-east.
  assert.ok(cornerRa > 85.7 && cornerDec < 20.1);
  assert.deepEqual(names, ['EXCESS', 'SIGNIFICANCE', 'COUNTS', 'BACKGROUND', 'ALPHA']);
});

test('astropy reads light curve and spectrum with their units', { skip: skipAstropy }, async () => {
  const script = `
import sys, json
from astropy.table import QTable
table = QTable.read(sys.argv[1])
names = [name for name in table.colnames if table[name].unit is not None]
print(json.dumps([len(table), {name: table[name].unit.to_string() for name in names}]))`;
  const [rows, units] = judged(script, await written(LightCurve)) as [number, Record<string, string>];
  assert.equal(rows, 4);
  assert.deepEqual([units['RATE'], units['TIME_MIN'], units['ZENITH']], ['ct / min', 'd', 'deg']);
  const [points, flux] = judged(script, await written(Spectrum)) as [number, Record<string, string>];
  assert.ok(points > 10);
  assert.deepEqual([flux['e_ref'], flux['dnde']], ['TeV', '1 / (TeV s cm2)']);
});

test('fitsverify finds no error and no warning', { skip: skipFitsverify }, async () => {
  for (const goal of [ExcessMap, LightCurve, Spectrum] as const) {
    const { stdout } = spawnSync('fitsverify', [await written(goal)], { encoding: 'utf8' });
    assert.match(stdout, /Verification found 0 warning\(s\) and 0 error\(s\)/);
  }
});
