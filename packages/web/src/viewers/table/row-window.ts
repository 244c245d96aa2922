// Which rows of a long table stand in its window: browsers stop at some 30 million pixels, tables do not.

/** Height of a row in pixels. */
export const rowHeightPx = 26;
/** The tallest content that every browser scrolls well. */
const maxContentPx = 12_000_000;

/** The height of the scrolled content. */
export function contentHeightPx(rowCount: number): number {
  return Math.min(rowCount * rowHeightPx, maxContentPx);
}

/** The first row in the window, a fraction where it is cut, at a scroll position. */
export function firstRowAt(scrollPx: number, windowPx: number, rowCount: number): number {
  const lastFirst = Math.max(0, rowCount - windowPx / rowHeightPx);
  const scrollable = contentHeightPx(rowCount) - windowPx;
  return scrollable <= 0 ? 0 : Math.min(lastFirst, (Math.max(0, scrollPx) / scrollable) * lastFirst);
}

/** The scroll position that shows a row at the top of the window, or as near as the end allows. */
export function scrollOfRow(row: number, windowPx: number, rowCount: number): number {
  const lastFirst = Math.max(0, rowCount - windowPx / rowHeightPx);
  const scrollable = Math.max(0, contentHeightPx(rowCount) - windowPx);
  return lastFirst === 0 ? 0 : (Math.min(row, lastFirst) / lastFirst) * scrollable;
}
