// Which values are tables: what CSV, VOTable, FITS and curves are made of. By the declaration where there is one, else by
// their form, so that results of analyses that are not loaded can be opened too.
import { isTypedArray, type Json, type TypedArray } from '@stemma/core';

/** One column of a value. */
export interface TableColumn {
  readonly name: string;
  readonly values: TypedArray | readonly string[] | readonly boolean[];
  /** Elements per row. */
  readonly width: number;
  readonly unit?: string;
  readonly description?: string;
  readonly ucd?: string;
}

type Spec = { width?: number; unit?: string; description?: string; ucd?: string };

/** The columns of a table or an array; undefined for what is neither. */
export function tableColumns(
  name: string,
  value: unknown,
  schema: Readonly<Record<string, Json>> = {},
): TableColumn[] | undefined {
  if (isTypedArray(value)) {
    const unit = schema['x-unit'];
    return [{ name, values: value, width: 1, ...(typeof unit === 'string' && { unit }) }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return columnsOf(value as Record<string, unknown>, (schema['x-columns'] ?? {}) as Record<string, Spec>);
}

// In the order of the declaration; the store keeps none.
function columnsOf(table: Readonly<Record<string, unknown>>, specs: Readonly<Record<string, Spec>>) {
  const declared = Object.keys(specs).filter((key) => Object.hasOwn(table, key));
  const columns: TableColumn[] = [];
  for (const name of new Set([...declared, ...Object.keys(table)])) {
    const values = table[name];
    if (!isColumn(values)) return undefined;
    const { width = 1, unit, description, ucd } = specs[name] ?? {};
    columns.push({ name, values, width, ...defined({ unit, description, ucd }) });
  }
  const rows = new Set(columns.map(({ values, width }) => values.length / width));
  return rows.size === 1 ? columns : undefined;
}

/** How many rows columns have. */
export function rowsOf([first]: readonly TableColumn[]): number {
  return first === undefined ? 0 : first.values.length / first.width;
}

function isColumn(values: unknown): values is TableColumn['values'] {
  if (isTypedArray(values)) return true;
  return Array.isArray(values) && values.every((item) => typeof item === typeof values[0] && isText(item));
}

function isText(item: unknown): boolean {
  return typeof item === 'string' || typeof item === 'boolean';
}

function defined<T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
