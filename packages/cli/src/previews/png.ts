// Palette images as PNG (ISO/IEC 15948), compressed by the platform.
import { crc32, deflateSync } from 'node:zlib';
import type { Rgb } from '@stemma/data/figure';

/** The index of pixels without a value, which are transparent. */
export const noValue = 255;

/**
 * A PNG of palette indices, top row first; index 255 is transparent.
 * @param palette 255 colours.
 */
export function palettePng(indices: Uint8Array, width: number, height: number, palette: readonly Rgb[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, colour type 3 (palette).
  header.set([8, 3], 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const alpha = Buffer.alloc(256, 255);
  alpha[noValue] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from([...palette, [0, 0, 0]].flat())),
    chunk('tRNS', alpha),
    // Level 1: a preview is made anew for each stretch, and is small.
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
