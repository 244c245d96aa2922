// Describes an image to be written.
import { writeBigEndian } from './byte-order.ts';
import { FitsError } from './fits-error.ts';
import type { HeaderEntry, KeywordEntry } from './format-header.ts';
import { type HduPosition, type HduSpec, nameEntries } from './hdu-spec.ts';
import { type NumericArray, numericFormats, numericTypeOf } from './numeric-type.ts';
import { scalingEntries } from './scaling.ts';

/** An image to be written; without `data`, an HDU that holds nothing but its header. */
export interface ImageSpec {
  /** Stored values, fastest axis last in `shape`; their class decides BITPIX. */
  readonly data?: NumericArray | undefined;
  /** Sizes with the slowest axis first: `[NAXISn, ..., NAXIS1]`; by default one axis. */
  readonly shape?: readonly number[] | undefined;
  /** EXTNAME. */
  readonly name?: string | undefined;
  /** EXTVER. */
  readonly version?: number | undefined;
  /** BUNIT. */
  readonly unit?: string | undefined;
  /** The value of undefined pixels, as in `data`; for integers only (floats use NaN). */
  readonly blank?: number | bigint | undefined;
  /** BSCALE and BZERO: physical = zero + scale × value. Not for unsigned types, whose BZERO is taken. */
  readonly scale?: number | undefined;
  readonly zero?: number | undefined;
  /** Further keywords; those that describe the structure are ignored, so that a whole read header may be given. */
  readonly header?: readonly HeaderEntry[] | undefined;
}

const scalingKeywords = ['BSCALE', 'BZERO', 'BLANK'] as const;

function mandatory(bitpix: number, shape: readonly number[], position: HduPosition): KeywordEntry[] {
  const entries: KeywordEntry[] = [
    position.primary
      ? { keyword: 'SIMPLE', value: true, comment: 'conforms to the FITS standard' }
      : { keyword: 'XTENSION', value: 'IMAGE', comment: 'image extension' },
    { keyword: 'BITPIX', value: bitpix, comment: 'bits per value' },
    { keyword: 'NAXIS', value: shape.length, comment: 'number of axes' },
    ...shape.toReversed().map((length, i) => ({ keyword: `NAXIS${i + 1}`, value: length })),
  ];
  if (position.primary && position.extended)
    entries.push({ keyword: 'EXTEND', value: true, comment: 'extensions may follow' });
  if (!position.primary) entries.push({ keyword: 'PCOUNT', value: 0 }, { keyword: 'GCOUNT', value: 1 });
  return entries;
}

/**
 * A primary array or IMAGE extension. Throws `invalid_request` when data and description do not agree.
 *
 * ```ts
 * imageHdu({ name: 'FLUX', data: new Float32Array(6), shape: [2, 3], unit: 'erg/cm**2/s' });
 * ```
 */
export function imageHdu(spec: ImageSpec = {}): HduSpec {
  const data = spec.data ?? new Uint8Array(0);
  const type = numericTypeOf(data);
  if (type === undefined) {
    throw new FitsError('invalid_request', 'The data of an image must be a typed array that FITS can hold.');
  }
  const format = numericFormats[type];
  const shape = spec.shape ?? (spec.data === undefined ? [] : [data.length]);
  const count = shape.length === 0 ? 0 : shape.reduce((total, size) => total * size, 1);
  if (count !== data.length || shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw new FitsError(
      'invalid_request',
      `An image of shape [${shape.join(', ')}] has ${count} pixels, but ${data.length} are given.`,
    );
  }
  const described: KeywordEntry[] = [
    ...scalingEntries(scalingKeywords, type, { ...spec, nullValue: spec.blank }, 'An image'),
    ...(spec.unit === undefined ? [] : [{ keyword: 'BUNIT', value: spec.unit }]),
    ...nameEntries(spec.name, spec.version),
  ];
  return {
    kind: 'image',
    structure: (position) => [...mandatory(format.bitpix, shape, position), ...described],
    header: spec.header ?? [],
    dataLength: data.byteLength,
    encode: (bytes, start) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      writeBigEndian(view, { start, stride: 0, rows: 1, repeat: data.length }, data, format.offset !== undefined);
    },
  };
}
