/** Base64 of RFC 4648 for large streams, strict about what it reads. */

import { VoTableError } from './votable-error.ts';

// Own code instead of atob, which gives a string instead of bytes and forgives what it should not.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));

// Digits are below 64; padding and anything illegal end them.
const blank = 64;
const padding = 65;
const invalid = 66;
const values = new Uint8Array(128).fill(invalid);
codes.forEach((code, value) => (values[code] = value));
for (const letter of ' \t\r\n') values[letter.charCodeAt(0)] = blank;
values['='.charCodeAt(0)] = padding;

/**
 * The bytes of a base64 text, in which white space does not count.
 * Throws `corrupt` for any other character, for padding that is missing or too much, and for text after it.
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [length, bits, digits] = [0, 0, 0];
  let i = 0;
  for (; i < text.length; i++) {
    const value = valueOf(text, i);
    if (value === blank) continue;
    if (value >= padding) break;
    bits = (bits << 6) | value;
    if (++digits % 4 === 0) {
      bytes[length++] = (bits >> 16) & 255;
      bytes[length++] = (bits >> 8) & 255;
      bytes[length++] = bits & 255;
      bits = 0;
    }
  }
  const rest = digits % 4;
  requireEnd(text, i, rest);
  if (rest >= 2) bytes[length++] = (bits >> (rest === 2 ? 4 : 10)) & 255;
  if (rest === 3) bytes[length++] = (bits >> 2) & 255;
  return bytes.subarray(0, length);
}

// 0 to 63 for digits, else blank, padding or invalid; one table look-up per character.
function valueOf(text: string, i: number): number {
  const code = text.charCodeAt(i);
  return code < 128 ? values[code]! : invalid;
}

/** From `start` on there must be nothing but the right number of padding characters. */
function requireEnd(text: string, start: number, rest: number): void {
  let paddings = 0;
  for (let i = start; i < text.length; i++) {
    const value = valueOf(text, i);
    if (value === padding) paddings++;
    else if (value !== blank) {
      throw new VoTableError('corrupt', `the base64 stream has a misplaced '${text[i]}' at character ${i}`);
    }
  }
  if (paddings !== [0, -1, 2, 1][rest]) {
    throw new VoTableError('corrupt', 'the base64 stream ends in the middle of a byte');
  }
}

const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string) => { decode(bytes: Uint8Array): string };
};
const latin1 = new TextDecoder('latin1');

/** Base64 in lines of 76 characters, each ended by a line feed. */
export function encodeBase64(bytes: Uint8Array): string {
  const groups = Math.ceil(bytes.length / 3);
  const text = new Uint8Array(4 * groups + Math.ceil(groups / 19));
  let at = 0;
  for (let group = 0; group < groups; group++) {
    const i = 3 * group;
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[at++] = codes[bits >> 18]!;
    text[at++] = codes[(bits >> 12) & 63]!;
    text[at++] = i + 1 < bytes.length ? codes[(bits >> 6) & 63]! : 61;
    text[at++] = i + 2 < bytes.length ? codes[bits & 63]! : 61;
    if (group % 19 === 18 || group === groups - 1) text[at++] = 10;
  }
  return latin1.decode(text.subarray(0, at));
}
