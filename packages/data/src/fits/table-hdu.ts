// A table HDU (BINTABLE or ASCII TABLE extension): header and column descriptions at once, values on demand.
import { asciiColumns } from './ascii-column.ts';
import { decodeBinaryColumn, type TableBytes } from './binary-column.ts';
import { type ChecksumReport, verifyChecksums } from './checksum.ts';
import { Column } from './column.ts';
import { optionalText, parseColumns } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import { axisLengths, type HduExtent } from './hdu-extent.ts';
import type { Header } from './header.ts';

/** The bytes of the table, checked so that decoding cannot leave them. */
function tableBytes(header: Header, bytes: Uint8Array, extent: HduExtent, label: string): TableBytes {
  const axes = axisLengths(header, label);
  if (axes.length !== 2 || header.number('BITPIX') !== 8 || header.number('GCOUNT', 1) !== 1) {
    throw new FitsError('corrupt', `${label} is a table, which must have BITPIX = 8, NAXIS = 2 and GCOUNT = 1.`);
  }
  const [rowBytes, rowCount] = axes as [number, number];
  // Rows without bytes would let a damaged header of a small file ask for any number of empty strings.
  if (rowBytes === 0 && rowCount > bytes.length) {
    throw new FitsError('corrupt', `${label} declares ${rowCount} rows (NAXIS2) of no bytes (NAXIS1).`);
  }
  const start = extent.dataStart;
  const heapEnd = start + extent.dataLength;
  const heapStart = start + header.integer('THEAP', rowBytes * rowCount);
  if (heapStart < start + rowBytes * rowCount || heapStart > Math.max(heapEnd, start)) {
    throw new FitsError('corrupt', `Keyword THEAP of ${label} lies outside the data that follow the rows.`);
  }
  return { bytes, start, rowBytes, rowCount, heapStart, heapEnd, label };
}

function binaryColumns(header: Header, table: TableBytes): Column[] {
  return parseColumns(header, table.rowCount, table.rowBytes, table.label).map(
    (layout) => new Column(layout, () => ({ values: decodeBinaryColumn(layout, table) })),
  );
}

/** An HDU whose data are a table. */
export class TableHdu {
  readonly kind = 'table';
  readonly header: Header;
  /** EXTNAME, or the empty string. */
  readonly name: string;
  readonly extent: HduExtent;
  /** How the table is stored. */
  readonly encoding: 'binary' | 'ascii';
  readonly rowCount: number;
  /** All columns in file order; their values are decoded only when asked for. */
  readonly columns: readonly Column[];
  readonly #bytes: Uint8Array;
  readonly #label: string;

  constructor(header: Header, bytes: Uint8Array, extent: HduExtent, label: string) {
    this.header = header;
    this.extent = extent;
    this.#bytes = bytes;
    this.#label = label;
    this.name = optionalText(header, 'EXTNAME') ?? '';
    this.encoding = header.string('XTENSION').trimEnd() === 'TABLE' ? 'ascii' : 'binary';
    const table = tableBytes(header, bytes, extent, label);
    this.rowCount = table.rowCount;
    this.columns = this.encoding === 'ascii' ? asciiColumns(header, table) : binaryColumns(header, table);
  }

  /** Whether there is a column of this name. */
  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** A column by name (an exact match first, then ignoring case) or 0-based position. Throws `not_found`. */
  column(nameOrIndex: string | number): Column {
    const column = typeof nameOrIndex === 'number' ? this.columns[nameOrIndex] : this.#find(nameOrIndex);
    if (column !== undefined) return column;
    const names = this.columns.map((candidate) => candidate.name).join(', ');
    const wanted = typeof nameOrIndex === 'number' ? `number ${nameOrIndex}` : JSON.stringify(nameOrIndex);
    throw new FitsError('not_found', `${this.#label} has no column ${wanted}; it has: ${names || 'none'}.`);
  }

  /** Compares CHECKSUM and DATASUM with the bytes. */
  checksums(): ChecksumReport {
    return verifyChecksums(this.header, this.#bytes, this.extent);
  }

  #find(name: string): Column | undefined {
    const folded = name.toUpperCase();
    return (
      this.columns.find((column) => column.name === name) ??
      this.columns.find((column) => column.name.toUpperCase() === folded)
    );
  }
}
