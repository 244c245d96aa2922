// Values of outputs as FITS and VOTable: what astronomers' tools open. Each file says of which result it is.
import { isTypedArray, StemmaError } from '@stemma/core';
import { FitsError, imageHdu, tableHdu, writeFits, type HduSpec, type HeaderEntry } from '@stemma/data/fits';
import { VoTableError, writeVoTable, type VoColumnSpec } from '@stemma/data/votable';
import { tableColumns, type Product, type ProductFormat, type ProductWriter, type TableColumn } from '@stemma/server';

const votable: ProductFormat = { name: 'votable', mediaType: 'application/x-votable+xml', extension: 'vot' };
const fits: ProductFormat = { name: 'fits', mediaType: 'application/fits', extension: 'fits' };

/** Writes tables as FITS and VOTable, images as FITS. */
export function productWriter(): ProductWriter {
  return {
    formatsOf: (product) => {
      if (imageOf(product)) return [fits];
      return tableColumns(product.name, product.value, product.schema) ? [votable, fits] : [];
    },
    write: (product, format) => {
      try {
        return format === 'fits' ? fitsOf(product) : new TextEncoder().encode(votableOf(product));
      } catch (error) {
        if (!(error instanceof FitsError) && !(error instanceof VoTableError)) throw error;
        throw new StemmaError('invalid_request', `${product.name} cannot be written as ${format}: ${error.message}`);
      }
    },
  };
}

function fitsOf(product: Product): Uint8Array {
  const image = imageOf(product);
  if (image) return writeFits([image]);
  const columns = columnsOf(product).map(({ name, values, width, unit }) => ({
    name,
    values: values as string[],
    ...(width > 1 && { shape: [values.length / width, width] }),
    ...(unit !== undefined && { unit }),
  }));
  return writeFits([imageHdu({ header: originOf(product) }), tableHdu({ name: extensionName(product.name), columns })]);
}

function votableOf(product: Product): string {
  const { of, name } = product;
  const columns = columnsOf(product).map(({ name: column, values, width, unit, description, ucd }): VoColumnSpec => ({
    name: column,
    // Typed arrays as they are: so many elements of a row one after the other.
    values: values as VoColumnSpec['values'],
    ...(width > 1 && { arraysize: String(width) }),
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && { description }),
    ...(ucd !== undefined && { ucd }),
  }));
  const infos = [
    { name: 'stemma_result', value: of.id },
    { name: 'stemma_analysis', value: `${of.name} ${of.version}` },
  ];
  return writeVoTable({ infos, resources: [{ type: 'results', tables: [{ name, columns }] }] });
}

function columnsOf({ name, value, schema }: Product): TableColumn[] {
  const columns = tableColumns(name, value, schema);
  if (columns) return columns;
  throw new StemmaError('invalid_request', `${name} is no table`);
}

function imageOf(product: Product): HduSpec | undefined {
  const { shape, data, wcs = {} } = (product.value ?? {}) as { shape?: unknown; data?: unknown; wcs?: object };
  if (!Array.isArray(shape) || !isTypedArray(data)) return undefined;
  const unit = product.schema?.['x-unit'];
  const keywords = Object.entries(wcs as Record<string, string | number>);
  const header = [...originOf(product), ...keywords.map(([key, value]): HeaderEntry => [key, value])];
  // FITS has no half precision, and bytes of no sign.
  const pixels = data instanceof Float16Array ? Float32Array.from(data) : data;
  return imageHdu({
    data: pixels as Float32Array,
    shape: shape as number[],
    header,
    ...(typeof unit === 'string' && { unit }),
  });
}

function originOf({ name, of }: Product): HeaderEntry[] {
  return [
    ['ORIGIN', 'Stemma'],
    ['STMRESID', of.id, 'id of the result'],
    ['STMANALY', of.name, 'analysis'],
    ['STMVERS', of.version, 'its version'],
    ['STMOUT', name, 'output'],
  ];
}

function extensionName(name: string): string {
  return name
    .replaceAll(/[^\w-]/g, '_')
    .toUpperCase()
    .slice(0, 60);
}
