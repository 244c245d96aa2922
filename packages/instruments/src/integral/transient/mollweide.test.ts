// Tests of the projection: the way back, equal areas, east to the left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inverseMollweide, mollweide } from './mollweide.ts';

test('every direction comes back from its place', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 359.999, noNaN: true }),
      fc.double({ min: -89, max: 89, noNaN: true }),
      (lon, lat) => {
        const back = inverseMollweide(mollweide(lon, lat))!;
        assert.ok(Math.abs(back.lonDeg - lon) < 1e-6 && Math.abs(back.latDeg - lat) < 1e-6, JSON.stringify(back));
      },
    ),
  );
});

test('the centre, the poles and the rim lie where they should, and east is left', () => {
  assert.deepEqual(mollweide(180, 0), { x: -0, y: 0 });
  assert.ok(Math.abs(mollweide(77, 90).y - 1) < 1e-12 && Math.abs(mollweide(77, -90).y + 1) < 1e-12);
  assert.ok(mollweide(240, 0).x < 0 && mollweide(120, 0).x > 0);
  assert.ok(Math.abs(Math.abs(mollweide(360, 0).x) - 2) < 1e-12);
  assert.ok(Math.abs(mollweide(30, 0, 30).x) < 1e-12);
});

test('areas are true: the part of the ellipse north of a latitude is that of the sphere', () => {
  for (const lat of [-60, -10, 0, 35, 80]) {
    const { y } = mollweide(180, lat);
    const angle = Math.asin(y);
    const ellipse = 0.5 - (angle + Math.sin(angle) * Math.cos(angle)) / Math.PI;
    assert.ok(Math.abs(ellipse - (1 - Math.sin((lat * Math.PI) / 180)) / 2) < 1e-9);
  }
});

test('outside of the ellipse there is no direction', () => {
  for (const place of [
    { x: 2, y: 0 },
    { x: 1.9, y: 0.9 },
    { x: 0, y: 1 },
  ])
    assert.equal(inverseMollweide(place), undefined);
});
