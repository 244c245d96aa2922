// Tests of the angular patterns: fractions, the anchors of circulars, and the real field of view.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bodyDirection } from './direction-response.ts';
import { acsPattern, maskPattern, vetoPattern, wallPattern } from './patterns.ts';

const at = (thetaDeg: number, phiDeg = 90) => bodyDirection({ thetaDeg, phiDeg });
const anywhere = fc.record({
  thetaDeg: fc.double({ min: 0, max: 180, noNaN: true }),
  phiDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('patterns are fractions in every direction', () => {
  fc.assert(
    fc.property(anywhere, (angles) => {
      for (const pattern of [acsPattern, vetoPattern, maskPattern, wallPattern]) {
        const value = pattern(bodyDirection(angles));
        assert.ok(value >= 0 && value <= 1 + 1e-12, `${value}`);
      }
    }),
  );
});

test('at 75 degrees SPI-ACS shows 89 % and the VETO 44 % of the best, as in GCN 34316', () => {
  assert.ok(Math.abs(acsPattern(at(75)) / acsPattern(at(90)) - 0.89) < 1e-9);
  assert.ok(Math.abs(vetoPattern(at(75)) / vetoPattern(at(180)) - 0.44) < 1e-9);
});

test('SPI-ACS is suppressed towards the pointing and more so astern', () => {
  assert.ok(acsPattern(at(0)) < 0.3 * acsPattern(at(90)));
  assert.ok(acsPattern(at(180)) < acsPattern(at(0)));
  for (let theta = 10; theta < 90; theta += 5) assert.ok(acsPattern(at(theta)) < acsPattern(at(theta + 5)));
});

test('each telescope shades the other on one side only, and not at phi = 90 degrees', () => {
  assert.ok(acsPattern(at(90, 180)) < 0.9 * acsPattern(at(90, 0)));
  assert.ok(vetoPattern(at(90, 0)) < 0.9 * vetoPattern(at(90, 180)));
  assert.ok(Math.abs(acsPattern(at(90, 90)) - acsPattern(at(90, 0))) < 1e-9);
});

test('through the mask: all in the fully coded field, half at 9.4 degrees, nothing beyond 29', () => {
  assert.equal(maskPattern(at(0)), 1);
  assert.ok(Math.abs(maskPattern(at(3.9, 90)) - Math.cos((3.9 * Math.PI) / 180)) < 1e-9);
  assert.ok(Math.abs(maskPattern(at(9.4, 90)) - 0.5) < 0.05, `${maskPattern(at(9.4, 90))}`);
  for (const theta of [29, 60, 89, 90, 120, 180]) assert.equal(maskPattern(at(theta, 45)), 0);
});

test('what the mask does not take comes through the walls, from ahead more than from astern', () => {
  assert.equal(wallPattern(at(0)), 0);
  assert.ok(wallPattern(at(40)) > wallPattern(at(120)) && wallPattern(at(180)) > 0.29);
});
