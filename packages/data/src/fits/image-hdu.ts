// An image HDU (primary array or IMAGE extension): header and shape at once, pixels on demand.
import { readBigEndian } from './byte-order.ts';
import { type ChecksumReport, verifyChecksums } from './checksum.ts';
import { optionalText } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import { axisLengths, type HduExtent, isRandomGroups } from './hdu-extent.ts';
import type { Header } from './header.ts';
import { type NumericArray, numericFormats, type NumericType, resolveNumericType, toPhysical } from './numeric-type.ts';

/** The pixels of an image in memory. */
export interface Pixels {
  /** Sizes with the slowest axis first, as in numpy: `[NAXISn, ..., NAXIS1]`. */
  readonly shape: readonly number[];
  /** Stored values (unsigned conventions applied, BSCALE and BZERO not), NAXIS1 varying fastest. */
  readonly data: NumericArray;
  /** Scaled values in float64, `NaN` where BLANK. */
  physical(): Float64Array;
}

/** An HDU whose data are an n-dimensional array, possibly empty. */
export class ImageHdu {
  readonly kind = 'image';
  readonly header: Header;
  /** EXTNAME, or the empty string. */
  readonly name: string;
  readonly extent: HduExtent;
  /** Sizes with the slowest axis first; `[]` without data. */
  readonly shape: readonly number[];
  /** Type of the stored values. */
  readonly type: NumericType;
  /** BUNIT. */
  readonly unit: string | undefined;
  /** The value (as in the pixels' `data`) of undefined pixels of integer images. */
  readonly blank: number | bigint | undefined;
  /** BSCALE and BZERO, after the unsigned conventions are taken out. */
  readonly scale: number;
  readonly zero: number;
  readonly #bytes: Uint8Array;
  readonly #label: string;

  constructor(header: Header, bytes: Uint8Array, extent: HduExtent, label: string) {
    this.header = header;
    this.extent = extent;
    this.#bytes = bytes;
    this.#label = label;
    this.name = optionalText(header, 'EXTNAME') ?? '';
    this.unit = optionalText(header, 'BUNIT');
    this.shape = axisLengths(header, label).reverse();
    const scale = header.number('BSCALE', 1);
    const zero = header.number('BZERO', 0);
    this.type = resolveNumericType(header.integer('BITPIX'), scale, zero);
    const { offset } = numericFormats[this.type];
    this.scale = offset === undefined ? scale : 1;
    this.zero = offset === undefined ? zero : 0;
    const blank = header.get('BLANK');
    if (!this.type.startsWith('float') && (typeof blank === 'bigint' || Number.isSafeInteger(blank))) {
      const value = BigInt(blank as number | bigint) + (offset ?? 0n);
      this.blank = this.type.endsWith('int64') ? value : Number(value);
    }
  }

  /** Decodes the pixels, anew at each call. Throws `unsupported` for random groups. */
  pixels(): Pixels {
    if (isRandomGroups(this.header))
      throw new FitsError('unsupported', `${this.#label} holds random groups, which are not read.`);
    const { byteWidth, offset, create } = numericFormats[this.type];
    const count = this.shape.length === 0 || this.shape.includes(0) ? 0 : this.shape.reduce((n, size) => n * size, 1);
    if (count * byteWidth > this.extent.dataLength)
      throw new FitsError('corrupt', `${this.#label} has no data for its axes (GCOUNT is 0).`);
    const data = create(count);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    const place = { start: this.extent.dataStart, stride: 0, rows: 1, repeat: data.length };
    readBigEndian(view, place, data, offset !== undefined);
    const { shape, scale, zero, blank } = this;
    return { shape, data, physical: () => toPhysical(data, { scale, zero, nullValue: blank }) };
  }

  /** Compares CHECKSUM and DATASUM with the bytes. */
  checksums(): ChecksumReport {
    return verifyChecksums(this.header, this.#bytes, this.extent);
  }
}
