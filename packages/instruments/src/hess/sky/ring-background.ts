// Ring background: around each position, what lies in a ring, scaled by acceptance, is the background of what lies in
// the disc (Berge, Funk & Hinton 2007, doi:10.1051/0004-6361:20066674, section 3.1).
import { liMaSignificance } from '@stemma/data/statistics';
import { ringSums } from './ring-sum.ts';

/** Summed runs, and the pixels that must not count as background. */
export interface RingInput {
  readonly counts: Float64Array;
  readonly acceptance: Float64Array;
  readonly excluded: Uint8Array;
  readonly size: number;
  readonly discPx: number;
  readonly innerPx: number;
  readonly outerPx: number;
}

/** Maps in counts inside the disc around each pixel; NaN where there is no acceptance or no ring. */
export interface RingMaps {
  readonly on: Float64Array;
  readonly off: Float64Array;
  readonly alpha: Float64Array;
  readonly background: Float64Array;
  readonly excess: Float64Array;
  readonly significance: Float64Array;
}

/** The maps of excess and significance (Li & Ma) for a disc and a ring of given radii, in pixels. */
export function ringBackground({ counts, acceptance, excluded, size, discPx, innerPx, outerPx }: RingInput): RingMaps {
  const kept = (image: Float64Array) => image.map((value, i) => (excluded[i] ? 0 : value));
  const on = ringSums(counts, size, 0, discPx);
  const onAcceptance = ringSums(acceptance, size, 0, discPx);
  const off = ringSums(kept(counts), size, innerPx, outerPx);
  const offAcceptance = ringSums(kept(acceptance), size, innerPx, outerPx);
  const empty = () => new Float64Array(on.length).fill(NaN);
  const maps = { on, off, alpha: empty(), background: empty(), excess: empty(), significance: empty() };
  for (let i = 0; i < on.length; i++) {
    // The middle of the disc must be inside the field of view, and the ring must hold more than the disc: otherwise
    // there is nothing to compare.
    if (!(acceptance[i]! > 0 && offAcceptance[i]! > onAcceptance[i]!)) continue;
    const alpha = onAcceptance[i]! / offAcceptance[i]!;
    // Differences of sums along rows leave rounding errors of 1e-12 where there is nothing.
    const [onCounts, offCounts] = [Math.round(on[i]!), Math.round(off[i]!)];
    maps.alpha[i] = alpha;
    maps.background[i] = alpha * offCounts;
    maps.excess[i] = onCounts - alpha * offCounts;
    maps.significance[i] = liMaSignificance({ on: onCounts, off: offCounts, alpha });
  }
  return maps;
}
