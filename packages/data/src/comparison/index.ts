/** Differences of products: numbers, tables, images, curves, FITS files, JSON values, bytes; typed reports for any face. */

export {
  type AnyNumbers,
  type ArrayComparison,
  type ArrayDifferences,
  type ArrayErrors,
  compareArrays,
} from './compare-arrays.ts';
export { type BytesComparison, compareBytes } from './compare-bytes.ts';
export { type CardDifference, compareCards, volatileKeywords } from './compare-cards.ts';
export type { ColumnComparison, ColumnData, TableColumn } from './compare-columns.ts';
export { compareCurves, type CurveComparison, type CurveData } from './compare-curves.ts';
export { compareFiles, type FileComparison } from './compare-files.ts';
export { compareFits, type FitsComparison, type FitsOptions, type HduComparison } from './compare-fits.ts';
export { compareImages, type ImageComparison, type ImageData } from './compare-images.ts';
export { compareJson, type JsonChange, type JsonComparison, mostChanges } from './compare-json.ts';
export { compareNumbers, type NumberComparison, type NumberContext } from './compare-numbers.ts';
export { compareTables, type TableComparison, type TableData, type TableOptions } from './compare-tables.ts';
export { compareTexts, type TextComparison } from './compare-texts.ts';
