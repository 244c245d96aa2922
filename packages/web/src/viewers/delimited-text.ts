// Comma-separated values after RFC 4180, as every spreadsheet and astropy reads them.

/** A cell of a table to be written. */
export type Cell = number | bigint | boolean | string;

/** One line per row, CR LF between them; fields with commas, quotes or line breaks are quoted. O(cells). */
export function delimitedText(
  header: readonly string[],
  rowCount: number,
  row: (index: number) => readonly Cell[],
): string {
  const lines = [header.map(field).join(',')];
  for (let i = 0; i < rowCount; i++) lines.push(row(i).map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

// Spreadsheets run texts that begin with these as formulas; a quote in front keeps them texts.
function field(value: Cell): string {
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
