// Rows of texts as aligned columns: the one layout of every listing.
import { pad, textWidth } from './text-width.ts';

/** How columns are laid out. */
export interface ColumnLayout {
  /** Columns that are aligned on the right (numbers). */
  readonly right?: readonly number[];
  /** Spaces before each line. */
  readonly indent?: number;
  /** Spaces between columns; two when left out. */
  readonly gap?: number;
}

/**
 * Lines of aligned columns; no line ends in spaces. Widths are counted in cells of the terminal, so that colours and wide
 * characters keep the columns straight. Rows may differ in length; what is missing is empty.
 */
export function columns(
  rows: readonly (readonly string[])[],
  { right = [], indent = 0, gap = 2 }: ColumnLayout = {},
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[i] ?? '')), 0),
  );
  const margin = ' '.repeat(indent);
  return rows.map((row) => {
    const cells = widths.map((width, i) => pad(row[i] ?? '', width, right.includes(i) ? 'left' : 'right'));
    return (margin + cells.join(' '.repeat(gap))).trimEnd();
  });
}
