// Opens a FITS file in memory: parses all headers, leaves all data where they are until they are asked for.
import { type ChecksumReport, verifyChecksums } from './checksum.ts';
import { optionalText } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import { isGzip } from './gunzip.ts';
import { type HduExtent, locateHdu } from './hdu-extent.ts';
import type { Header } from './header.ts';
import { ImageHdu } from './image-hdu.ts';
import { parseHeader, startsWith } from './parse-header.ts';
import { TableHdu } from './table-hdu.ts';

/** An extension of a type that this library does not interpret. */
export interface OtherHdu {
  readonly kind: 'other';
  readonly header: Header;
  /** EXTNAME, or the empty string. */
  readonly name: string;
  readonly extent: HduExtent;
  /** The undecoded data. */
  readonly data: Uint8Array;
  /** Compares CHECKSUM and DATASUM with the bytes. */
  checksums(): ChecksumReport;
}

/** A header-data unit; `kind` tells which. */
export type Hdu = ImageHdu | TableHdu | OtherHdu;

/** An open FITS file. */
export class FitsFile {
  /** All HDUs in order, the primary one first. */
  readonly hdus: readonly Hdu[];

  constructor(hdus: readonly Hdu[]) {
    this.hdus = hdus;
  }

  /**
   * An HDU by EXTNAME (ignoring case) or 0-based position. Of several with one name the first is taken, or the
   * one whose EXTVER is `version`. Throws `not_found`.
   */
  hdu(nameOrIndex: string | number, version?: number): Hdu {
    const found = typeof nameOrIndex === 'number' ? this.hdus[nameOrIndex] : this.#named(nameOrIndex, version);
    if (found !== undefined) return found;
    const names = this.hdus.map((hdu, i) => `${i}${hdu.name === '' ? '' : ` ${hdu.name}`}`).join(', ');
    const wanted =
      version === undefined ? JSON.stringify(nameOrIndex) : `${JSON.stringify(nameOrIndex)} version ${version}`;
    throw new FitsError('not_found', `There is no HDU ${wanted}; the file has: ${names}.`);
  }

  /** The HDU, if it is an image. Throws `not_found` otherwise. */
  image(nameOrIndex: string | number, version?: number): ImageHdu {
    const hdu = this.hdu(nameOrIndex, version);
    if (hdu.kind === 'image') return hdu;
    throw new FitsError('not_found', `HDU ${JSON.stringify(nameOrIndex)} is no image.`);
  }

  /** The HDU, if it is a table. Throws `not_found` otherwise. */
  table(nameOrIndex: string | number, version?: number): TableHdu {
    const hdu = this.hdu(nameOrIndex, version);
    if (hdu.kind === 'table') return hdu;
    throw new FitsError('not_found', `HDU ${JSON.stringify(nameOrIndex)} is no table.`);
  }

  // EXTVER is 1 when it is absent (FITS 4.0, section 4.4.2.6).
  #named(name: string, version: number | undefined): Hdu | undefined {
    const folded = name.toUpperCase();
    return this.hdus.find((hdu) => {
      const right = version === undefined || (hdu.header.get('EXTVER') ?? 1) === version;
      return right && hdu.name.toUpperCase() === folded;
    });
  }
}

function openHdu(header: Header, bytes: Uint8Array, extent: HduExtent, label: string): Hdu {
  const type = extent.headerStart === 0 ? 'IMAGE' : header.string('XTENSION').trimEnd();
  if (type === 'IMAGE' || type === 'IUEIMAGE') return new ImageHdu(header, bytes, extent, label);
  if (type === 'BINTABLE' || type === 'A3DTABLE' || type === 'TABLE') return new TableHdu(header, bytes, extent, label);
  return {
    kind: 'other',
    header,
    name: optionalText(header, 'EXTNAME') ?? '',
    extent,
    data: bytes.subarray(extent.dataStart, extent.dataStart + extent.dataLength),
    checksums: () => verifyChecksums(header, bytes, extent),
  };
}

function readHdu(bytes: Uint8Array, start: number, label: string): Hdu {
  const { header, end } = parseHeader(bytes, start, label);
  const place = { headerStart: start, dataStart: end, fileLength: bytes.length, label, primary: start === 0 };
  try {
    return openHdu(header, bytes, locateHdu(header, place), label);
  } catch (error) {
    // Every keyword that opening asks for is mandatory, so its absence is the file's fault, not the caller's.
    if (error instanceof FitsError && error.code === 'not_found')
      throw new FitsError('corrupt', error.message, { cause: error });
    throw error;
  }
}

// Some writers fill the file up to a tape block; anything else after the last HDU may be a damaged HDU, and
// dropping that silently would lose data.
function isPadding(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start];
  if (first !== 0 && first !== 0x20) return false;
  return bytes.subarray(start).every((byte) => byte === first);
}

/**
 * Opens the bytes of an uncompressed FITS file (see `gunzipIfNeeded` for compressed ones). The bytes are not
 * copied: they must not change while columns and pixels are still to be decoded.
 * Throws `FitsError`: `not_fits`, `truncated` or `corrupt`. Source: FITS Standard 4.0.
 *
 * ```ts
 * const file = readFits(await gunzipIfNeeded(bytes));
 * const rate = file.table('RATE');
 * const timeS = rate.column('TIME').physical();
 * const zero = rate.header.number('TIMEZERO', 0);
 * ```
 */
export function readFits(bytes: Uint8Array): FitsFile {
  if (isGzip(bytes))
    throw new FitsError('not_fits', 'The file is gzip-compressed: pass it through gunzipIfNeeded first.');
  if (!startsWith(bytes, 0, 'SIMPLE  ='))
    throw new FitsError('not_fits', 'The file does not begin with SIMPLE, so it is not FITS.');
  const hdus: Hdu[] = [];
  for (let start = 0; start < bytes.length;) {
    if (start > 0 && !startsWith(bytes, start, 'XTENSION=')) {
      if (isPadding(bytes, start)) break;
      throw new FitsError('corrupt', `Byte ${start} should begin HDU ${hdus.length} with XTENSION, but does not.`);
    }
    const label = `HDU ${hdus.length}`;
    const hdu = readHdu(bytes, start, label);
    hdus.push(hdu);
    start = hdu.extent.end;
  }
  return new FitsFile(hdus);
}
