// Tables as CSV (RFC 4180): names in the first row, columns of several elements as `name[0]`, `name[1]` …
import { rowsOf, type TableColumn } from './table-columns.ts';

/**
 * The text of columns. Numbers keep all their digits; NaN is an empty cell. Text that a spreadsheet would run as a
 * formula is quoted with a leading apostrophe.
 */
export function csvText(columns: readonly TableColumn[]): string {
  const flat = columns.flatMap(({ name, values, width }) =>
    Array.from({ length: width }, (_, element) => ({
      name: width === 1 ? name : `${name}[${element}]`,
      cell: (row: number) => cellText(values[row * width + element]!),
    })),
  );
  const lines = [flat.map(({ name }) => quoted(name)).join(',')];
  const rows = rowsOf(columns);
  for (let row = 0; row < rows; row++) lines.push(flat.map(({ cell }) => cell(row)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function cellText(value: number | bigint | string | boolean): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' && Number.isNaN(value) ? '' : String(value);
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
