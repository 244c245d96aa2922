// Decodes fixed-width character fields in bulk: one native decode of many rows, then a slice for each,
// which is several times faster than building every string from its bytes.

interface Decoder {
  decode(bytes: Uint8Array): string;
}

// Declared here, since this package compiles without the types of Node or of browsers, which both have it.
const { TextDecoder } = globalThis as unknown as { TextDecoder: new (label: string) => Decoder };

// Latin-1 maps each byte to one character, so that offsets in text and bytes agree; a legal file is ASCII only.
const latin1 = new TextDecoder('latin1');

// Strings have a maximal length in every engine, 2^29 characters in V8.
const batchBytes = 1 << 24;

/** Fields of `width` bytes, `stride` bytes apart. */
export interface TextPlacement {
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  readonly width: number;
}

/** Copies the fields of rows `first` to `last` next to each other, unless they already are. */
function packFields(bytes: Uint8Array, at: TextPlacement, first: number, last: number): Uint8Array {
  const begin = at.start + first * at.stride;
  if (at.stride === at.width) return bytes.subarray(begin, begin + (last - first) * at.width);
  const packed = new Uint8Array((last - first) * at.width);
  for (let row = first, next = 0; row < last; row++) {
    const offset = at.start + row * at.stride;
    for (let i = 0; i < at.width; i++) packed[next++] = bytes[offset + i]!;
  }
  return packed;
}

/** End of a field's text: at the first NUL; without one, trailing blanks are padding (FITS 4.0, section 7.3.3.1). */
function fieldEnd(packed: Uint8Array, begin: number, end: number): number {
  for (let i = begin; i < end; i++) if (packed[i] === 0) return i;
  let last = end;
  while (last > begin && packed[last - 1] === 0x20) last--;
  return last;
}

/** The strings of a fixed-width column, one per row. */
export function decodeFields(bytes: Uint8Array, at: TextPlacement): string[] {
  if (at.width === 0) return Array.from({ length: at.rows }, () => '');
  const values: string[] = [];
  const batch = Math.max(1, Math.floor(batchBytes / at.width));
  for (let first = 0; first < at.rows; first += batch) {
    const last = Math.min(first + batch, at.rows);
    const packed = packFields(bytes, at, first, last);
    const text = latin1.decode(packed);
    for (let row = 0, begin = 0; row < last - first; row++, begin += at.width) {
      values.push(text.slice(begin, fieldEnd(packed, begin, begin + at.width)));
    }
  }
  return values;
}

/** The text of one variable-length string: up to a NUL; its length is given, so trailing blanks are its own. */
export function decodeText(bytes: Uint8Array, begin: number, end: number): string {
  const text = bytes.subarray(begin, end);
  const nul = text.indexOf(0);
  return latin1.decode(nul === -1 ? text : text.subarray(0, nul));
}
