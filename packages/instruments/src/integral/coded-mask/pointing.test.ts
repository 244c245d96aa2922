/** Sky directions and shifts: round trips, the right hand, and the world coordinates of a real image. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, directionOf, positionAngleDeg, sunPosition } from '@stemma/data/coordinates';
import { parseTime } from '@stemma/data/time';
import { PIXEL_DEG, skyPixelOf } from './geometry.ts';
import {
  directionOfShift,
  directionOfSkyPixel,
  imageWcs,
  pointingOf,
  shiftOfDirection,
  skyPixelOfDirection,
} from './pointing.ts';

const northUp = pointingOf({ raDeg: 83, decDeg: 22 }, { raDeg: 83, decDeg: -68 });

test('directions survive the way to a shift and back anywhere in the field', () => {
  for (const shift of [
    { y: 0, z: 0 },
    { y: 178, z: -180 },
    { y: -33.3, z: 120.7 },
  ]) {
    const back = shiftOfDirection(northUp, directionOfShift(northUp, shift))!;
    assert.ok(Math.hypot(back.y - shift.y, back.z - shift.z) < 1e-9);
    const pixel = skyPixelOf(shift);
    const again = skyPixelOfDirection(northUp, directionOfSkyPixel(northUp, pixel))!;
    assert.ok(Math.hypot(again.x - pixel.x, again.y - pixel.y) < 1e-9);
  }
});

test('a source beside or behind the telescope has no shift', () => {
  assert.equal(shiftOfDirection(northUp, { raDeg: 263, decDeg: -22 }), undefined);
  assert.equal(shiftOfDirection(northUp, { raDeg: 173, decDeg: 0 }), undefined);
});

test('one pixel of shift is 4.937 arcmin, and Y is a quarter turn from Z to the left of the sky as seen from inside', () => {
  const centre = directionOfShift(northUp, { y: 0, z: 0 });
  const alongY = directionOfShift(northUp, { y: 1, z: 0 });
  const alongZ = directionOfShift(northUp, { y: 0, z: 1 });
  assert.ok(Math.abs(angularSeparationDeg(centre, alongY) - PIXEL_DEG) < 1e-7);
  // Z points south here; position angles grow from north through east, which is left.
  assert.ok(Math.abs(positionAngleDeg(centre, alongZ) - 180) < 0.01);
  assert.ok(Math.abs(positionAngleDeg(centre, alongY) - 270) < 0.05);
});

test('the FITS world coordinates of an image give the same directions as the geometry', () => {
  for (const pointing of [northUp, pointingOf({ raDeg: 10, decDeg: -60 }, { raDeg: 100, decDeg: 0 })]) {
    const { crpix, crvalDeg, cdDeg } = imageWcs(pointing);
    for (const pixel of [
      { x: 20, y: 350 },
      { x: 250.25, y: 199.5 },
    ]) {
      const [dx, dy] = [pixel.x + 1 - crpix[0], pixel.y + 1 - crpix[1]];
      const [xi, eta] = [cdDeg[0] * dx + cdDeg[1] * dy, cdDeg[2] * dx + cdDeg[3] * dy].map((v) => (v * Math.PI) / 180);
      const [ra, dec] = crvalDeg.map((v) => (v * Math.PI) / 180);
      // Gnomonic projection from the plane to the sphere, Calabretta & Greisen 2002, section 5.1.3.
      const direction = directionOf([
        Math.cos(ra!) * (Math.cos(dec!) - eta! * Math.sin(dec!)) - xi! * Math.sin(ra!),
        Math.sin(ra!) * (Math.cos(dec!) - eta! * Math.sin(dec!)) + xi! * Math.cos(ra!),
        Math.sin(dec!) + eta! * Math.cos(dec!),
      ]);
      assert.ok(angularSeparationDeg(direction, directionOfSkyPixel(pointing, pixel)) < 2e-5);
    }
  }
});

test('the real image of science window 066500280010 has this orientation: its second axis points at the Sun', () => {
  // Header of the public image; the solar panels keep Z on the Sun's side, in the plane of X and the Sun.
  const [crval, cd] = [
    [87.8346710205078, 25.8313484191895] as const,
    [-0.000269321519656927, -0.0822858131720178, -0.0822858131720178, 0.000269321519656927] as const,
  ];
  const centre = { raDeg: crval[0], decDeg: crval[1] };
  const sun = sunPosition(parseTime(3006.13, 'ijd'));
  const [zEast, zNorth] = [cd[1] / PIXEL_DEG, cd[3] / PIXEL_DEG];
  const zAngle = (Math.atan2(zEast, zNorth) * 180) / Math.PI + 360;
  assert.ok(Math.abs(zAngle - positionAngleDeg(centre, sun)) < 25, `${zAngle} ${positionAngleDeg(centre, sun)}`);
  const east = zAngle;
  const pointing = pointingOf(centre, directionAt(centre, 90, east));
  const ours = imageWcs(pointing);
  cd.forEach((value, k) => assert.ok(Math.abs(value - ours.cdDeg[k]!) < 1e-6, `CD ${k}: ${ours.cdDeg[k]}`));
});

/** The direction at a distance and position angle from another. */
function directionAt(from: { raDeg: number; decDeg: number }, distanceDeg: number, angleDeg: number) {
  const [d, a, dec] = [distanceDeg, angleDeg, from.decDeg].map((v) => (v * Math.PI) / 180) as [number, number, number];
  const north = Math.sin(d) * Math.cos(a);
  const east = Math.sin(d) * Math.sin(a);
  const [x, y, z] = [
    Math.cos(d) * Math.cos(dec) - north * Math.sin(dec),
    east,
    Math.cos(d) * Math.sin(dec) + north * Math.cos(dec),
  ];
  const local = directionOf([x, y, z]);
  return { raDeg: local.raDeg + from.raDeg, decDeg: local.decDeg };
}
