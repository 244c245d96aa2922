// Which rows of two tables belong together: those of equal keys, or those in the same place.

/** Rows that belong together: `before[i]` with `after[i]`, in the order of the first table. */
export interface RowMatching {
  readonly before: Uint32Array;
  readonly after: Uint32Array;
}

/**
 * Matches rows by the values of pairs of key columns; without keys by place. Rows of equal keys are matched in order.
 * Linear in the number of rows.
 */
export function matchRows(
  keys: readonly (readonly [before: ArrayLike<unknown>, after: ArrayLike<unknown>])[],
  [rowsBefore, rowsAfter]: readonly [number, number],
): RowMatching {
  if (keys.length === 0) {
    const same = Uint32Array.from({ length: Math.min(rowsBefore, rowsAfter) }, (_, row) => row);
    return { before: same, after: same };
  }
  // Lists of waiting rows as links: no list object for each of a million keys.
  const next = new Int32Array(rowsAfter).fill(-1);
  const waiting = new Map<string, { first: number; last: number }>();
  for (let row = 0; row < rowsAfter; row++) {
    const key = keyOf(keys, 1, row);
    const queue = waiting.get(key);
    if (queue) queue.last = next[queue.last] = row;
    else waiting.set(key, { first: row, last: row });
  }
  const [before, after]: [number[], number[]] = [[], []];
  for (let row = 0; row < rowsBefore; row++) {
    const queue = waiting.get(keyOf(keys, 0, row));
    if (!queue || queue.first < 0) continue;
    before.push(row);
    after.push(queue.first);
    queue.first = next[queue.first]!;
  }
  return { before: Uint32Array.from(before), after: Uint32Array.from(after) };
}

// With the length of each part, so that ("a", "bc") is no ("ab", "c").
function keyOf(
  keys: readonly (readonly [before: ArrayLike<unknown>, after: ArrayLike<unknown>])[],
  side: 0 | 1,
  row: number,
): string {
  let key = '';
  for (const pair of keys) {
    const text = String(pair[side][row]);
    key += `${text.length}:${text}`;
  }
  return key;
}
