// Tests of the position of a source as parameters: what is taken and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcePosition } from './source-position.ts';

test('a position is taken in any angular unit, and is that of the Crab when none is given', () => {
  assert.ok(Math.abs(sourcePosition.raDeg.parse('1 rad', 'raDeg') - 57.295_779_5) < 1e-6);
  assert.equal(sourcePosition.decDeg.parse('-22.5', 'decDeg'), -22.5);
  assert.deepEqual([sourcePosition.raDeg.default, sourcePosition.decDeg.default], [83.633, 22.0145]);
});

test('what is not on the sphere is refused by name', () => {
  assert.throws(() => sourcePosition.raDeg.parse(361, 'raDeg'), /raDeg must be a number in deg from 0 to 360/);
  assert.throws(() => sourcePosition.decDeg.parse('-91', 'decDeg'), /decDeg must be a number in deg from -90 to 90/);
});
