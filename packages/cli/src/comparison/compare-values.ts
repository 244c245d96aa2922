// How two values of one output differ: the comparison that fits what they are.
import { FileValue, isTypedArray } from '@stemma/core';
import {
  type ArrayComparison,
  compareArrays,
  compareCurves,
  compareFiles,
  compareImages,
  compareJson,
  compareNumbers,
  compareTables,
  type CurveComparison,
  type FileComparison,
  type ImageComparison,
  type JsonComparison,
  type NumberComparison,
  type TableComparison,
} from '@stemma/data/comparison';
import { Wcs, WcsError } from '@stemma/data/wcs';
import { jsonValue } from '../json-value.ts';
import { curveOf, tableOf, type Table } from './table-values.ts';

/** Any comparison of two values; of tables that are curves on different grids, the curves too. */
export type ValueComparison =
  | NumberComparison
  | ArrayComparison
  | ImageComparison
  | JsonComparison
  | FileComparison
  | (TableComparison & { readonly curve?: CurveComparison });

/** Compares two values of one output. @param schema the output's, for its units. @param keys columns that name rows. */
export async function compareValues(
  before: unknown,
  after: unknown,
  schema: Readonly<Record<string, unknown>> | undefined,
  keys: readonly string[] = [],
): Promise<ValueComparison> {
  const numbers = comparedNumbers(before, after, schema?.['x-unit']);
  if (numbers) return numbers;
  if (before instanceof FileValue && after instanceof FileValue)
    return compareFiles(before.bytes(), after.bytes(), { keys });
  if (isTypedArray(before) && isTypedArray(after)) return compareArrays(before as never, after as never);
  const [image, other] = [imageOf(before), imageOf(after)];
  if (image && other) return compareImages(image, other);
  const [table, second] = [tableOf(before, schema), tableOf(after, schema)];
  if (table && second) return comparedTables(table, second, keys);
  return compareJson(jsonValue(before), jsonValue(after));
}

function comparedNumbers(before: unknown, after: unknown, unit: unknown): NumberComparison | undefined {
  const units = typeof unit === 'string' ? { beforeUnit: unit, afterUnit: unit } : {};
  if (typeof before === 'number' && typeof after === 'number') return compareNumbers(before, after, units);
  const [a, b] = [measuredOf(before), measuredOf(after)];
  if (!a || !b) return undefined;
  return compareNumbers(a.value, b.value, { ...units, beforeError: a.error, afterError: b.error });
}

// Rows of curves on different grids mean different bins: rows are compared, and the curves on a common grid.
function comparedTables(before: Table, after: Table, keys: readonly string[]): ValueComparison {
  const report = compareTables(before, after, { keys });
  const [a, b] = [curveOf(before), curveOf(after)];
  if (report.identical || !a || !b) return report;
  return { ...report, curve: compareCurves(a, b) };
}

function measuredOf(value: unknown): { value: number; error: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { value: number, error, ...others } = value as Record<string, unknown>;
  if (typeof number !== 'number' || typeof error !== 'number' || Object.keys(others).length > 0) return undefined;
  return { value: number, error };
}

function imageOf(value: unknown): Parameters<typeof compareImages>[0] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { shape, data, wcs } = value as Record<string, unknown>;
  if (!Array.isArray(shape) || !isTypedArray(data)) return undefined;
  const place = wcsOf(wcs);
  return { shape: shape as number[], data: data as never, ...(place && { wcs: place }) };
}

function wcsOf(keywords: unknown): Wcs | undefined {
  if (typeof keywords !== 'object' || keywords === null) return undefined;
  try {
    return new Wcs(keywords as Record<string, string | number>);
  } catch (error) {
    if (error instanceof WcsError) return undefined;
    throw error;
  }
}
