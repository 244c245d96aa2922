// What of a source can be drawn: planes of images, columns of tables, in values of outputs as in FITS files.
import { isTypedArray, StemmaError } from '@stemma/core';
import { FitsError, gunzipIfNeeded, readFits, type FitsFile, type ImageHdu, type TableHdu } from '@stemma/data/fits';
import { tableColumns, type PreviewSource } from '@stemma/server';
import type { Plane } from './image-pixels.ts';

/** An image of a source; pixels are decoded when a plane is asked for. */
export interface FoundImage {
  readonly kind: 'image';
  readonly name: string;
  readonly hdu?: number;
  /** Lengths of the axes, slowest first; at least two. */
  readonly shape: readonly number[];
  readonly unit?: string;
  /** @throws StemmaError `invalid_request` when there are not so many planes. */
  plane(number: number): Plane;
}

/** A table of a source; only columns of one number a row. */
export interface FoundTable {
  readonly kind: 'curve';
  readonly name: string;
  readonly hdu?: number;
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly unit?: string;
    readonly values: () => ArrayLike<number>;
  }[];
}

/** Everything in a source that can be drawn. @throws StemmaError `invalid_request` for a FITS file that cannot be read. */
export async function drawableIn(source: PreviewSource): Promise<(FoundImage | FoundTable)[]> {
  if ('value' in source) return fromValue(source);
  if (!/fits/.test(source.mediaType) && !/\.(fits?|fts)(\.gz)?$/i.test(source.name)) return [];
  try {
    return fromFits(readFits(await gunzipIfNeeded(source.bytes)));
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    throw new StemmaError('invalid_request', `${source.name} cannot be drawn: ${error.message}`, {}, error);
  }
}

function fromValue({ name, value, schema }: Extract<PreviewSource, { value: unknown }>): (FoundImage | FoundTable)[] {
  const { shape, data } = (value ?? {}) as { shape?: unknown; data?: unknown };
  if (Array.isArray(shape) && isTypedArray(data)) {
    const unit = schema?.['x-unit'];
    const valueAt = (pixel: number) => Number(data[pixel]);
    return shape.length < 2
      ? []
      : [image(name, shape as number[], typeof unit === 'string' ? unit : '', () => valueAt)];
  }
  const columns = (tableColumns(name, value, schema) ?? []).flatMap(({ width, values, unit, name: column }) =>
    width === 1 && isTypedArray(values)
      ? [{ name: column, ...(unit !== undefined && { unit }), values: () => numbers(values) }]
      : [],
  );
  if (columns.length === 0) return [];
  return [{ kind: 'curve', name, rows: columns[0]!.values().length, columns }];
}

function fromFits({ hdus }: FitsFile): (FoundImage | FoundTable)[] {
  const all: (FoundImage | FoundTable)[] = [];
  for (const [number, hdu] of hdus.entries()) {
    if (hdu.kind === 'table' && hdu.rowCount > 0) all.push(fitsTable(hdu, number));
    if (hdu.kind === 'image' && hdu.shape.length >= 2 && !hdu.shape.includes(0)) all.push(fitsImage(hdu, number));
  }
  return all;
}

function fitsImage(hdu: ImageHdu, number: number): FoundImage {
  const { scale, zero, blank } = hdu;
  return image(hdu.name || `HDU ${number}`, hdu.shape, hdu.unit ?? '', () => {
    const { data } = hdu.pixels();
    return (pixel) => (data[pixel] === blank ? Number.NaN : zero + scale * Number(data[pixel]));
  }, number); // prettier-ignore
}

function fitsTable(hdu: TableHdu, number: number): FoundTable {
  const columns = hdu.columns
    .filter(({ shape, variable, type }) => shape.length === 1 && !variable && /^(u?int|float)/.test(type))
    .map((column) => ({
      name: column.name,
      ...(column.unit !== undefined && { unit: column.unit }),
      values: () => column.physical(),
    }));
  return { kind: 'curve', name: hdu.name || `HDU ${number}`, hdu: number, rows: hdu.rowCount, columns };
}

function image(
  name: string,
  shape: readonly number[],
  unit: string,
  decode: () => (pixel: number) => number,
  hdu?: number,
): FoundImage {
  const [height, width] = shape.slice(-2) as [number, number];
  const planes = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  const plane = (number: number): Plane => {
    if (number >= planes)
      throw new StemmaError('invalid_request', `${name} has ${planes} planes, counted from 0`, {
        pointer: '#/query/plane',
      });
    const valueAt = decode();
    const start = number * width * height;
    return { width, height, valueAt: (pixel) => valueAt(start + pixel) };
  };
  return { kind: 'image', name, shape, plane, ...(unit !== '' && { unit }), ...(hdu !== undefined && { hdu }) };
}

function numbers(values: ArrayLike<number> | ArrayLike<bigint>): ArrayLike<number> {
  return typeof values[0] === 'bigint' ? Float64Array.from(values, Number) : (values as ArrayLike<number>);
}
