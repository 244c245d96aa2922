/** Resampling: exact where it can be exact, and against the reproject package where Python has it. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from '../time/python-judge.test.ts';
import { reproject } from './reproject.ts';
import { simpleWcsKeywords } from './simple-wcs.ts';
import { Wcs } from './wcs.ts';

const spec = { centreDeg: [83.63, 22.01], shape: [20, 30], pixelScaleDeg: 0.1 } as const;
const wcs = new Wcs(simpleWcsKeywords(spec));
const data = Float64Array.from({ length: 600 }, (_, i) => Math.sin(i * 0.37) + i / 100);
const image = { shape: spec.shape, data };

function hasReproject(): boolean {
  try {
    return judge<boolean>('import reproject; print("true")', null);
  } catch {
    return false;
  }
}

describe('resampling', () => {
  it('to the same coordinates changes nothing, not even beside NaN', () => {
    const holes = data.map((value, i) => (i % 7 === 0 ? NaN : value));
    for (const bilinear of [true, false]) {
      const result = reproject({ shape: spec.shape, data: holes }, wcs, wcs, { shape: spec.shape, bilinear });
      assert.deepEqual(result.data, holes);
      assert.equal(result.covered, 600 - Math.ceil(600 / 7));
    }
  });

  it('shifts by whole pixels exactly and leaves NaN where there was nothing', () => {
    const moved = new Wcs({ ...simpleWcsKeywords(spec), CRPIX1: 15.5 + 3, CRPIX2: 10.5 - 2 });
    const result = reproject(image, wcs, moved, { shape: spec.shape });
    for (let y = 0; y < 20; y++) {
      for (let x = 0; x < 30; x++) {
        const inside = x >= 3 && y < 18;
        assert.equal(result.data[y * 30 + x], inside ? data[(y + 2) * 30 + x - 3] : NaN);
      }
    }
    assert.equal(result.covered, 27 * 18);
  });

  it('turns by a right angle exactly', () => {
    const turned = new Wcs(simpleWcsKeywords({ ...spec, shape: [30, 20], northDeg: 90 }));
    const result = reproject(image, wcs, turned, { shape: [30, 20], bilinear: false });
    assert.equal(result.covered, 600);
    // North was up and is left now: the first row becomes the last column.
    assert.deepEqual(
      Array.from({ length: 30 }, (_, y) => result.data[y * 20 + 19]),
      [...data.subarray(0, 30)],
    );
  });

  it('takes means of neighbours between them, and the edge between the last centre and the edge', () => {
    const half = new Wcs({ ...simpleWcsKeywords(spec), CRPIX1: 15.5 - 0.5 });
    const result = reproject(image, wcs, half, { shape: [20, 30] });
    // Half a pixel to the right of the last centre is the last edge, which rounding may put on either side.
    for (let x = 0; x < 29; x++) assert.ok(Math.abs(result.data[x]! - (data[x]! + data[x + 1]!) / 2) < 1e-8);
    const inner = new Wcs({ ...simpleWcsKeywords(spec), CRPIX1: 15.5 - 0.4 });
    assert.ok(Math.abs(reproject(image, wcs, inner, { shape: [20, 30] }).data[29]! - data[29]!) < 1e-8);
  });

  it('goes between galactic and equatorial images and back to nearly the same', () => {
    const smooth = data.map((_, i) => Math.cos((i % 30) / 20) * Math.sin(i / 30 / 10));
    const galactic = new Wcs(
      simpleWcsKeywords({ ...spec, centreDeg: [184.555, -5.786], shape: [60, 60], frame: 'galactic' }),
    );
    const there = reproject({ shape: spec.shape, data: smooth }, wcs, galactic, { shape: [60, 60] });
    const back = reproject(there, galactic, wcs, { shape: spec.shape });
    const middle = 10 * 30 + 15;
    assert.ok(Math.abs(back.data[middle]! - smooth[middle]!) < 2e-3);
    assert.ok(Math.abs(there.covered - 600) < 40);
  });

  it('refuses frames that cannot be converted and data of another shape', () => {
    const old = new Wcs({ ...simpleWcsKeywords(spec), RADESYS: 'FK4' });
    assert.throws(() => reproject(image, old, wcs, { shape: [2, 2] }), { code: 'unsupported' });
    assert.throws(() => reproject(image, wcs, old, { shape: [2, 2] }), { code: 'unsupported' });
    assert.throws(() => reproject({ shape: [3, 3], data }, wcs, wcs, { shape: [2, 2] }), { code: 'invalid_request' });
  });

  const skip = hasReproject() ? false : 'no Python with the reproject package (set STEMMA_PYTHON)';
  it('agrees with the reproject package', { skip }, () => {
    const target = {
      ...simpleWcsKeywords({ ...spec, projection: 'SIN', northDeg: 31, pixelScaleDeg: 0.083 }),
      CRVAL2: 22.4,
    };
    const script = `
import json, sys, numpy as np
from astropy.io import fits
from astropy.wcs import WCS
from reproject import reproject_interp
data, a, b = json.load(sys.stdin)
wcs = [WCS(fits.Header(list(k.items()))) for k in (a, b)]
out = [reproject_interp((np.array(data).reshape(20, 30), wcs[0]), wcs[1], (25, 40), order=o)[0] for o in ('bilinear', 'nearest-neighbor')]
print(json.dumps([[None if np.isnan(v) else v for v in o.ravel().tolist()] for o in out]))`;
    const answers = judge<(number | null)[][]>(script, [[...data], simpleWcsKeywords(spec), target]);
    answers.forEach((answer, k) => {
      const result = reproject(image, wcs, new Wcs(target), { shape: [25, 40], bilinear: k === 0 });
      answer.forEach((value, i) => {
        if (value === null) assert.ok(Number.isNaN(result.data[i]!), `${k} ${i}`);
        else assert.ok(Math.abs(result.data[i]! - value) < 1e-7, `${k} ${i}: ${result.data[i]} ${value}`);
      });
      assert.ok(result.covered > 300 && result.covered < 1000);
    });
  });
});
