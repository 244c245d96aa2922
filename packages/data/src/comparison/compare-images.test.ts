// Images: pixel by pixel, resampled, or not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Wcs } from '../wcs/index.ts';
import { compareImages, type ImageData } from './index.ts';

const wcsAt = (columns: number, rows: number, scaleDeg: number, raDeg = 83.6): Wcs =>
  new Wcs({
    CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', CRVAL1: raDeg, CRVAL2: 22,
    CRPIX1: (columns + 1) / 2, CRPIX2: (rows + 1) / 2, CDELT1: -scaleDeg, CDELT2: scaleDeg,
  }); // prettier-ignore
const gradient = (columns: number, rows: number, step: number): Float64Array =>
  Float64Array.from({ length: columns * rows }, (_, i) => ((i % columns) - (columns - 1) / 2) * step);

test('an image is identical to itself, with and without coordinates, undefined pixels included', () => {
  const pixel = fc.oneof(fc.double(), fc.constant(NaN));
  fc.assert(
    fc.property(fc.array(pixel, { minLength: 6, maxLength: 6 }), fc.boolean(), (values, placed) => {
      const image: ImageData = { shape: [2, 3], data: Float64Array.from(values), ...(placed && { wcs: wcsAt(3, 2, 1) }) };
      const report = compareImages(image, { ...image, data: Float64Array.from(values) });
      assert.deepEqual([report.identical, report.matchedBy, report.maxAbsAt], [true, 'pixel', undefined]);
    }),
  ); // prettier-ignore
});

test('the largest difference is told with its place, and against the scatter of all others', () => {
  const noise = Float64Array.from({ length: 100 }, (_, i) => ((i * 37) % 11) - 5);
  const after = noise.map((_, i) => (i === 42 ? 100 : 0));
  const report = compareImages({ shape: [10, 10], data: new Float64Array(100) }, { shape: [10, 10], data: after.map((value, i) => value + noise[i]!) }); // prettier-ignore
  assert.deepEqual(report.maxAbsAt, [4, 2]);
  assert.equal(report.compared, 100);
  assert.ok(report.significance! > 20 && report.significance! < 40);
});

test('with errors the significance is that of the worst pixel', () => {
  const before = { shape: [1, 2], data: [0, 0], errors: [1, 3] };
  const after = { shape: [1, 2], data: [5, 10], errors: [0, 4] };
  assert.equal(compareImages(before, after).significance, 5);
});

test('one changed pixel among equal ones has no scatter to be measured against', () => {
  const report = compareImages({ shape: [3], data: [1, 1, 1] }, { shape: [3], data: [1, 2, 1] });
  assert.deepEqual([report.significance, report.pixels!.differences!.changed], [undefined, 1]);
});

test('an image of other pixels is resampled: a linear one comes back as it was', () => {
  const before = { shape: [9, 9], data: gradient(9, 9, 0.02), wcs: wcsAt(9, 9, 0.02) };
  const after = { shape: [41, 41], data: gradient(41, 41, 0.01), wcs: wcsAt(41, 41, 0.01) };
  const report = compareImages(before, after);
  assert.deepEqual([report.matchedBy, report.identical, report.compared], ['resampled', false, 81]);
  assert.ok(report.pixels!.differences!.maxAbs < 1e-6);
});

test('where only one of them covers the sky, nothing is compared', () => {
  const before = { shape: [5, 5], data: gradient(5, 5, 0.02), wcs: wcsAt(5, 5, 0.02) };
  const report = compareImages(before, { ...before, wcs: wcsAt(5, 5, 0.02, 83.65) });
  assert.equal(report.matchedBy, 'resampled');
  assert.ok(report.shiftPixels! > 2 && report.compared > 0 && report.compared < 25);
  assert.deepEqual([report.pixels!.differences!.becameUndefined, report.pixels!.differences!.becameDefined], [0, 0]);
  const apart = compareImages(before, { ...before, wcs: wcsAt(5, 5, 0.02, 263.6) });
  assert.deepEqual([apart.compared, apart.identical, apart.significance], [0, false, undefined]);
});

test('shapes that differ without coordinates are not compared; units and coordinates count', () => {
  const image = { shape: [2, 2], data: [1, 2, 3, 4] };
  assert.deepEqual(compareImages(image, { shape: [4, 1], data: [1, 2, 3, 4] }).matchedBy, 'none');
  const united = compareImages({ ...image, unit: 'count' }, { ...image, unit: 'count/s' });
  assert.deepEqual([united.identical, united.units], [false, ['count', 'count/s']]);
  assert.equal(compareImages(image, { ...image, wcs: wcsAt(2, 2, 1) }).identical, false);
});
