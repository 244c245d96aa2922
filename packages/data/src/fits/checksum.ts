// The CHECKSUM and DATASUM convention (FITS 4.0, section 4.4.2.7 and appendix J): a 32-bit ones' complement
// sum over each HDU, encoded so that the sum of an intact HDU is zero.
import type { Header } from './header.ts';

/** Outcome of comparing one checksum keyword with the bytes. */
export type ChecksumState = 'ok' | 'wrong' | 'absent';

/** What the two checksum keywords of an HDU say about its bytes. */
export interface ChecksumReport {
  /** CHECKSUM, over header and data. */
  readonly checksum: ChecksumState;
  /** DATASUM, over the data alone. */
  readonly datasum: ChecksumState;
}

/** Adds the carries beyond 32 bits to the low end, until there are none. */
function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffffffff) folded = (folded % 0x100000000) + Math.floor(folded / 0x100000000);
  return folded;
}

/** The ones' complement sum of big-endian 32-bit words of `bytes[start, end)`; a missing tail counts as zeros. */
export function onesComplementSum(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeEnd = end - ((end - start) % 4);
  // A float64 adds 2^20 words of 32 bits without rounding before the carries must be folded in.
  const batch = 4 * 2 ** 20;
  let sum = 0;
  for (let from = start; from < wholeEnd; from += batch) {
    const to = Math.min(from + batch, wholeEnd);
    for (let at = from; at < to; at += 4) sum += view.getUint32(at);
    sum = fold(sum);
  }
  for (let at = wholeEnd; at < end; at++) sum += bytes[at]! * 2 ** (24 - 8 * (at - wholeEnd));
  return fold(sum);
}

/** Ones' complement sum of two sums. */
export function addSums(a: number, b: number): number {
  return fold(a + b);
}

const isAlphanumeric = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** Four letters or digits whose offsets from '0' add up to `byte`. */
function encodeByte(byte: number): number[] {
  const quarter = Math.floor(byte / 4) + 0x30;
  const codes = [quarter + (byte % 4), quarter, quarter, quarter];
  // Moving one unit within a pair keeps the sum and escapes the punctuation between the alphanumerics.
  for (const first of [0, 2]) {
    while (!isAlphanumeric(codes[first]!) || !isAlphanumeric(codes[first + 1]!)) {
      codes[first]!++;
      codes[first + 1]!--;
    }
  }
  return codes;
}

/** The 16 characters of CHECKSUM that bring an HDU whose sum (with 16 zeros in their place) is `sum` to zero. */
export function encodeChecksum(sum: number): string {
  const complement = 0xffffffff - sum;
  const characters = Array.from({ length: 16 }, () => '0');
  for (let i = 0; i < 4; i++) {
    const codes = encodeByte(Math.floor(complement / 2 ** (24 - 8 * i)) % 256);
    // Rotated by one, because the value starts at byte 11 of its record, one before a word boundary.
    for (let j = 0; j < 4; j++) characters[(4 * j + i + 1) % 16] = String.fromCharCode(codes[j]!);
  }
  return characters.join('');
}

/** Compares the checksum keywords of `header` with the HDU's bytes. */
export function verifyChecksums(
  header: Header,
  bytes: Uint8Array,
  extent: { readonly headerStart: number; readonly dataStart: number; readonly end: number },
): ChecksumReport {
  const end = Math.min(extent.end, bytes.length);
  const dataSum = onesComplementSum(bytes, Math.min(extent.dataStart, end), end);
  const headerSum = onesComplementSum(bytes, extent.headerStart, Math.min(extent.dataStart, end));
  const total = addSums(headerSum, dataSum);
  const declared = header.get('DATASUM');
  const state = (ok: boolean): ChecksumState => (ok ? 'ok' : 'wrong');
  // An empty CHECKSUM or DATASUM is the convention's way to say "undefined".
  const present = (keyword: string): boolean => ![undefined, null, ''].includes(header.get(keyword) as string | null);
  return {
    checksum: present('CHECKSUM') ? state(total === 0xffffffff || total === 0) : 'absent',
    datasum: present('DATASUM') ? state(Number(declared) === dataSum) : 'absent',
  };
}
