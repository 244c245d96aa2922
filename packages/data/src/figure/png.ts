/** Palette images as PNG, for pictures inside SVG figures: pure, without compression, the same bytes for the same pixels. */

/** A colour: red, green, blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

// CRC-32 of ISO 3309 by bytes, as PNG wants it (ISO/IEC 15948, annex D).
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xed_b8_83_20 ^ (c >>> 1) : c >>> 1;
  return c;
});

/**
 * A PNG (ISO/IEC 15948, colour type 3) of `width` times `height` palette indices, top row first.
 * @throws RangeError when the number of pixels is wrong or the palette has no or more than 256 colours.
 */
export function palettePng(pixels: Uint8Array, width: number, height: number, palette: readonly Rgb[]): Uint8Array {
  if (pixels.length !== width * height) {
    throw new RangeError(`${pixels.length} pixels do not fill ${width} times ${height}`);
  }
  if (palette.length === 0 || palette.length > 256) throw new RangeError('a palette has 1 to 256 colours');
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3], 8);
  const rows = new Uint8Array(height * (width + 1));
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', storedZlib(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as a data address that SVG takes as an image. */
export function pngDataUri(png: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < png.length; i += 3) {
    const bits = (png[i]! << 16) | ((png[i + 1] ?? 0) << 8) | (png[i + 2] ?? 0);
    const digit = (shift: number) => base64Digits[(bits >> shift) & 63]!;
    parts.push(digit(18), digit(12), i + 1 < png.length ? digit(6) : '=', i + 2 < png.length ? digit(0) : '=');
  }
  return `data:image/png;base64,${parts.join('')}`;
}

// Length, type, data, and the checksum over type and data.
function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.codePointAt(i)!;
  out.set(data, 8);
  let crc = 0xff_ff_ff_ff;
  for (const byte of out.subarray(4, data.length + 8)) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  view.setUint32(data.length + 8, ~crc >>> 0);
  return out;
}

// Stored blocks of RFC 1951 inside the frame of RFC 1950: no compressor that could change the bytes one day.
function storedZlib(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < data.length; start += 0xff_ff) {
    const block = data.subarray(start, start + 0xff_ff);
    const isLast = start + block.length === data.length ? 1 : 0;
    const { length } = block;
    parts.push(Uint8Array.of(isLast, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff), block);
  }
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  parts.push(Uint8Array.of(b >> 8, b & 0xff, a >> 8, a & 0xff));
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
