/** HEALPix against astropy-healpix where Python has it, and by what must hold for every pixel. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { angularSeparationDeg } from '../coordinates/index.ts';
import { judge } from '../time/python-judge.test.ts';
import { HealpixError } from './healpix-error.ts';
import { type HealpixOrdering, Healpix } from './healpix.ts';

const orderings: readonly HealpixOrdering[] = ['ring', 'nested'];

/**
 * The farthest a point of a pixel lies from the pixel's centre, in degrees: reached in the ring where the
 * polar cap begins (max_pixrad of the HEALPix C++ library).
 */
function greatestPixelRadiusDeg(nside: number): number {
  const directionAt = (z: number, lonDeg: number) => ({ raDeg: lonDeg, decDeg: (Math.asin(z) * 180) / Math.PI });
  const corner = directionAt(1 - (1 - 1 / nside) ** 2 / 3, 0);
  return angularSeparationDeg(directionAt(2 / 3, 45 / nside), corner);
}

function hasJudge(): boolean {
  try {
    return judge<boolean>('import astropy_healpix; print("true")', null);
  } catch {
    return false;
  }
}

describe('HEALPix', () => {
  const skip = hasJudge() ? false : 'no Python with astropy-healpix (set STEMMA_PYTHON)';
  it('agrees with astropy-healpix in all resolutions', { skip }, () => {
    const nsides = [1, 2, 4, 8, 64, 512, 2048, 8192];
    const fraction = (i: number, step: number): number => (i * step) % 1;
    const count = 3000;
    const lon = Array.from({ length: count }, (_, i) => 720 * fraction(i, 0.618_033_988) - 360);
    // Half of them near the poles and the borders of the polar caps.
    const lat = Array.from({ length: count }, (_, i) => {
      const z = 2 * fraction(i, 0.414_213_562) - 1;
      return i % 4 === 0 ? Math.sign(z) * (90 - 10 ** (-8 * Math.abs(z))) : (Math.asin(z) * 180) / Math.PI;
    });
    const script = `
import json, sys, numpy as np
import astropy_healpix.core as h
from astropy import units as u
nsides, lon, lat = json.load(sys.stdin)
out = []
for n in nsides:
    for order in ('ring', 'nested'):
        pixels = h.lonlat_to_healpix(np.array(lon) % 360 * u.deg, np.array(lat) * u.deg, n, order=order)
        x, y = h.healpix_to_lonlat(pixels, n, order=order)
        other = h.ring_to_nested(pixels, n) if order == 'ring' else h.nested_to_ring(pixels, n)
        out.append([pixels.tolist(), x.to_value('deg').tolist(), y.to_value('deg').tolist(), other.tolist()])
print(json.dumps(out))`;
    const answers = judge<number[][][]>(script, [nsides, lon, lat]);
    answers.forEach(([pixels, x, y, other], k) => {
      const healpix = new Healpix(nsides[k >> 1]!, orderings[k & 1]!);
      const label = `${healpix.nside} ${healpix.ordering}`;
      const own = new Int32Array(count);
      healpix.pixelsAt(lon, lat, own);
      assert.deepEqual([...own], pixels, label);
      const [ownLon, ownLat] = [new Float64Array(count), new Float64Array(count)];
      healpix.centresOf(own, ownLon, ownLat);
      for (let i = 0; i < count; i++) {
        const distance = angularSeparationDeg(
          { raDeg: ownLon[i]!, decDeg: ownLat[i]! },
          { raDeg: x![i]!, decDeg: y![i]! },
        );
        assert.ok(distance < 1e-11, `${label} ${own[i]} ${distance}`);
        assert.equal(healpix.renumbered(own[i]!), other![i]);
      }
    });
  });

  it('finds every pixel again at its centre, in both numberings, and renumbers one to one', () => {
    for (const nside of [1, 2, 4, 16]) {
      for (const ordering of orderings) {
        const healpix = new Healpix(nside, ordering);
        const back = new Healpix(nside, ordering === 'ring' ? 'nested' : 'ring');
        for (let pixel = 0; pixel < healpix.pixelCount; pixel++) {
          const { lonDeg, latDeg } = healpix.centreOf(pixel);
          assert.equal(healpix.pixelAt(lonDeg, latDeg), pixel);
          const other = healpix.renumbered(pixel);
          assert.equal(back.pixelAt(lonDeg, latDeg), other);
          assert.equal(back.renumbered(other), pixel);
        }
      }
    }
  });

  it('does so in rings whose resolution is no power of two', () => {
    const healpix = new Healpix(37, 'ring');
    for (let pixel = 0; pixel < healpix.pixelCount; pixel++) {
      const { lonDeg, latDeg } = healpix.centreOf(pixel);
      assert.equal(healpix.pixelAt(lonDeg, latDeg), pixel);
    }
    assert.throws(() => healpix.renumbered(0), HealpixError);
  });

  it('has neighbours of a direction within one pixel of it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -400, max: 400, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.integer({ min: 0, max: 13 }),
        fc.constantFrom(...orderings),
        (lonDeg, latDeg, level, ordering) => {
          const healpix = new Healpix(2 ** level, ordering);
          const centre = healpix.centreOf(healpix.pixelAt(lonDeg, latDeg));
          const distance = angularSeparationDeg(
            { raDeg: lonDeg, decDeg: latDeg },
            { raDeg: centre.lonDeg, decDeg: centre.latDeg },
          );
          assert.ok(distance <= greatestPixelRadiusDeg(healpix.nside) + 1e-9, `${distance}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('nests: four pixels of the next level make one', () => {
    const [fine, coarse] = [new Healpix(32, 'nested'), new Healpix(16, 'nested')];
    for (let pixel = 0; pixel < fine.pixelCount; pixel += 7) {
      const { lonDeg, latDeg } = fine.centreOf(pixel);
      assert.equal(coarse.pixelAt(lonDeg, latDeg), pixel >> 2);
    }
    assert.ok(Math.abs(fine.pixelAreaDeg2 * fine.pixelCount - 41_252.961_249_419_3) < 1e-8);
  });

  it('gives exactly the pixels of a cone', () => {
    const cones = [
      [10, 20, 15],
      [359.9, 41.9, 7],
      [0, 90, 12],
      [123, -89.5, 30],
      [200, -41.8, 0.1],
      [77, 3, 179],
      [5, 5, 180],
      [350, -66, 100],
    ] as const;
    for (const ordering of orderings) {
      const healpix = new Healpix(16, ordering);
      for (const [lonDeg, latDeg, radiusDeg] of cones) {
        const expected: number[] = [];
        for (let pixel = 0; pixel < healpix.pixelCount; pixel++) {
          const centre = healpix.centreOf(pixel);
          const distance = angularSeparationDeg(
            { raDeg: lonDeg, decDeg: latDeg },
            { raDeg: centre.lonDeg, decDeg: centre.latDeg },
          );
          if (distance <= radiusDeg) expected.push(pixel);
        }
        const found = healpix.pixelsInCone(lonDeg, latDeg, radiusDeg).toSorted((a, b) => a - b);
        assert.deepEqual(found, expected, `${ordering} ${lonDeg} ${latDeg} ${radiusDeg}`);
      }
    }
  });

  it('refuses what does not exist', () => {
    for (const nside of [0, -1, 1.5, 16_384, NaN]) assert.throws(() => new Healpix(nside, 'ring'), HealpixError);
    assert.throws(() => new Healpix(12, 'nested'), /power of two/);
    const healpix = new Healpix(8, 'ring');
    for (const pixel of [-1, 768, 0.5, NaN]) assert.throws(() => healpix.centreOf(pixel), /no pixel/);
    assert.throws(() => healpix.pixelAt(0, 90.001), /no direction/);
    assert.throws(() => healpix.pixelAt(Infinity, 0), HealpixError);
    assert.throws(() => healpix.pixelsInCone(0, 0, -1), /radius/);
    assert.throws(() => healpix.pixelsAt([1], [2, 3], new Int32Array(1)), /unequal lengths/);
  });
});
