// FITS files, read and written: images, binary and ASCII tables, headers, checksums. Pure and browser-safe.
export { type ChecksumReport, type ChecksumState } from './checksum.ts';
export { Column, type ColumnDescription } from './column.ts';
export { type ColumnSpec } from './column-spec.ts';
export { type ColumnType, type ColumnValues, type LogicalValues } from './column-type.ts';
export { FitsError, type FitsErrorCode } from './fits-error.ts';
export { type HeaderEntry, type KeywordEntry } from './format-header.ts';
export { gunzipIfNeeded, isGzip } from './gunzip.ts';
export { type Card, type ComplexValue, type HeaderValue } from './header-card.ts';
export { Header } from './header.ts';
export { type HduExtent } from './hdu-extent.ts';
export { type HduSpec } from './hdu-spec.ts';
export { ImageHdu, type Pixels } from './image-hdu.ts';
export { imageHdu, type ImageSpec } from './image-spec.ts';
export { type NumericArray, type NumericType } from './numeric-type.ts';
export { FitsFile, type Hdu, type OtherHdu, readFits } from './read-fits.ts';
export { TableHdu } from './table-hdu.ts';
export { tableHdu, type TableSpec } from './table-spec.ts';
export { writeFits, type WriteOptions } from './write-fits.ts';
