// Tests of reflected regions: number, distances, free room around ON, order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { angularSeparationDeg, positionAngleDeg } from '@stemma/data/coordinates';
import { offsetPosition, reflectedRegions } from './reflected-regions.ts';

const on = { raDeg: 83.633083, decDeg: 22.0145 };
const near = { raDeg: 83.633083, decDeg: 21.5145 };
const far = { raDeg: 85.253334, decDeg: 22.014444 };

test('half a degree off there is room for 12 regions of 0.11 deg, one and a half degrees off for 40', () => {
  assert.equal(reflectedRegions(near, on, 0.11).length, 12);
  assert.equal(reflectedRegions(far, on, 0.11).length, 40);
});

test('all regions lie as far from the pointing as ON, touch their neighbours, and leave ON free', () => {
  for (const pointing of [near, far]) {
    const regions = reflectedRegions(pointing, on, 0.11);
    const offsetDeg = angularSeparationDeg(pointing, on);
    regions.forEach((region, i) => {
      assert.ok(Math.abs(angularSeparationDeg(pointing, region) - offsetDeg) < 1e-9);
      // Half a circle between ON and the nearest region: 1.5 diameters between centres, along the arc.
      assert.ok(angularSeparationDeg(on, region) > 2.9 * 0.11, `${i}`);
      const next = regions[i + 1];
      if (next) assert.ok(Math.abs(angularSeparationDeg(region, next) - 0.22) < 0.22 * 2e-4);
    });
  }
});

test('regions follow each other from north to east, beginning beside ON', () => {
  const [first, second] = reflectedRegions(near, on, 0.11);
  const stepDeg = 2 * (180 / Math.PI) * Math.asin(0.11 / 0.5);
  assert.ok(Math.abs(positionAngleDeg(near, first!) - 1.5 * stepDeg) < 1e-6);
  assert.ok(Math.abs(positionAngleDeg(near, second!) - 2.5 * stepDeg) < 1e-6);
});

test('nothing has room when the target is at the pointing or too near to it', () => {
  assert.deepEqual(reflectedRegions(on, on, 0.11), []);
  assert.deepEqual(reflectedRegions(offsetPosition(on, 0, 0.1), on, 0.11), []);
  assert.deepEqual(reflectedRegions(offsetPosition(on, 0, 0.12), on, 0.11), []);
  assert.equal(reflectedRegions(offsetPosition(on, 0, 0.13), on, 0.11).length, 1);
});

test('an offset position lies at the given distance and position angle, at the pole too', () => {
  for (const from of [on, { raDeg: 10, decDeg: 89.9 }, { raDeg: 0, decDeg: -60 }]) {
    const there = offsetPosition(from, 73, 1.25);
    assert.ok(Math.abs(angularSeparationDeg(from, there) - 1.25) < 1e-9);
    assert.ok(Math.abs(positionAngleDeg(from, there) - 73) < 1e-6);
  }
});

test('wherever ON lies, no OFF circle overlaps it or another one', () => {
  const places = fc.record({ raDeg: fc.integer({ min: 0, max: 359 }), decDeg: fc.integer({ min: -85, max: 85 }) });
  fc.assert(
    fc.property(
      places,
      fc.integer({ min: 0, max: 359 }),
      fc.double({ min: 0.3, max: 2, noNaN: true }),
      (at, angle, rho) => {
        const radiusDeg = 0.11;
        const on = offsetPosition(at, angle, rho);
        const circles = [on, ...reflectedRegions(at, on, radiusDeg)];
        circles.forEach((one, i) => {
          for (const other of circles.slice(i + 1)) {
            // The plane formula stands for the sphere: at 2 degrees it is off by less than a thousandth.
            assert.ok(angularSeparationDeg(one, other) > 2 * radiusDeg * 0.999, `${i} of ${circles.length}`);
          }
        });
      },
    ),
    { numRuns: 40 },
  );
});
