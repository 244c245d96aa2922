// In which formats an output can be had: those that every server knows, and those of the product writer.
import type { Product, ProductFormat, ProductWriter } from './product-writer.ts';
import { tableColumns } from './table-columns.ts';

/** The value as JSON. */
export const jsonFormat: ProductFormat = { name: 'json', mediaType: 'application/json', extension: 'json' };
/** A table as text. */
export const csvFormat: ProductFormat = { name: 'csv', mediaType: 'text/csv', extension: 'csv' };
/** The encoded value itself, as the store has it. */
const storedFormat: ProductFormat = {
  name: 'stored',
  mediaType: 'application/octet-stream',
  extension: 'stemma',
};

/** The formats of a value, the preferred one first. */
export function outputFormats(product: Product, writer: ProductWriter | undefined): ProductFormat[] {
  const isTable = tableColumns(product.name, product.value, product.schema) !== undefined;
  return [jsonFormat, ...(isTable ? [csvFormat] : []), ...(writer?.formatsOf(product) ?? []), storedFormat];
}

/** The names of the formats of a declared kind, told without reading the value. */
export function formatNames(kind: string | undefined, writer: ProductWriter | undefined): string[] {
  const isTable = kind === 'table' || kind === 'array';
  const others = writer ? (isTable ? ['votable', 'fits'] : kind === 'image' ? ['fits'] : []) : [];
  return ['json', ...(isTable ? ['csv'] : []), ...others, 'stored'];
}
