// Encodes strings into character fields, refusing what FITS cannot hold.
import { FitsError } from './fits-error.ts';

/**
 * Writes the ASCII codes of `text` at `offset`. Throws `invalid_request` outside printable ASCII (FITS 4.0,
 * section 7.3.3.1); `where` names the place.
 */
export function encodeText(bytes: Uint8Array, offset: number, text: string, where: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) {
      const shown = JSON.stringify(text.slice(0, 40));
      throw new FitsError('invalid_request', `${where} holds ${shown}, but FITS text is printable ASCII only.`);
    }
    bytes[offset + i] = code;
  }
}

/**
 * The field width that keeps every string. A field without a NUL loses trailing blanks on reading, so the
 * longest string gets one byte more when it ends in a blank.
 */
export function fieldWidth(texts: readonly string[]): number {
  let width = 0;
  for (const text of texts) {
    const needed = text.endsWith(' ') ? text.length + 1 : text.length;
    if (needed > width) width = needed;
  }
  return width;
}
