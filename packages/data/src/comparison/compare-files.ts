// Two files by what they hold: FITS by HDUs, JSON by places, text by lines, anything else by bytes.
import { FitsError, gunzipIfNeeded } from '../fits/index.ts';
import { type BytesComparison, compareBytes } from './compare-bytes.ts';
import { compareFits, type FitsComparison, type FitsOptions } from './compare-fits.ts';
import { compareJson, type JsonComparison } from './compare-json.ts';
import { compareTexts, type TextComparison } from './compare-texts.ts';

// The platform's own decoder; this package is compiled without the types of any platform.
const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string, options?: { fatal?: boolean }) => { decode(bytes: Uint8Array): string };
};
const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

/** The comparison that fits the content of two files. */
export type FileComparison = BytesComparison | FitsComparison | JsonComparison | TextComparison;

/**
 * Compares two files by their content; gzip is taken off first. Files that say they are FITS and are not, are compared
 * as bytes: a comparison must work on damaged files too.
 */
export async function compareFiles(
  before: Uint8Array,
  after: Uint8Array,
  options: FitsOptions = {},
): Promise<FileComparison> {
  const bytes = compareBytes(before, after);
  if (bytes.identical) return bytes;
  try {
    const [a, b] = [await gunzipIfNeeded(before), await gunzipIfNeeded(after)];
    if (isFits(a) && isFits(b)) return compareFits(a, b, options);
    const [old, now] = [textOf(a), textOf(b)];
    if (old === undefined || now === undefined) return bytes;
    return compareDocuments(old, now) ?? compareTexts(old, now);
  } catch (error) {
    if (error instanceof FitsError) return bytes;
    throw error;
  }
}

function isFits(bytes: Uint8Array): boolean {
  return latin1.decode(bytes.subarray(0, 9)) === 'SIMPLE  =';
}

// A zero byte is in no text; bytes that are no UTF-8 are none for us.
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function compareDocuments(before: string, after: string): JsonComparison | undefined {
  if (!/^\s*[[{]/.test(before) || !/^\s*[[{]/.test(after)) return undefined;
  try {
    const report = compareJson(JSON.parse(before), JSON.parse(after));
    // Equal documents in other bytes: the texts tell more than "no change".
    return report.identical ? undefined : report;
  } catch {
    return undefined;
  }
}
