// The state of a table viewer: which rows pass the filters, in which order, and which of them is selected.
import { StemmaError } from '@stemma/core';
import { delimitedText } from '../delimited-text.ts';
import { filteredRows } from './row-filter.ts';
import { sortedRows } from './sort-order.ts';
import type { TableColumn } from './table-column.ts';

/** How a table is sorted: a column number, upwards or downwards. */
export interface SortOrder {
  readonly column: number;
  readonly isDescending: boolean;
}

/** Rows of equal columns, filtered and sorted. Row numbers are always those of the data. */
export class TableModel {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** The rows that are shown, in order. */
  rows: Uint32Array;
  sort: SortOrder | undefined;
  selected: number | undefined;
  readonly #filters = new Map<number, string>();

  /** @throws StemmaError `invalid_request` when the columns differ in length. */
  constructor(columns: readonly TableColumn[]) {
    this.columns = columns;
    this.rowCount = columns[0]?.values.length ?? 0;
    const other = columns.find(({ values }) => values.length !== this.rowCount);
    if (other)
      throw new StemmaError(
        'invalid_request',
        `the column ${other.name} has ${other.values.length} rows, the table ${this.rowCount}`,
      );
    this.rows = filteredRows(columns, this.#filters);
  }

  /** Sorts by a column: upwards, at the next call downwards, then not at all. */
  toggleSort(column: number): void {
    if (this.sort?.column !== column) this.sort = { column, isDescending: false };
    else this.sort = this.sort.isDescending ? undefined : { column, isDescending: true };
    this.#arrange();
  }

  /** Sets the filter text of a column; an empty one removes it. */
  filter(column: number, text: string): void {
    if (text.trim() === '') this.#filters.delete(column);
    else this.#filters.set(column, text);
    this.#arrange();
  }

  /** Removes all filters. */
  clearFilters(): void {
    this.#filters.clear();
    this.#arrange();
  }

  /** Where a row of the data is shown, −1 when filters hide it. O(rows). */
  placeOf(row: number): number {
    return this.rows.indexOf(row);
  }

  /** One sentence on what is shown, for people who do not see the table. */
  summary(): string {
    const { sort } = this;
    const shown =
      this.rows.length === this.rowCount ? `${this.rowCount} rows` : `${this.rows.length} of ${this.rowCount} rows`;
    const by = sort
      ? `, sorted by ${this.columns[sort.column]!.name} ${sort.isDescending ? 'downwards' : 'upwards'}`
      : '';
    return `${shown} of ${this.columns.length} columns${by}.`;
  }

  /** The shown rows as comma-separated values, units in the header. */
  csv(): string {
    const header = this.columns.map(({ name, unit }) => (unit ? `${name} [${unit}]` : name));
    return delimitedText(header, this.rows.length, (i) => this.columns.map(({ values }) => values[this.rows[i]!]!));
  }

  #arrange(): void {
    const rows = filteredRows(this.columns, this.#filters);
    this.rows = this.sort ? sortedRows(this.columns[this.sort.column]!.values, rows, this.sort.isDescending) : rows;
  }
}
