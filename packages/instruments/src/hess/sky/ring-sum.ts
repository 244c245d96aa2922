// Sums of an image over a disc or a ring around each pixel: with sums along rows, each costs one difference for each
// row of the ring instead of one addition for each of its pixels.

/**
 * For each pixel of a square image the sum over the pixels whose centres lie at `innerPx` <= distance <= `outerPx`
 * from it (a disc when `innerPx` is 0); what lies outside the image counts nothing.
 */
export function ringSums(image: Float64Array, size: number, innerPx: number, outerPx: number): Float64Array {
  const prefix = new Float64Array(size * (size + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = row * (size + 1) + column;
      prefix[at + 1] = prefix[at]! + image[row * size + column]!;
    }
  }
  const sums = new Float64Array(size * size);
  const reach = Math.floor(outerPx);
  for (let dy = -reach; dy <= reach; dy++) {
    const outer = Math.floor(Math.sqrt(outerPx * outerPx - dy * dy));
    // The last column offset that is nearer than the inner radius; -1 when the whole row belongs to the ring.
    const inner = innerPx > Math.abs(dy) ? Math.ceil(Math.sqrt(innerPx * innerPx - dy * dy)) - 1 : -1;
    for (let row = Math.max(0, -dy); row < Math.min(size, size - dy); row++) {
      addRow(sums, prefix, { size, row, from: row + dy, outer, inner });
    }
  }
  return sums;
}

interface RowSpan {
  readonly size: number;
  readonly row: number;
  readonly from: number;
  readonly outer: number;
  readonly inner: number;
}

function addRow(sums: Float64Array, prefix: Float64Array, { size, row, from, outer, inner }: RowSpan): void {
  const start = from * (size + 1);
  for (let column = 0; column < size; column++) {
    let sum = prefix[start + Math.min(size, column + outer + 1)]! - prefix[start + Math.max(0, column - outer)]!;
    if (inner >= 0)
      sum -= prefix[start + Math.min(size, column + inner + 1)]! - prefix[start + Math.max(0, column - inner)]!;
    sums[row * size + column]! += sum;
  }
}
