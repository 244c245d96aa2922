// Tests of the grid: both ways of the projection agree, orientation, edges, keywords.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, positionAngleDeg } from '@stemma/data/coordinates';
import { binOnGrid, gridKeywords, pixelDirections, tangentGrid } from './tangent-grid.ts';

const crab = { raDeg: 83.633083, decDeg: 22.0145 };
const grid = tangentGrid(crab, 4, 0.02);

test('the target is in the middle of the middle pixel', () => {
  assert.equal(grid.size, 201);
  const { raDeg, decDeg } = pixelDirections(grid);
  const middle = (201 * 201 - 1) / 2;
  assert.ok(angularSeparationDeg(crab, { raDeg: raDeg[middle]!, decDeg: decDeg[middle]! }) < 1e-9);
});

test('east is left and north is up', () => {
  const { raDeg, decDeg } = pixelDirections(grid);
  const at = (row: number, column: number) => ({
    raDeg: raDeg[row * 201 + column]!,
    decDeg: decDeg[row * 201 + column]!,
  });
  assert.ok(Math.abs(positionAngleDeg(crab, at(100, 50)) - 90) < 1e-6);
  assert.ok(Math.abs(positionAngleDeg(crab, at(150, 100))) < 1e-6);
  // A gnomonic plane stretches distances: its 1 deg is atan(1 deg in radians).
  const oneDeg = (Math.atan(Math.PI / 180) * 180) / Math.PI;
  assert.ok(Math.abs(angularSeparationDeg(crab, at(150, 100)) - oneDeg) < 1e-9);
});

for (const centre of [crab, { raDeg: 0.1, decDeg: -30 }, { raDeg: 200, decDeg: 89.5 }]) {
  test(`an event in the middle of each pixel is counted there, around (${centre.raDeg}, ${centre.decDeg})`, () => {
    const small = tangentGrid(centre, 3, 0.1);
    const { raDeg, decDeg } = pixelDirections(small);
    assert.ok(raDeg.every((value) => value >= 0 && value < 360));
    const counts = binOnGrid(small, raDeg, decDeg, () => true);
    assert.ok(counts.every((count) => count === 1));
  });
}

test('events outside, on the other side of the sky, or not wanted do not count', () => {
  const raDeg = Float64Array.of(crab.raDeg, crab.raDeg, crab.raDeg, crab.raDeg + 180);
  const decDeg = Float64Array.of(crab.decDeg, crab.decDeg, crab.decDeg + 2.2, -crab.decDeg);
  const counts = binOnGrid(grid, raDeg, decDeg, (event) => event !== 1);
  assert.equal(
    counts.reduce((a, b) => a + b),
    1,
  );
});

test('the keywords are those of a gnomonic projection with the target at the reference pixel', () => {
  const { CTYPE1, CTYPE2, CRPIX1, CRVAL1, CRVAL2, CDELT1, CDELT2 } = gridKeywords(grid);
  assert.deepEqual([CTYPE1, CTYPE2, CRPIX1], ['RA---TAN', 'DEC--TAN', 101]);
  assert.deepEqual([CRVAL1, CRVAL2, CDELT1, CDELT2], [crab.raDeg, crab.decDeg, -0.02, 0.02]);
});
