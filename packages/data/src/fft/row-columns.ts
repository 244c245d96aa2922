/**
 * The row-column method shared by the two-dimensional transforms: real rows, four at a time, to blocks of two spectrum
 * columns and back. The blocks are the transposition: each keeps its columns contiguous, so that the column pass runs
 * within the first-level cache.
 */

import type { Kernel } from './kernel.ts';
import type { MemoryPlan } from './memory-plan.ts';

/** Rows and columns of a real matrix, both powers of two where a transform is meant. */
export type MatrixShape = readonly [rows: number, columns: number];

/** Where things lie in memory for one shape of transform. */
export interface Layout {
  readonly rows: number;
  readonly columns: number;
  /** Blocks of two columns of the half spectrum of `columns / 2 + 1` columns. */
  readonly blocks: number;
  /** Doubles from one block to the next. */
  readonly blockStride: number;
  readonly rowTable: number;
  readonly columnTable: number;
  /** Three areas for one block or one quadruple of packed rows. */
  readonly scratch: readonly [number, number, number];
}

/** Rows rounded up to whole quadruples. */
export function wholeQuadruples(rows: number): number {
  return Math.ceil(rows / 4) * 4;
}

/** Reserves the scratch space and twiddles of a shape. */
export function layOut(plan: MemoryPlan, [rows, columns]: MatrixShape): Layout {
  const longest = 4 * Math.max(wholeQuadruples(rows), columns);
  return {
    rows,
    columns,
    blocks: (columns >> 2) + 1,
    blockStride: 4 * wholeQuadruples(rows),
    rowTable: plan.twiddles(columns),
    columnTable: plan.twiddles(rows),
    scratch: [plan.area(longest), plan.area(longest), plan.area(longest)],
  };
}

/** Doubles that the blocks of a shape take. */
export function blocksLength(layout: Layout): number {
  return layout.blocks * layout.blockStride;
}

/** Row pass of a forward transform over `count` real rows of `width` values; count is a multiple of four. */
export function rowsToBlocks(
  kernel: Kernel,
  layout: Layout,
  real: number,
  count: number,
  width: number,
  blocks: number,
): void {
  const [packed, transformed, spare] = layout.scratch;
  for (let row = 0; row < count; row += 4) {
    kernel.packRows(real + row * width, width, packed, layout.columns);
    kernel.transform(packed, transformed, spare, layout.columns, layout.rowTable);
    kernel.splitRows(transformed, layout.columns, blocks + 4 * row, layout.blockStride);
  }
}

/** Row pass of an inverse transform from swapped blocks to `count` real rows of `width` values, scaled. */
export function blocksToRows(
  kernel: Kernel,
  layout: Layout,
  blocks: number,
  real: number,
  count: number,
  width: number,
): void {
  const [packed, transformed, spare] = layout.scratch;
  const scale = 1 / (layout.rows * layout.columns);
  for (let row = 0; row < count; row += 4) {
    kernel.joinRows(blocks + 4 * row, layout.blockStride, packed, layout.columns);
    kernel.transform(packed, transformed, spare, layout.columns, layout.rowTable);
    kernel.unpackRows(transformed, real + row * width, width, scale);
  }
}
