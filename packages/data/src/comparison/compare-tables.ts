// Two tables: columns that came and went, rows matched by key columns or by order, and what changed in each column.
import { type ColumnComparison, compareColumns, type TableColumn } from './compare-columns.ts';
import { matchRows } from './match-rows.ts';

/** A table; every column has `rowCount × width` values. */
export interface TableData {
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
}

/** How to compare tables. */
export interface TableOptions {
  /** Columns that name a row together; without them rows are matched by order. */
  readonly keys?: readonly string[];
}

/** How two tables compare. */
export interface TableComparison {
  readonly kind: 'table';
  /** Same columns in the same order, same units, same rows in the same order. */
  readonly identical: boolean;
  readonly rows: readonly [before: number, after: number];
  /** `order`, or the key columns. */
  readonly matchedBy: 'order' | readonly string[];
  readonly rowsMatched: number;
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  /** Matched rows that differ in some column. */
  readonly rowsChanged: number;
  /** True when matched rows stand in another order. */
  readonly rowsReordered: boolean;
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  readonly columnsReordered: boolean;
  /** Columns of both tables, in the order of the first. */
  readonly columns: readonly ColumnComparison[];
}

/**
 * Compares two tables; linear in their size. Key columns that one of them lacks are passed over; rows of equal keys are
 * matched in order. Columns `XError`, `X_ERR`, `X_ERROR` and, for a table of one quantity, `error` give the errors of `X`.
 */
export function compareTables(before: TableData, after: TableData, { keys = [] }: TableOptions = {}): TableComparison {
  const later = new Map(after.columns.map((column) => [column.name, column]));
  const earlier = new Map(before.columns.map((column) => [column.name, column]));
  const used = keys.filter((key) => later.has(key) && earlier.has(key));
  const rows = matchRows(
    used.map((key) => [earlier.get(key)!.values, later.get(key)!.values] as const),
    [before.rowCount, after.rowCount],
  );
  const changed = new Uint8Array(rows.before.length);
  const columns = before.columns.flatMap((column) => {
    const other = later.get(column.name);
    return other ? [compareColumns([column, other], [earlier, later], rows, changed)] : [];
  });
  const columnsAdded = after.columns.flatMap(({ name }) => (earlier.has(name) ? [] : [name]));
  const columnsRemoved = before.columns.flatMap(({ name }) => (later.has(name) ? [] : [name]));
  const order = after.columns.flatMap(({ name }) => (earlier.has(name) ? [name] : []));
  const report = {
    rows: [before.rowCount, after.rowCount] as const,
    matchedBy: used.length > 0 ? used : ('order' as const),
    rowsMatched: rows.before.length,
    rowsAdded: after.rowCount - rows.before.length,
    rowsRemoved: before.rowCount - rows.before.length,
    rowsChanged: changed.reduce((sum, bit) => sum + bit, 0),
    rowsReordered: isReordered(rows.after),
    columnsAdded,
    columnsRemoved,
    columnsReordered: columns.some(({ name }, i) => order[i] !== name),
    columns,
  };
  return { kind: 'table', identical: isIdentical(report), ...report };
}

function isIdentical(report: Omit<TableComparison, 'kind' | 'identical'>): boolean {
  const { rowsAdded, rowsRemoved, columnsAdded, columnsRemoved, columns } = report;
  const isComplete = rowsAdded + rowsRemoved + columnsAdded.length + columnsRemoved.length === 0;
  const isInOrder = !report.rowsReordered && !report.columnsReordered;
  return isComplete && isInOrder && columns.every(({ identical }) => identical);
}

function isReordered(rows: Uint32Array): boolean {
  return rows.some((row, i) => i > 0 && row < rows[i - 1]!);
}
