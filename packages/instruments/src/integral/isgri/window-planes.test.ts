/** The planes that are not stored follow from those that are. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileValue } from '@stemma/core';
import { codingMap, IMAGE_SIDE } from '../coded-mask/geometry.ts';
import { imageWcs, pointingOf } from '../coded-mask/pointing.ts';
import { Wcs } from '@stemma/data/wcs';
import { packPlanes } from './covered-field.ts';
import { wcsKeywords } from './image-wcs.ts';
import { withCores } from './restored-image.ts';
import { derivedPlanes, windowPlanes } from './window-planes.ts';

const wcs = wcsKeywords(imageWcs(pointingOf({ raDeg: 83, decDeg: 22 }, { raDeg: 83, decDeg: -68 })));
const bands = [
  { minKeV: 20, maxKeV: 40 },
  { minKeV: 40, maxKeV: 80 },
];
const flat = (value: number) => new Float64Array(IMAGE_SIDE * IMAGE_SIDE).fill(value);
const core = { x: 150.25, y: 220.75, rateCps: 64 };
const bytes = packPlanes([withCores(flat(1), [core]), flat(3), flat(4), flat(16)]);
const stored = {
  planes: new FileValue('planes.f32', 'application/octet-stream', { bytes }),
  wcs,
  bands,
  window: { exposureS: 500 },
};
const coding = codingMap();
const inField = [...coding.keys()].filter((i) => coding[i]! > 0);

test('intensities come first, then variances, each band to its own; exposure is live time times coding', () => {
  const [first, second] = windowPlanes(stored) as [
    ReturnType<typeof windowPlanes>[0],
    ReturnType<typeof windowPlanes>[0],
  ];
  for (const i of inField.filter((_, k) => k % 997 === 0)) {
    assert.deepEqual([second.intensity[i], first.variance[i], second.variance[i]], [3, 4, 16]);
    assert.equal(first.exposure[i], 500 * coding[i]!);
  }
  assert.ok(Number.isNaN(first.intensity[0]) && first.exposure[0] === 0);
});

test('significance is intensity over its error, and the residual lacks the sources of its own band', () => {
  const planes = windowPlanes(stored);
  const { raDeg, decDeg } = new Wcs(wcs).pixelToIcrs(core.x, core.y);
  const sources = {
    minKeV: Float64Array.of(20),
    raDeg: Float64Array.of(raDeg),
    decDeg: Float64Array.of(decDeg),
    rateCps: Float64Array.of(core.rateCps),
  };
  const first = derivedPlanes(planes[0]!, stored, sources, 0);
  // Intensities are stored in single precision: 64 is good to 4e-6.
  for (const i of inField) assert.ok(Math.abs(first.residual[i]! - 1) < 1e-4, `${first.residual[i]}`);
  const peak = Math.round(core.y) * IMAGE_SIDE + Math.round(core.x);
  assert.equal(first.significance[peak], planes[0]!.intensity[peak]! / 2);
  const second = derivedPlanes(planes[1]!, stored, sources, 1);
  assert.deepEqual([second.residual[peak], second.significance[peak]], [3, 0.75]);
});
