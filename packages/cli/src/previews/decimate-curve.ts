// Curves of any length in few points: of each bin in x the first, the lowest, the highest and the last value (Jugel et
// al. 2014, "M4", doi:10.14778/2732951.2732953), which draws the same lines as all points would, and keeps every extreme
// as it is.

/** What is drawn. */
export interface Decimated {
  /** Rows between the ends. */
  readonly rows: number;
  /** True when these are all of them. */
  readonly exact: boolean;
  readonly xs: (number | null)[];
  readonly ys: (number | null)[];
}

/** Which part, and how finely. */
export interface Decimation {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly bins: number;
}

/**
 * Decimates a curve to at most four points of each bin, sorted by x. Rows whose x is no number are passed over; where a
 * y is no number there is a gap.
 */
export function decimateCurve(x: ArrayLike<number>, y: ArrayLike<number>, { from, to, bins }: Decimation): Decimated {
  const inside = rowsInside(x, from ?? -Infinity, to ?? Infinity);
  if (inside.length <= 4 * bins) return drawn(sortedByX(inside, x), x, y, inside.length, true);
  return drawn(extremes(inside, x, y, bins), x, y, inside.length, false);
}

function rowsInside(x: ArrayLike<number>, from: number, to: number): Uint32Array {
  const rows = new Uint32Array(x.length);
  let count = 0;
  for (let row = 0; row < x.length; row++) if (x[row]! >= from && x[row]! <= to) rows[count++] = row;
  return rows.subarray(0, count);
}

// Bins of equal width in x, from the first to the last row that is shown.
function extremes(rows: Uint32Array, x: ArrayLike<number>, y: ArrayLike<number>, bins: number): number[] {
  const [low, high] = rangeOf(rows, x);
  const perX = high > low ? bins / (high - low) : 0;
  const four = new FourRows(bins, x, y);
  for (const row of rows) four.add(Math.min(bins - 1, Math.floor((x[row]! - low) * perX)), row);
  return Array.from({ length: bins }, (_, bin) => sortedByX(four.of(bin), x)).flat();
}

function rangeOf(rows: Uint32Array, x: ArrayLike<number>): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    if (x[row]! < low) low = x[row]!;
    if (x[row]! > high) high = x[row]!;
  }
  return [low, high];
}

/** The rows of each bin with the first and last x, the lowest and highest y; -1 while there are none. */
class FourRows {
  readonly #x: ArrayLike<number>;
  readonly #y: ArrayLike<number>;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #lowest: Int32Array;
  readonly #highest: Int32Array;

  constructor(bins: number, x: ArrayLike<number>, y: ArrayLike<number>) {
    [this.#x, this.#y] = [x, y];
    this.#first = new Int32Array(bins).fill(-1);
    [this.#last, this.#lowest, this.#highest] = [this.#first.slice(), this.#first.slice(), this.#first.slice()];
  }

  add(bin: number, row: number): void {
    const [x, y] = [this.#x, this.#y];
    const [first, last] = [this.#first[bin]!, this.#last[bin]!];
    if (first === -1 || x[row]! < x[first]!) this.#first[bin] = row;
    if (last === -1 || x[row]! >= x[last]!) this.#last[bin] = row;
    if (Number.isNaN(y[row])) return;
    const [lowest, highest] = [this.#lowest[bin]!, this.#highest[bin]!];
    if (lowest === -1 || y[row]! < y[lowest]!) this.#lowest[bin] = row;
    if (highest === -1 || y[row]! > y[highest]!) this.#highest[bin] = row;
  }

  of(bin: number): number[] {
    const rows = new Set([this.#first[bin]!, this.#lowest[bin]!, this.#highest[bin]!, this.#last[bin]!]);
    rows.delete(-1);
    return [...rows];
  }
}

// Rows at equal x keep their order.
function sortedByX(rows: ArrayLike<number>, x: ArrayLike<number>): number[] {
  const list = Array.from(rows);
  let isSorted = true;
  for (let i = 1; i < list.length && isSorted; i++) isSorted = x[list[i - 1]!]! <= x[list[i]!]!;
  return isSorted ? list : list.sort((a, b) => x[a]! - x[b]! || a - b);
}

function drawn(
  rows: readonly number[],
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  count: number,
  exact: boolean,
): Decimated {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return { rows: count, exact, xs: rows.map((row) => finite(x[row]!)), ys: rows.map((row) => finite(y[row]!)) };
}
