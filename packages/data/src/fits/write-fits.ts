// Writes FITS files: sizes are known before anything is encoded, so that each file is allocated once and
// filled in place; checksums are patched in at the end.
import { addSums, encodeChecksum, onesComplementSum } from './checksum.ts';
import { encodeText } from './encode-text.ts';
import { entryKeyword, formatEntry, type HeaderEntry } from './format-header.ts';
import { recordLength } from './header-card.ts';
import type { HduPosition, HduSpec } from './hdu-spec.ts';
import { imageHdu } from './image-spec.ts';
import { paddedLength } from './parse-header.ts';

// Keywords that follow from the data; in a header copied from another file they may be stale.
const structural = new RegExp(
  '^(?:SIMPLE|XTENSION|BITPIX|NAXIS\\d*|EXTEND|PCOUNT|GCOUNT|GROUPS|BSCALE|BZERO|BLANK|TFIELDS|THEAP|' +
    'T(?:TYPE|FORM|UNIT|NULL|SCAL|ZERO|DIM|DISP|BCOL)\\d+|LONGSTRN|CHECKSUM|DATASUM|END)$',
);

/** Placeholders have the length of the final values, which are patched in place. */
const checksumEntries: readonly HeaderEntry[] = [
  { keyword: 'CHECKSUM', value: '0'.repeat(16), comment: 'HDU checksum' },
  { keyword: 'DATASUM', value: '0'.repeat(10), comment: 'data unit checksum' },
];

const longStrings: HeaderEntry = { keyword: 'LONGSTRN', value: 'OGIP 1.0', comment: 'long strings may be continued' };

// LONGSTRN must come before the first CONTINUE that a reader meets among the caller's keywords.
function headerRecords(hdu: HduSpec, position: HduPosition, checksums: boolean): string[] {
  const structure = hdu.structure(position);
  const taken = new Set(structure.map(entryKeyword));
  const own = hdu.header.filter((entry) => !taken.has(entryKeyword(entry)) && !structural.test(entryKeyword(entry)));
  const first = structure.flatMap(formatEntry);
  const rest = own.flatMap(formatEntry);
  const continued = [...first, ...rest].some((record) => record.startsWith('CONTINUE'));
  return [
    ...first,
    ...(continued ? formatEntry(longStrings) : []),
    ...rest,
    ...(checksums ? checksumEntries.flatMap(formatEntry) : []),
    'END'.padEnd(recordLength),
  ];
}

/** An HDU with its header text and its byte offsets in the file. */
interface PlacedHdu {
  readonly hdu: HduSpec;
  readonly records: readonly string[];
  readonly start: number;
  readonly dataStart: number;
  readonly end: number;
}

function placeHdus(hdus: readonly HduSpec[], checksums: boolean): PlacedHdu[] {
  const placed: PlacedHdu[] = [];
  let start = 0;
  for (const [i, hdu] of hdus.entries()) {
    const records = headerRecords(hdu, { primary: i === 0, extended: hdus.length > 1 }, checksums);
    const dataStart = start + paddedLength(records.length * recordLength);
    const end = dataStart + paddedLength(hdu.dataLength);
    placed.push({ hdu, records, start, dataStart, end });
    start = end;
  }
  return placed;
}

/** Replaces the value of the record `fromEnd` places before the end of the header. */
function patchValue(bytes: Uint8Array, place: PlacedHdu, fromEnd: number, value: string): void {
  const offset = place.start + (place.records.length - fromEnd) * recordLength;
  encodeText(bytes, offset + 11, value, 'A checksum');
}

// DATASUM first: its characters are part of what CHECKSUM covers.
function writeChecksums(bytes: Uint8Array, place: PlacedHdu): void {
  const dataSum = onesComplementSum(bytes, place.dataStart, place.end);
  patchValue(bytes, place, 2, String(dataSum).padEnd(10));
  const headerSum = onesComplementSum(bytes, place.start, place.dataStart);
  patchValue(bytes, place, 3, encodeChecksum(addSums(headerSum, dataSum)));
}

/** Options of {@link writeFits}. */
export interface WriteOptions {
  /** Whether each HDU gets CHECKSUM and DATASUM; by default it does. */
  readonly checksums?: boolean;
}

/**
 * The bytes of a FITS file with these HDUs; an empty primary HDU is put first when the first one is a table.
 * The same input always gives the same bytes: no date is written unless the caller gives one.
 * Throws `invalid_request` for what FITS cannot hold. Source: FITS Standard 4.0.
 *
 * ```ts
 * const bytes = writeFits([
 *   imageHdu({ header: [['TELESCOP', 'INTEGRAL', 'mission']] }),
 *   tableHdu({ name: 'RATE', columns: [{ name: 'TIME', values: timeS, unit: 's' }] }),
 * ]);
 * ```
 */
export function writeFits(hdus: readonly HduSpec[], { checksums = true }: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  const all = hdus[0]?.kind === 'image' ? hdus : [imageHdu(), ...hdus];
  const placed = placeHdus(all, checksums);
  const bytes = new Uint8Array(placed.at(-1)!.end);
  for (const place of placed) {
    bytes.fill(0x20, place.start, place.dataStart);
    encodeText(bytes, place.start, place.records.join(''), 'The header');
    place.hdu.encode(bytes, place.dataStart);
    if (checksums) writeChecksums(bytes, place);
  }
  return bytes;
}
