// Two FITS files, HDU by HDU: headers card by card, images by pixels, tables by columns.
import { type Column, type FitsFile, type Hdu, type ImageHdu, readFits, type TableHdu } from '../fits/index.ts';
import { Wcs, WcsError } from '../wcs/index.ts';
import { type CardDifference, compareCards, volatileKeywords } from './compare-cards.ts';
import { compareImages, type ImageComparison } from './compare-images.ts';
import type { TableColumn } from './compare-columns.ts';
import { compareTables, type TableComparison, type TableData } from './compare-tables.ts';
import { type BytesComparison, compareBytes } from './compare-bytes.ts';

/** How to compare FITS files. */
export interface FitsOptions {
  /** Keywords that do not count; by default {@link volatileKeywords}. */
  readonly ignoredKeywords?: readonly string[];
  /** Columns that name the rows of tables, where a table has them. */
  readonly keys?: readonly string[];
}

/** How two HDUs in one place compare. */
export interface HduComparison {
  /** Position in the first file; in the second where there is only that. */
  readonly index: number;
  /** EXTNAME; empty when there is none. */
  readonly name: string;
  readonly state: 'both' | 'added' | 'removed';
  readonly identical: boolean;
  readonly cards: readonly CardDifference[];
  /** Absent for HDUs without data, of different kinds, or that are only in one file. */
  readonly data?: ImageComparison | TableComparison | BytesComparison;
  /** `image, then table`, where the kinds differ. */
  readonly kinds?: string;
}

/** How two FITS files compare. */
export interface FitsComparison {
  readonly kind: 'fits';
  /** No difference in headers but for ignored keywords, and none in data. */
  readonly identical: boolean;
  readonly sameBytes: boolean;
  readonly hdus: readonly HduComparison[];
}

/**
 * Compares two uncompressed FITS files. HDUs are matched by EXTNAME and EXTVER where both files name them, else by place.
 * Values are compared as physical ones (BSCALE, TSCAL applied; undefined ones as NaN).
 * @throws FitsError `not_fits`, `truncated`, `corrupt` for what cannot be read.
 */
export function compareFits(before: Uint8Array, after: Uint8Array, options: FitsOptions = {}): FitsComparison {
  const { identical: sameBytes } = compareBytes(before, after);
  const [old, now] = [readFits(before), readFits(after)];
  const hdus = matchHdus(old, now).map(([a, b]) => compareHdus(a, b, options));
  return { kind: 'fits', identical: hdus.every(({ identical }) => identical), sameBytes, hdus };
}

type Place = { readonly hdu: Hdu; readonly index: number } | undefined;

function matchHdus(before: FitsFile, after: FitsFile): [Place, Place][] {
  const free = new Map(after.hdus.map((hdu, index) => [index, { hdu, index }]));
  const named = Map.groupBy([...free.values()], ({ hdu }) => titleOf(hdu));
  const titles = new Set(before.hdus.map(titleOf));
  const pairs = before.hdus.map((hdu, index): [Place, Place] => {
    const wanted = hdu.name !== '' && named.has(titleOf(hdu)) ? named.get(titleOf(hdu))!.shift() : undefined;
    // By place only what has no partner of its own name.
    const inPlace = free.get(index);
    const partner =
      wanted ?? (inPlace && !(inPlace.hdu.name !== '' && titles.has(titleOf(inPlace.hdu))) ? inPlace : undefined);
    if (partner) free.delete(partner.index);
    return [{ hdu, index }, partner];
  });
  return [...pairs, ...Array.from(free.values(), (place): [Place, Place] => [undefined, place])];
}

function titleOf({ name, header }: Hdu): string {
  return `${name.toUpperCase()} ${Number(header.get('EXTVER') ?? 1)}`;
}

function compareHdus(before: Place, after: Place, options: FitsOptions): HduComparison {
  const { index, hdu } = (before ?? after)!;
  const about = { index, name: hdu.name };
  if (!before || !after) return { ...about, state: before ? 'removed' : 'added', identical: false, cards: [] };
  const [a, b] = [before.hdu, after.hdu];
  const cards = compareCards(a.header, b.header, options.ignoredKeywords ?? volatileKeywords);
  if (a.kind !== b.kind)
    return { ...about, state: 'both', identical: false, cards, kinds: `${a.kind}, then ${b.kind}` };
  const data = compareData(a, b, options);
  return {
    ...about,
    state: 'both',
    identical: cards.length === 0 && (data?.identical ?? true),
    cards,
    ...(data && { data }),
  };
}

function compareData(a: Hdu, b: Hdu, { keys = [] }: FitsOptions): HduComparison['data'] {
  if (a.kind === 'image' && b.kind === 'image')
    return a.shape.length + b.shape.length === 0 ? undefined : comparePixels(a, b);
  if (a.kind === 'table' && b.kind === 'table') return compareTables(tableOf(a), tableOf(b), { keys });
  if (a.kind === 'other' && b.kind === 'other') return compareBytes(a.data, b.data);
  return undefined;
}

// Images of frames that cannot be put over each other are compared without their coordinates.
function comparePixels(a: ImageHdu, b: ImageHdu): ImageComparison {
  const [old, now] = [imageOf(a), imageOf(b)];
  const [one, other] = [wcsOf(a), wcsOf(b)];
  try {
    return compareImages({ ...old, ...(one && { wcs: one }) }, { ...now, ...(other && { wcs: other }) });
  } catch (error) {
    if (error instanceof WcsError) return compareImages(old, now);
    throw error;
  }
}

function imageOf(hdu: ImageHdu): { shape: readonly number[]; data: Float64Array; unit?: string } {
  const data = hdu.shape.length === 0 ? new Float64Array(0) : hdu.pixels().physical();
  return { shape: hdu.shape, data, ...(hdu.unit !== undefined && { unit: hdu.unit }) };
}

function wcsOf({ header, shape }: ImageHdu): Wcs | undefined {
  if (shape.length !== 2 || !header.has('CTYPE1')) return undefined;
  try {
    return new Wcs(header);
  } catch (error) {
    if (error instanceof WcsError) return undefined;
    throw error;
  }
}

function tableOf({ rowCount, columns }: TableHdu): TableData {
  return { rowCount, columns: columns.map((column) => columnOf(column, rowCount)) };
}

function columnOf(column: Column, rowCount: number): TableColumn {
  const { name, unit, scale, zero, type, variable, nullValue } = column;
  const isPlain = variable || type === 'string' || type === 'bool' || type === 'bit' || type.startsWith('complex');
  const isScaled = scale !== 1 || zero !== 0 || nullValue !== undefined;
  const values = isPlain || !isScaled ? column.values : column.physical();
  const width = rowCount === 0 || variable ? 1 : values.length / rowCount;
  return { name, values, width, ...(unit !== undefined && { unit }) };
}
