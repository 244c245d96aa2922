/** Tests of PNG writing: decoded by another implementation, the same pixels come back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { palettePng, pngDataUri, type Rgb } from './png.ts';

const palette: readonly Rgb[] = [
  [0, 0, 0],
  [255, 128, 7],
];

function chunksOf(png: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(png.buffer, png.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const body = png.subarray(at + 4, at + 8 + length);
    assert.equal(view.getUint32(at + 8 + length), crc32(body));
    chunks.set(new TextDecoder().decode(body.subarray(0, 4)), body.subarray(4));
    at += length + 12;
  }
  return chunks;
}

test('size, palette and pixels come back, over several blocks of data', () => {
  const [width, height] = [300, 400];
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => ((i * 7919) % 5) & 1);
  const chunks = chunksOf(palettePng(pixels, width, height, palette));
  assert.deepEqual([...chunks.keys()], ['IHDR', 'PLTE', 'IDAT', 'IEND']);
  assert.deepEqual([...chunks.get('IHDR')!], [0, 0, 1, 44, 0, 0, 1, 144, 8, 3, 0, 0, 0]);
  assert.deepEqual([...chunks.get('PLTE')!], [0, 0, 0, 255, 128, 7]);
  const rows = inflateSync(chunks.get('IDAT')!);
  assert.equal(rows.length, height * (width + 1));
  for (const row of [0, 218, 399]) {
    assert.equal(rows[row * (width + 1)], 0);
    const start = row * (width + 1) + 1;
    assert.deepEqual([...rows.subarray(start, start + width)], [...pixels.subarray(row * width, (row + 1) * width)]);
  }
});

test('a data address holds the same bytes', () => {
  const png = palettePng(Uint8Array.of(0, 1), 2, 1, palette);
  const [head, body] = pngDataUri(png).split(',');
  assert.equal(head, 'data:image/png;base64');
  assert.deepEqual(Buffer.from(body!, 'base64'), Buffer.from(png));
});

test('a wrong number of pixels or colours is refused', () => {
  assert.throws(() => palettePng(new Uint8Array(3), 2, 2, palette), RangeError);
  assert.throws(() => palettePng(new Uint8Array(4), 2, 2, []), RangeError);
});
