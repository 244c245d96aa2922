/** Sources of an image: places on the sky, names, and where not to look. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { randomFromDigest } from '@stemma/data/statistics';
import { simpleWcsKeywords, Wcs } from '@stemma/data/wcs';
import { PIXEL_DEG } from '../coded-mask/geometry.ts';
import { catalogueColumns, noiseWidth, sourcesInImage } from './catalogue.ts';
import { significanceOf } from './restored-image.ts';

const SIDE = 121;
const wcs = new Wcs(simpleWcsKeywords({ centreDeg: [83.6, 22], shape: [SIDE, SIDE], pixelScaleDeg: PIXEL_DEG }));
const options = {
  threshold: 7,
  minimumExposure: 0.1,
  matchDeg: 0.1,
  known: [{ name: 'known', raDeg: 85.003, decDeg: 24 }],
};

/** Noise of unit width, correlated like an image's, and Gaussian sources at directions. */
function sky(sources: readonly { raDeg: number; decDeg: number; rate: number }[]) {
  const random = randomFromDigest('ca7a'.repeat(16));
  const intensity = Float64Array.from({ length: SIDE * SIDE }, () => random.normal());
  for (const { raDeg, decDeg, rate } of sources) {
    const place = wcs.icrsToPixel(raDeg, decDeg);
    intensity.forEach((value, i) => {
      const square = ((i % SIDE) - place.x) ** 2 + (Math.floor(i / SIDE) - place.y) ** 2;
      intensity[i] = value + rate * Math.exp(-square / (2 * 1.15 ** 2));
    });
  }
  const variance = new Float64Array(SIDE * SIDE).fill(1);
  const exposure = new Float64Array(SIDE * SIDE).fill(1000);
  const significance = significanceOf(intensity, variance);
  return { band: { minKeV: 20, maxKeV: 40 }, width: SIDE, intensity, variance, significance, exposure };
}

test('sources are found at their directions, strongest first, and named after their counterparts', () => {
  const planes = sky([
    { raDeg: 85, decDeg: 24, rate: 60 },
    { raDeg: 81, decDeg: 20.5, rate: 120 },
  ]);
  const rows = sourcesInImage(planes, wcs, options);
  assert.match(rows.map(({ name }) => name).join(), /^NEW J052(39|40)\+20(29|30),known$/);
  assert.ok(angularSeparationDeg(rows[0]!, { raDeg: 81, decDeg: 20.5 }) < 0.01);
  assert.ok(Number.isNaN(rows[0]!.offsetDeg) && rows[1]!.offsetDeg < 0.015);
  const columns = catalogueColumns(rows);
  assert.ok(Math.abs(columns.rateCps[0]! / 120 - 1) < 0.05 && columns.fwhmDeg[0]! > 0.2);
});

test('where the exposure is small nothing is looked for', () => {
  const planes = sky([{ raDeg: 85, decDeg: 24, rate: 60 }]);
  const place = wcs.icrsToPixel(85, 24);
  planes.exposure.fill(50, Math.floor(place.y - 3) * SIDE, Math.ceil(place.y + 3) * SIDE);
  assert.deepEqual(sourcesInImage(planes, wcs, options), []);
});

test('the width of the noise is that of the map, whether there are sources or not', () => {
  for (const sources of [[], [{ raDeg: 85, decDeg: 24, rate: 300 }]]) {
    const width = noiseWidth(sky(sources));
    assert.ok(Math.abs(width - 1) < 0.03, `${width}`);
  }
});

test('significance has no value where there is no variance', () => {
  assert.deepEqual([...significanceOf([6, 5], [4, 0])], [3, Number.NaN]);
});
