// Numbers for people: values with their errors rounded to what they mean, in columns that line up.

/** A value with the places that its error deserves, two significant digits of it: `633 ± 28`, `2.655 ± 0.073`. */
export function plusMinus(value: number, error: number): string {
  const places = placesOf(error);
  return `${value.toFixed(places)} ± ${error.toFixed(places)}`;
}

/** The same for very small or large numbers, with the power of ten taken out: `(2.62 ± 0.14)e-11`. */
export function plusMinusInPowers(value: number, error: number): string {
  const power = Math.floor(Math.log10(Math.abs(value)));
  return `(${plusMinus(value / 10 ** power, error / 10 ** power)})e${power}`;
}

// Rounding may carry an error over to the next power of ten, 0.0999 to 0.10, so it comes first.
function placesOf(error: number): number {
  if (!(error > 0) || !Number.isFinite(error)) return 3;
  return Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(Number(error.toPrecision(2))))));
}

/**
 * Rows of cells as lines with columns of equal width. The first row is the heading. Columns of numbers are pushed to the
 * right and texts to the left, and values with errors line up at their `±`.
 */
export function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]!.map((_, k) => alignedColumn(rows.map((row) => row[k] ?? '')));
  return rows.map((_, line) =>
    columns
      .map((column) => column[line]!)
      .join('   ')
      .trimEnd(),
  );
}

/** A number, with or without error and power of ten. */
const number = /^[-+]?\(?\d[\d.]*( ± \d[\d.]*)?\)?(e[-+]?\d+)?$/;

function alignedColumn([heading, ...cells]: readonly string[]): string[] {
  const lined = atPlusMinus(cells);
  const width = Math.max(...[heading!, ...lined].map((cell) => cell.length));
  const isNumeric = cells.every((cell) => cell === '' || number.test(cell));
  const pad = (cell: string) => (isNumeric ? cell.padStart(width) : cell.padEnd(width));
  return [heading!, ...lined].map(pad);
}

function atPlusMinus(cells: readonly string[]): string[] {
  const widest = (side: 0 | 1) => Math.max(0, ...cells.map((cell) => cell.split(' ± ')[side]?.length ?? 0));
  const isMeasured = cells.every((cell) => cell === '' || cell.includes(' ± '));
  if (!isMeasured) return [...cells];
  const [before, after] = [widest(0), widest(1)];
  return cells.map((cell) => {
    const [value = '', error = ''] = cell.split(' ± ');
    return cell === '' ? '' : `${value.padStart(before)} ± ${error.padStart(after)}`;
  });
}
