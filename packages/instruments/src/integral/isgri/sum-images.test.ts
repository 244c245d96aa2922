/** Images are added one at a time, each read once; what cannot be added together is refused in words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleWcsKeywords, Wcs } from '@stemma/data/wcs';
import { PIXEL_DEG } from '../coded-mask/geometry.ts';
import { type SummedImage, sumImages } from './sum-images.ts';

const SIDE = 40;

/** An image at a right ascension with constant planes, and a note when it is read. */
function image(
  raDeg: number,
  values: readonly { rate: number; exposureS: number }[],
  read: string[] = [],
): SummedImage {
  const keywords = simpleWcsKeywords({ centreDeg: [raDeg, 10], shape: [SIDE, SIDE], pixelScaleDeg: PIXEL_DEG });
  const plane = (value: number) => new Float64Array(SIDE * SIDE).fill(value);
  return {
    name: `at ${raDeg}`,
    wcs: new Wcs(keywords),
    width: SIDE,
    planes: () => {
      read.push(`at ${raDeg}`);
      return values.map(({ rate, exposureS }) => ({
        intensity: plane(rate),
        variance: plane(1),
        exposure: plane(exposureS),
      }));
    },
  };
}

test('bands are added each for itself, images are read once and in order, and the frame is cut to them', async () => {
  const read: string[] = [];
  const told: string[] = [];
  const images = [1, 3].map((rate, k) =>
    image(
      80 + k / 1000,
      [
        { rate, exposureS: 10 },
        { rate: 10 * rate, exposureS: 20 },
      ],
      read,
    ),
  );
  const { planes, keywords } = await sumImages(images, 2, (fraction, name) => told.push(`${name} ${fraction}`));
  assert.deepEqual(read, ['at 80', 'at 80.001']);
  assert.deepEqual(told, ['at 80 0', 'at 80.001 0.5']);
  const [first, second] = planes as [(typeof planes)[0], (typeof planes)[0]];
  assert.ok(first.width <= SIDE && first.height <= SIDE && first.width > SIDE - 10);
  const centre = Math.floor(first.height / 2) * first.width + Math.floor(first.width / 2);
  assert.ok(Math.abs(first.intensity[centre]! - 2) < 1e-6 && Math.abs(second.intensity[centre]! - 20) < 1e-6);
  assert.deepEqual([first.exposure[centre], second.exposure[centre]], [20, 40]);
  const wcs = new Wcs(keywords);
  const place = wcs.icrsToPixel(80.0005, 10);
  assert.ok(Math.hypot(place.x - first.width / 2, place.y - first.height / 2) < 2);
});

test('without exposure anywhere there is no mosaic, and too far apart neither: both in words', async () => {
  const quiet = () => {};
  const dark = image(80, [{ rate: 1, exposureS: 0 }]);
  await assert.rejects(sumImages([dark], 1, quiet), { reason: 'no_images', message: /no pixel of 1 images has/ });
  const far = [80, 240].map((raDeg) => image(raDeg, [{ rate: 1, exposureS: 1 }]));
  await assert.rejects(sumImages(far, 1, quiet), {
    reason: 'too_far_apart',
    message: /^2 images, at 80 to at 240: .* choose a smaller radius or fewer science windows$/,
  });
});

test('one image without exposure leaves the others as they are', async () => {
  const bright = image(80, [{ rate: 5, exposureS: 10 }]);
  const both = [image(80.01, [{ rate: 100, exposureS: 0 }]), bright];
  const { planes } = await sumImages(both, 1, () => {});
  planes[0]!.intensity.forEach((value) => assert.ok(Number.isNaN(value) || Math.abs(value - 5) < 1e-6));
});
