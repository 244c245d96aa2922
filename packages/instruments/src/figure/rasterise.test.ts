// Rasterising: the right size, text drawn with the fonts that come along, and the same bytes every time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rasterise } from './rasterise.ts';

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40" font-family="DejaVu Sans, sans-serif"><rect width="60" height="40" fill="#fff"/>${inside}</svg>`;
const letter = '<text x="10" y="30" font-size="24">σ</text>';

function sizeOf(png: Uint8Array): [width: number, height: number] {
  const view = new DataView(png.buffer, png.byteOffset);
  assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return [view.getUint32(16), view.getUint32(20)];
}

test('an image has two pixels for each unit, or as many as are asked for', async () => {
  assert.deepEqual(sizeOf(await rasterise(svg(letter))), [120, 80]);
  assert.deepEqual(sizeOf(await rasterise(svg(letter), 1)), [60, 40]);
});

test('the same document gives the same bytes, also when several are drawn at once', async () => {
  const [first, second] = await Promise.all([rasterise(svg(letter)), rasterise(svg(letter))]);
  assert.deepEqual(first, second);
  assert.deepEqual(await rasterise(svg(letter)), first);
});

test('text is drawn, letter by letter and also bold', async () => {
  const images = await Promise.all(
    ['', letter, letter.replace('σ', 'χ'), letter.replace('<text', '<text font-weight="bold"')].map((text) =>
      rasterise(svg(text), 1),
    ),
  );
  assert.equal(new Set(images.map((png) => Buffer.from(png).toString('base64'))).size, 4);
});

test('what is no SVG is refused', async () => {
  await assert.rejects(rasterise('no picture'));
});
