// The planes of a FITS file that can be looked at: every image HDU, cubes slice by slice, with coordinates and errors.
import { StemmaError } from '@stemma/core';
import { type Header, type ImageHdu, readFits } from '@stemma/data/fits';
import { Wcs } from '@stemma/data/wcs';

/** An image to look at. */
export interface ImagePlane {
  /** IMATYPE or EXTNAME, else the number of the HDU; slices of cubes with their number. */
  readonly name: string;
  /** Place of the HDU in the file. */
  readonly hdu: number;
  readonly columns: number;
  readonly rows: number;
  /** BUNIT, or the empty string. */
  readonly unit: string;
  readonly header: Header;
  /** Coordinates; `undefined` without usable ones, and `wcsProblem` then says why. */
  readonly wcs: Wcs | undefined;
  readonly wcsProblem: string | undefined;
  /** Whether values are significances, whose zero has a meaning. */
  readonly isSignificance: boolean;
  /** Physical values row by row from the bottom, decoded at the first call and kept. */
  values(): Float64Array;
}

/** More slices of a cube than people page through; the others are left out. */
const maxSlices = 64;

/**
 * The planes of an uncompressed FITS file. @throws StemmaError `no_data` when it has no image, `corrupt` when it is
 * damaged.
 */
export function readPlanes(bytes: Uint8Array): readonly ImagePlane[] {
  const planes = openFile(bytes).flatMap((hdu, index) =>
    hdu.kind === 'image' && hdu.shape.length >= 2 && !hdu.shape.includes(0) ? planesOf(hdu, index) : [],
  );
  if (planes.length > 0) return planes;
  throw new StemmaError('no_data', 'the FITS file has no image: all its HDUs are tables or empty');
}

function openFile(bytes: Uint8Array) {
  try {
    return readFits(bytes).hdus;
  } catch (error) {
    throw new StemmaError('corrupt', `the file cannot be read as FITS: ${(error as Error).message}`, {}, error);
  }
}

function planesOf(hdu: ImageHdu, index: number): ImagePlane[] {
  const [rows, columns] = [hdu.shape.at(-2)!, hdu.shape.at(-1)!];
  const imageType = hdu.header.get('IMATYPE');
  const base = (typeof imageType === 'string' && imageType.trim()) || hdu.name || `HDU ${index}`;
  const sliceCount = Math.min(
    maxSlices,
    hdu.shape.slice(0, -2).reduce((count, size) => count * size, 1),
  );
  const { wcs, wcsProblem } = coordinates(hdu.header);
  let kept: Float64Array | undefined;
  const size = rows * columns;
  return Array.from({ length: sliceCount }, (_, slice) => ({
    name: sliceCount > 1 ? `${base} ${slice + 1}` : base,
    hdu: index,
    columns,
    rows,
    unit: hdu.unit?.trim() ?? '',
    header: hdu.header,
    wcs,
    wcsProblem,
    isSignificance: /^signif|^snr$|^sqrt_ts$/i.test(base),
    values: () => (kept ??= hdu.pixels().physical()).subarray(slice * size, (slice + 1) * size),
  }));
}

function coordinates(header: Header): Pick<ImagePlane, 'wcs' | 'wcsProblem'> {
  try {
    return { wcs: new Wcs(header), wcsProblem: undefined };
  } catch (error) {
    return { wcs: undefined, wcsProblem: (error as Error).message };
  }
}

/** One standard deviation of a pixel, out of the plane of variances or errors with the same shape; NaN without one. */
export function sigmaOf(planes: readonly ImagePlane[], plane: ImagePlane): (index: number) => number {
  if (plane.isSignificance || /^(variance|error|sigma)/i.test(plane.name)) return () => NaN;
  const fits = ({ columns, rows }: ImagePlane) => columns === plane.columns && rows === plane.rows;
  const variance = planes.find((other) => fits(other) && /^var/i.test(other.name));
  if (variance) return (index) => Math.sqrt(variance.values()[index]!);
  const error = planes.find((other) => fits(other) && /^(err|sigma|stat_err)/i.test(other.name));
  return error ? (index) => error.values()[index]! : () => NaN;
}
