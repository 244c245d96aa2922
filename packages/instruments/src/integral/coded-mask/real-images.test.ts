/** Search, fit and mosaic on real ISGRI products: the sources the mission's own analysis found, where they are known to be. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { gunzipIfNeeded, readFits } from '@stemma/data/fits';
import { Wcs } from '@stemma/data/wcs';
import { codingMap } from './geometry.ts';
import { addToMosaic, emptyMosaic, mosaicFrame, mosaicPlanes, tangentPlaneOfWcs } from './mosaic.ts';
import { type FoundSource, searchImage } from './source-search.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../../shared/data', import.meta.url).pathname;
const needs = (name: string) => ({
  skip: existsSync(`${mirror}/isgri/${name}.fits.gz`) ? false : `no isgri/${name}.fits.gz (set STEMMA_DATA_MIRROR)`,
});

/** The planes of a product by their IMATYPE, and its coordinates. */
async function open(name: string) {
  const file = readFits(await gunzipIfNeeded(readFileSync(`${mirror}/isgri/${name}.fits.gz`)));
  const images = file.hdus.filter((hdu) => hdu.kind === 'image' && hdu.header.get('IMATYPE') !== undefined);
  const plane = (type: string): Float64Array => {
    const hdu = images.find(({ header }) => header.string('IMATYPE').trim() === type);
    assert.ok(hdu?.kind === 'image', `${name} has no ${type}`);
    return hdu.pixels().physical();
  };
  const first = images[0]!;
  return {
    width: first.header.integer('NAXIS1'),
    intensity: plane('INTENSITY'),
    variance: plane('VARIANCE'),
    significance: plane('SIGNIFICANCE'),
    exposure: plane('EXPOSURE'),
    wcs: new Wcs(first.header),
  };
}

const arcminFrom = (wcs: Wcs, { x, y }: FoundSource, raDeg: number, decDeg: number): number =>
  60 * angularSeparationDeg(wcs.pixelToIcrs(x, y), { raDeg, decDeg });

test(
  'the Crab in the real sky image: S/N 146.8, 188 counts per second, 0.2 arcmin off, 13.1 arcmin wide',
  needs('isgri_sky_ima_1'),
  async (t) => {
    const image = await open('isgri_sky_ima_1');
    const found = searchImage(image, { threshold: 6 });
    assert.equal(found.length, 1);
    const [crab] = found as [FoundSource];
    const { raDeg, decDeg } = image.wcs.pixelToIcrs(crab.x, crab.y);
    t.diagnostic(
      `S/N ${crab.peakSignificance.toFixed(1)} RA ${raDeg.toFixed(3)} Dec ${decDeg.toFixed(3)} ` +
        `${crab.amplitude.value.toFixed(1)} +- ${crab.amplitude.error.toFixed(2)} c/s FWHM ${crab.fwhmArcmin.toFixed(2)}`,
    );
    assert.ok(Math.abs(crab.peakSignificance - 146.8) < 0.05);
    assert.ok(arcminFrom(image.wcs, crab, 83.63, 22.016) < 0.1);
    assert.ok(arcminFrom(image.wcs, crab, 83.6331, 22.0145) < 0.3);
    assert.ok(Math.abs(crab.amplitude.value - 187.9) < 2 * 1.2);
    assert.ok(Math.abs(crab.amplitude.error - 1.15) < 0.02);
    assert.ok(Math.abs(crab.fwhmArcmin - 13.1) < 0.2);
  },
);

