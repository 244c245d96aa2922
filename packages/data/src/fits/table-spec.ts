// Describes a binary table to be written.
import { type ColumnSpec, resolveColumn } from './column-spec.ts';
import { type ColumnPlan, planColumn } from './encode-column.ts';
import { FitsError } from './fits-error.ts';
import type { HeaderEntry, KeywordEntry } from './format-header.ts';
import { type HduSpec, nameEntries } from './hdu-spec.ts';

/** A binary table to be written. A `TableHdu` that was read is one, with `header: hdu.header.cards`. */
export interface TableSpec {
  readonly columns: readonly ColumnSpec[];
  /** EXTNAME. */
  readonly name?: string | undefined;
  /** EXTVER. */
  readonly version?: number | undefined;
  /** Needed only when there are no columns. */
  readonly rowCount?: number | undefined;
  /** Further keywords; those that describe the structure are ignored, so that a whole read header may be given. */
  readonly header?: readonly HeaderEntry[] | undefined;
}

function checkColumns(plans: readonly ColumnPlan[], rowCount: number): void {
  if (plans.length > 999)
    throw new FitsError('invalid_request', `A table has 999 columns at most, not ${plans.length}.`);
  const seen = new Set<string>();
  for (const plan of plans) {
    if (plan.rowCount !== rowCount) {
      const problem = `Column ${JSON.stringify(plan.name)} has ${plan.rowCount} rows, but the table has ${rowCount}`;
      throw new FitsError('invalid_request', `${problem}; give \`shape\` if a row holds several values.`);
    }
    const folded = plan.name.toUpperCase();
    if (seen.has(folded))
      throw new FitsError(
        'invalid_request',
        `Two columns are named ${JSON.stringify(plan.name)} (case does not count).`,
      );
    seen.add(folded);
  }
}

function sum(plans: readonly ColumnPlan[], size: (plan: ColumnPlan) => number): number {
  return plans.reduce((total, plan) => total + size(plan), 0);
}

/**
 * A BINTABLE extension. Throws `invalid_request` for columns that contradict each other or FITS.
 *
 * ```ts
 * tableHdu({
 *   name: 'EVENTS',
 *   columns: [
 *     { name: 'TIME', values: new Float64Array([0.5, 1.5]), unit: 's' },
 *     { name: 'PIXEL', values: new Uint16Array([3, 4, 5, 6]), shape: [2, 2] },
 *     { name: 'NOTE', values: ['first', 'second'] },
 *     { name: 'TRACE', values: [new Float32Array([1, 2]), new Float32Array(0)] },
 *   ],
 * });
 * ```
 */
export function tableHdu(spec: TableSpec): HduSpec {
  const plans = spec.columns.map((column) => planColumn(resolveColumn(column)));
  const rowCount = spec.rowCount ?? plans[0]?.rowCount ?? 0;
  checkColumns(plans, rowCount);
  const rowBytes = sum(plans, (plan) => plan.byteWidth);
  const heapBytes = sum(plans, (plan) => plan.heapBytes);
  const structure: KeywordEntry[] = [
    { keyword: 'XTENSION', value: 'BINTABLE', comment: 'binary table extension' },
    { keyword: 'BITPIX', value: 8, comment: 'bytes' },
    { keyword: 'NAXIS', value: 2, comment: 'rows and columns' },
    { keyword: 'NAXIS1', value: rowBytes, comment: 'bytes per row' },
    { keyword: 'NAXIS2', value: rowCount, comment: 'number of rows' },
    { keyword: 'PCOUNT', value: heapBytes, comment: 'bytes of variable-length arrays' },
    { keyword: 'GCOUNT', value: 1, comment: 'one group' },
    { keyword: 'TFIELDS', value: plans.length, comment: 'number of columns' },
  ];
  const columnEntries = plans.flatMap((plan, i) => plan.entries(i + 1));
  return {
    kind: 'table',
    structure: () => [...structure, ...nameEntries(spec.name, spec.version), ...columnEntries],
    header: spec.header ?? [],
    dataLength: rowBytes * rowCount + heapBytes,
    encode: (bytes, start) => {
      const heapStart = start + rowBytes * rowCount;
      let columnStart = start;
      let heapOffset = 0;
      for (const plan of plans) {
        plan.encode({ bytes, start: columnStart, rowBytes, heapStart, heapOffset });
        columnStart += plan.byteWidth;
        heapOffset += plan.heapBytes;
      }
    },
  };
}
