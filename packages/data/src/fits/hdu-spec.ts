// The contract between the builders of HDUs (imageHdu, tableHdu) and writeFits, which places them in a file.
import type { HeaderEntry, KeywordEntry } from './format-header.ts';

/** Where an HDU stands in the file, which decides its first keywords. */
export interface HduPosition {
  readonly primary: boolean;
  /** Whether extensions follow. */
  readonly extended: boolean;
}

/** An HDU ready to be written, made by `imageHdu` or `tableHdu`. */
export interface HduSpec {
  readonly kind: 'image' | 'table';
  /** The keywords that the data require, mandatory ones first. */
  structure(position: HduPosition): KeywordEntry[];
  /** The caller's own keywords. */
  readonly header: readonly HeaderEntry[];
  /** Bytes of data without padding. */
  readonly dataLength: number;
  /** Writes the data at byte `start`, where all bytes are zero. */
  encode(bytes: Uint8Array, start: number): void;
}

/** EXTNAME and EXTVER, where given. */
export function nameEntries(name: string | undefined, version: number | undefined): KeywordEntry[] {
  const entries: KeywordEntry[] = [];
  if (name !== undefined && name !== '') entries.push({ keyword: 'EXTNAME', value: name });
  if (version !== undefined) entries.push({ keyword: 'EXTVER', value: version });
  return entries;
}