test(
  'the seven known sources of the real mosaic of the Galactic bulge are found with their significances',
  needs('isgri_mosa_ima_1'),
  async (t) => {
    const image = await open('isgri_mosa_ima_1');
    const found = searchImage(image, { threshold: 7 });
    for (const [name, raDeg, decDeg, significance, tolerance] of [
      ['4U 1700-377', 255.9866, -37.8441, 135.5, 0.5],
      ['OAO 1657-415', 255.2037, -41.656, 44.2, 1],
      ['GX 349+2', 256.4354, -36.423, 31.4, 1],
      ['GX 354-0', 262.9912, -33.834, 24.4, 1.5],
      ['1E 1740.7-2942', 265.9785, -29.745, 14.2, 2],
      ['4U 1705-440', 257.2268, -44.102, 13.2, 2],
      ['EXO 1722-363', 261.2975, -36.283, 12.4, 2],
    ] as const) {
      const source = found.find((candidate) => arcminFrom(image.wcs, candidate, raDeg, decDeg) < tolerance);
      assert.ok(source !== undefined, `${name} is not found`);
      t.diagnostic(
        `${name}: S/N ${source.peakSignificance.toFixed(1)}, ${arcminFrom(image.wcs, source, raDeg, decDeg).toFixed(2)} arcmin off`,
      );
      assert.ok(Math.abs(source.peakSignificance - significance) < 0.06);
    }
    assert.ok(Math.abs(found[0]!.peakSignificance - 135.5) < 0.05);
  },
);

test(
  'the coding fraction follows the real exposure map: correlation 0.999, first axis along Y',
  needs('isgri_sky_ima_1'),
  async (t) => {
    const { exposure } = await open('isgri_sky_ima_1');
    const coding = codingMap();
    const correlation = pearson(coding, exposure);
    const turned = Float64Array.from(coding, (_, i) => coding[(i % 400) * 400 + Math.floor(i / 400)]!);
    t.diagnostic(`correlation ${correlation.toFixed(5)}, axes exchanged ${pearson(turned, exposure).toFixed(5)}`);
    assert.ok(correlation > 0.9988);
    // The field is 130 columns by 134 rows: the map of exchanged axes fits worse, if only just.
    assert.ok(pearson(turned, exposure) < correlation);
    let beyond = 0;
    exposure.forEach((seconds, i) => (beyond += seconds > 0 && coding[i] === 0 ? 1 : 0));
    assert.equal(beyond, 0);
  },
);

function pearson(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const [ma, mb] = [a, b].map((values) => values.reduce((total, value) => total + value, 0) / n) as [number, number];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

test(
  'significance is intensity over the root of the variance in the real images, to 1e-5',
  needs('isgri_sky_ima_1'),
  async () => {
    const { intensity, variance, significance } = await open('isgri_sky_ima_1');
    let compared = 0;
    significance.forEach((value, i) => {
      if (!(variance[i]! > 0) || value === 0) return;
      compared++;
      assert.ok(Math.abs(intensity[i]! / Math.sqrt(variance[i]!) - value) < 1e-5 * Math.max(1, Math.abs(value)));
    });
    assert.ok(compared > 120_000);
  },
);

test(
  'the real sky image laid into a mosaic of another orientation keeps the Crab in place and in height',
  needs('isgri_sky_ima_1'),
  async (t) => {
    const image = await open('isgri_sky_ima_1');
    const centre = image.wcs.pixelToIcrs(image.wcs.referencePixel.x, image.wcs.referencePixel.y);
    const { keywords, shape } = mosaicFrame([centre]);
    const wcs = new Wcs(keywords);
    const mosaic = emptyMosaic(wcs, shape);
    // The reference frames FK5 and ICRS agree to 0.02 arcsec.
    addToMosaic(mosaic, { ...image, plane: tangentPlaneOfWcs(image.wcs) });
    const planes = mosaicPlanes(mosaic);
    const [crab] = searchImage(planes, { threshold: 30 }) as [FoundSource];
    t.diagnostic(
      `Crab ${crab.amplitude.value.toFixed(1)} c/s, S/N ${crab.peakSignificance.toFixed(1)}, ${arcminFrom(wcs, crab, 83.6331, 22.0145).toFixed(2)} arcmin off`,
    );
    assert.ok(arcminFrom(wcs, crab, 83.6331, 22.0145) < 0.3);
    assert.ok(Math.abs(crab.amplitude.value - 187.9) < 2 * 1.2);
    assert.ok(Math.abs(crab.peakSignificance / 146.8 - 1) < 0.1);
  },
);
