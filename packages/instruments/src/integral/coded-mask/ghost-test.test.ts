/** Of a source and its ghosts, the place of the source explains the counts best, wherever it lies in the field. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFromDigest } from '@stemma/data/statistics';
import { type SkyImage, balanceOf, decode } from './decode.ts';
import { backgroundShape } from './detector-background.ts';
import { drawShadowgram } from './expected-shadowgram.ts';
import { fitSources } from './fit-sources.ts';
import { GHOST_DISTANCE, IMAGE_SIDE, type Shift, pixelCells, skyPixelOf } from './geometry.ts';
import { counterpart, ghostCandidates, likeliestSource } from './ghost-test.ts';
import { detectorImage } from './shadowgram.ts';

const random = randomFromDigest('9057'.repeat(16));
const background = backgroundShape();
const efficiency = pixelCells();
const balance = balanceOf(efficiency);

/** A pointing with one source, its background fit and its image. */
function observe(shift: Shift, rateCps: number) {
  const model = { sources: [{ shift, rateCps }], backgroundCps: 300, background, efficiency, exposureS: 1800 };
  const shadowgram = drawShadowgram(model, random);
  const dark = fitSources(shadowgram, [], { background })!;
  return { shadowgram, dark, image: decode(detectorImage(shadowgram, dark.model), 1800, balance) };
}

/** The image's pixel at a place, taken for its highest peak. */
function peakAt({ significance }: SkyImage, shift: Shift) {
  const { x, y } = skyPixelOf(shift);
  const [column, row] = [Math.round(x), Math.round(y)];
  return { x: column, y: row, value: significance[row * IMAGE_SIDE + column]! };
}

test('the source wins over its ghosts even when the search starts at a ghost', () => {
  for (const shift of [
    { y: 3.2, z: -1.1 },
    { y: 61.4, z: 10.2 },
    { y: -62.3, z: 63.8 },
    { y: 90.1, z: -40.7 },
  ]) {
    const { shadowgram, dark, image } = observe(shift, 40);
    const ghost = { y: shift.y - Math.sign(shift.y) * GHOST_DISTANCE, z: shift.z };
    for (const start of [shift, ghost]) {
      const candidates = ghostCandidates(image, peakAt(image, start), []);
      assert.ok(candidates.length > 1);
      const best = likeliestSource(shadowgram, background, dark.model, candidates)!;
      assert.ok(Math.hypot(best.shift.y - shift.y, best.shift.z - shift.z) < 0.15, JSON.stringify(best.shift));
      assert.ok(Math.abs(best.rateCps - 40) < 3);
      assert.ok(Math.abs(Math.sqrt(best.gain) - 85) < 30, `${Math.sqrt(best.gain)}`);
    }
  }
});

test('the catalogue decides between places that explain the counts alike', () => {
  const { shadowgram, dark } = observe({ y: 0, z: 0 }, 0);
  const here = { shift: { y: 10, z: 10 }, value: 5, catalogueIndex: -1 };
  const candidates = [here, { ...here, catalogueIndex: 3 }, here];
  const best = likeliestSource(shadowgram, background, dark.model, candidates);
  if (best !== undefined) assert.equal(best.catalogueIndex, 3);
  const lit = observe({ y: 10, z: 10 }, 20);
  assert.equal(likeliestSource(lit.shadowgram, background, lit.dark.model, candidates)!.catalogueIndex, 3);
});

test('places where light is missing, or outside the field, are no sources', () => {
  const { shadowgram, dark } = observe({ y: 10, z: 10 }, 30);
  const inverted = { ...shadowgram, counts: dark.model.map((mean, i) => 2 * mean - shadowgram.counts[i]!) };
  const candidate = { value: 9, catalogueIndex: -1 };
  assert.equal(
    likeliestSource(inverted, background, dark.model, [{ ...candidate, shift: { y: 10, z: 10 } }]),
    undefined,
  );
  assert.equal(
    likeliestSource(shadowgram, background, dark.model, [{ ...candidate, shift: { y: 200, z: 0 } }]),
    undefined,
  );
  assert.equal(likeliestSource(shadowgram, background, dark.model, []), undefined);
});

test('the counterpart is the nearest catalogued source within two pixels', () => {
  const catalogue = [
    { y: 0, z: 0 },
    { y: 1, z: 0 },
    { y: 50, z: 50 },
  ];
  assert.equal(counterpart({ y: 0.9, z: 0.1 }, catalogue), 1);
  assert.equal(counterpart({ y: -1.9, z: 0 }, catalogue), 0);
  assert.equal(counterpart({ y: -2.1, z: 0 }, catalogue), -1);
  assert.equal(counterpart({ y: 0, z: 0 }, []), -1);
});
