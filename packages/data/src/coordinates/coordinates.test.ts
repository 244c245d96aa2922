/** Tests of directions and frames by properties, textbook values and astropy. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatIso, parseIso } from '../time/iso-8601.ts';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { galacticFromIcrs, icrsFromGalactic } from './galactic.ts';
import { lightTravelTimeS, positionKm } from './light-travel-time.ts';
import { separationsDeg } from './separations.ts';
import { skyDirection, spacecraftAngles, spacecraftFrame } from './spacecraft-frame.ts';
import { sunPosition } from './sun-position.ts';
import {
  type Direction,
  angularSeparationDeg,
  cross,
  directionOf,
  dot,
  norm,
  positionAngleDeg,
  unitVector,
  wrapDeg,
} from './vector3.ts';

const direction = fc.record({
  raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
  decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
});
const sample = (n: number): Direction[] => fc.sample(direction, { numRuns: n, seed: 11 });

test('a direction comes back from its unit vector', () => {
  fc.assert(
    fc.property(direction, (d) => {
      assert.ok(Math.abs(norm(unitVector(d)) - 1) < 1e-15);
      assert.ok(angularSeparationDeg(directionOf(unitVector(d)), d) < 1e-13);
    }),
  );
  assert.throws(() => directionOf([0, 0, 0]), /no direction/);
});

test('separations are exact for a milliarcsecond and for antipodes', () => {
  const mas = 1 / 3.6e6;
  assert.ok(
    Math.abs(angularSeparationDeg({ raDeg: 10, decDeg: 60 }, { raDeg: 10, decDeg: 60 + mas }) / mas - 1) < 1e-6,
  );
  assert.equal(angularSeparationDeg({ raDeg: 10, decDeg: 60 }, { raDeg: 10, decDeg: 60 }), 0);
  assert.ok(Math.abs(angularSeparationDeg({ raDeg: 10, decDeg: 30 }, { raDeg: 190, decDeg: -30 }) - 180) < 1e-13);
});

test('angles wrap into 0..360', () => {
  assert.deepEqual([-10, 370, 0, 360, -360].map(wrapDeg), [350, 10, 0, 0, 0]);
  assert.equal(wrapDeg(-1e-20), 0);
});

test('position angles run from north through east', () => {
  const from = { raDeg: 359.9, decDeg: 10 };
  assert.ok(Math.abs(positionAngleDeg(from, { raDeg: 359.9, decDeg: 11 })) < 1e-12);
  assert.ok(Math.abs(positionAngleDeg(from, { raDeg: 0.1, decDeg: 10 }) - 90) < 0.1);
});

test('separations of columns are those of single directions', () => {
  const many = sample(50);
  const from = { raDeg: 83.633, decDeg: 22.014 };
  const out = separationsDeg(
    many.map((d) => d.raDeg),
    Float64Array.from(many, (d) => d.decDeg),
    from,
  );
  many.forEach((d, i) => assert.ok(Math.abs(out[i]! - angularSeparationDeg(d, from)) < 1e-12));
  assert.throws(() => separationsDeg([1], [], from), /differ in number/);
});

test('galactic coordinates come back and put the pole where the IAU did', () => {
  fc.assert(
    fc.property(direction, (d) => assert.ok(angularSeparationDeg(icrsFromGalactic(galacticFromIcrs(d)), d) < 1e-12)),
  );
  // North galactic pole, Blaauw et al. 1960 carried to J2000: 12h51m26.28s +27d07m41.7s.
  assert.ok(
    angularSeparationDeg(icrsFromGalactic({ lonDeg: 0, latDeg: 90 }), { raDeg: 192.8595, decDeg: 27.12825 }) < 1e-4,
  );
});

test('the spacecraft frame is right-handed and its angles come back', () => {
  // Row 1 of the real attitude file of science window 078900560010.
  const x = { raDeg: 300.6038247, decDeg: -4.18696657 };
  const z = { raDeg: 30.11334971, decDeg: 6.66949393 };
  const frame = spacecraftFrame(x, z);
  assert.ok(dot(cross(frame.x, frame.y), frame.z) > 1 - 1e-14);
  assert.ok(Math.abs(dot(frame.x, frame.z)) < 1e-15);
  assert.ok(angularSeparationDeg(directionOf(frame.z), z) < 1e-4);
  fc.assert(
    fc.property(direction, (d) => {
      const angles = spacecraftAngles(frame, d);
      assert.ok(angularSeparationDeg(skyDirection(frame, angles), d) < 1e-12);
      assert.ok(Math.abs(angles.thetaDeg - angularSeparationDeg(d, x)) < 1e-12);
    }),
  );
});

test('phi is 0 towards Z and +90 deg towards Y', () => {
  const frame = spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 0, decDeg: 90 });
  const towards = (raDeg: number, decDeg: number) => spacecraftAngles(frame, { raDeg, decDeg });
  assert.ok(Math.abs(towards(0, 30).phiDeg) < 1e-12 && Math.abs(towards(0, 30).thetaDeg - 30) < 1e-12);
  // Y = Z x X points to right ascension 90 here.
  assert.ok(Math.abs(towards(40, 0).phiDeg - 90) < 1e-12);
  assert.throws(() => spacecraftFrame({ raDeg: 0, decDeg: 0 }, { raDeg: 10, decDeg: 0 }), /not perpendicular/);
});

test('light reaches INTEGRAL 0.47 s after the geocentre for GRB 230307A', () => {
  // EPHS card of the SPI-ACS light curve; the burst at RA 60.86, Dec -75.38.
  const position = positionKm({ raDeg: 198.394, decDeg: 71.787 }, 143_490.5);
  const seconds = lightTravelTimeS(position, { raDeg: 60.86, decDeg: -75.38 });
  assert.ok(Math.abs(seconds + 0.468) < 1e-3, `${seconds}`);
  assert.equal(lightTravelTimeS([299_792.458, 0, 0], { raDeg: 0, decDeg: 0 }), 1);
});

test('the Sun stands where Meeus computes it for 1992-10-13', () => {
  // Example 25.a: R = 0.99766, apparent longitude 199.90895 deg of date, so 200.010 - 0.0057 on J2000 axes.
  const sun = sunPosition(parseIso('1992-10-13', 'tt'));
  assert.ok(Math.abs(sun.distanceAu - 0.99766) < 2e-5);
  assert.ok(angularSeparationDeg(sun, { raDeg: 198.380_82 + 0.093, decDeg: -7.785_07 - 0.038 }) < 0.02);
});

test(
  'astropy agrees: galactic to 0.05 arcsec, separations and position angles to 1e-10 deg, the Sun to 0.01 deg',
  { skip: withoutAstropy },
  () => {
    const positions = sample(60);
    const times = Array.from({ length: 60 }, (_, i) =>
      formatIso({ ttNs: BigInt(i * 16 - 300) * 2_100_000_000_000_000n }, 'utc', 0),
    );
    const script = `
import json, sys
import astropy.units as u
from astropy.coordinates import SkyCoord, get_sun
from astropy.time import Time
from astropy.utils import iers
iers.conf.auto_download = False
data = json.load(sys.stdin)
c = SkyCoord([p['raDeg'] for p in data['positions']] * u.deg, [p['decDeg'] for p in data['positions']] * u.deg)
crab = SkyCoord(83.633 * u.deg, 22.014 * u.deg)
sun = get_sun(Time(data['times'], scale='utc'))
print(json.dumps(dict(l=c.galactic.l.deg.tolist(), b=c.galactic.b.deg.tolist(), sep=c.separation(crab).deg.tolist(),
  pa=crab.position_angle(c).deg.tolist(), ra=sun.ra.deg.tolist(), dec=sun.dec.deg.tolist(), au=sun.distance.au.tolist())))`;
    const answer = judge<Record<'l' | 'b' | 'sep' | 'pa' | 'ra' | 'dec' | 'au', number[]>>(script, {
      positions,
      times,
    });
    const crab = { raDeg: 83.633, decDeg: 22.014 };
    positions.forEach((position, i) => {
      const { lonDeg, latDeg } = galacticFromIcrs(position);
      const offset = angularSeparationDeg(
        { raDeg: lonDeg, decDeg: latDeg },
        { raDeg: answer.l[i]!, decDeg: answer.b[i]! },
      );
      assert.ok(offset < 0.05 / 3600, `galactic ${offset}`);
      assert.ok(Math.abs(angularSeparationDeg(position, crab) - answer.sep[i]!) < 1e-10);
      assert.ok(Math.abs(wrapDeg(positionAngleDeg(crab, position) - answer.pa[i]! + 180) - 180) < 1e-9);
    });
    times.forEach((utc, i) => {
      const sun = sunPosition(parseIso(utc));
      const offset = angularSeparationDeg(sun, { raDeg: answer.ra[i]!, decDeg: answer.dec[i]! });
      assert.ok(offset < 0.01, `Sun at ${utc}: ${offset} deg`);
      assert.ok(Math.abs(sun.distanceAu - answer.au[i]!) < 1e-4);
    });
  },
);
