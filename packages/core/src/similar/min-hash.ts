// MinHash (Broder 1997, doi:10.1109/SEQUEN.1997.666900): a set as 128 minima, of which two sets share as large a part
// as the sets themselves do; and banding, which finds the similar ones without looking at all.

/** Minima in a sketch: 512 bytes; the estimate of a likeness J has a standard deviation of √(J(1 − J)/128) ≤ 0.045. */
export const sketchLength = 128;
const bandCount = 16;
const bandRows = sketchLength / bandCount;

/** A set of labels with weights: whole numbers from 1 on, by label. */
export type WeightedSet = ReadonlyMap<number, number>;

// Constants of one family of hash functions, the same for ever: sketches are stored.
const [seeds, factors] = [new Uint32Array(sketchLength), new Uint32Array(sketchLength)];
for (let i = 0, state = 0x9e3779b9; i < sketchLength; i++) {
  seeds[i] = state = mix(state + 0x6d2b79f5);
  factors[i] = (state = mix(state + 0x6d2b79f5)) | 1;
}

/** The sketch of a set; independent of the order of its members. Costs 128 steps for each unit of weight. */
export function minHash(set: WeightedSet): Uint32Array {
  const sketch = new Uint32Array(sketchLength).fill(0xffffffff);
  for (const [label, weight] of set) {
    const [high, low] = [Math.floor(label / 2 ** 32), label >>> 0];
    // A weight of w is w members: then the likeness of the sets is Σ min / Σ max of the weights.
    for (let copy = 0; copy < weight; copy++) {
      const member = mix(low ^ mix(high ^ Math.imul(copy + 1, 0x85ebca6b)));
      for (let i = 0; i < sketchLength; i++) {
        const value = mix(Math.imul(member ^ seeds[i]!, factors[i]!));
        if (value < sketch[i]!) sketch[i] = value;
      }
    }
  }
  return sketch;
}

/** The part of their members that two sets share, estimated from their sketches: 0 to 1, exactly 1 for equal sets. */
export function estimatedLikeness(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let i = 0; i < sketchLength; i++) if (a[i] === b[i]) equal++;
  return equal / sketchLength;
}

/** The same, exactly: Σ min / Σ max of the weights (Jaccard); 1 for two empty sets. */
export function likeness(a: WeightedSet, b: WeightedSet): number {
  let [shared, all] = [0, 0];
  for (const [label, weight] of a) {
    const other = b.get(label) ?? 0;
    shared += Math.min(weight, other);
    all += Math.max(weight, other);
  }
  for (const [label, weight] of b) if (!a.has(label)) all += weight;
  return all === 0 ? 1 : shared / all;
}

/**
 * The keys of the 16 bands of 8 minima, whole numbers below 2⁵³. Two sets of likeness J share a band with the
 * probability 1 − (1 − J⁸)¹⁶: 0.06 at J = 0.5, 0.61 at 0.7, 0.95 at 0.8, 0.9999 at 0.9.
 */
export function bandsOf(sketch: Uint32Array): number[] {
  return Array.from({ length: bandCount }, (_, band) => {
    let [high, low] = [mix(band + 1), mix(band + 0x51ed27)];
    for (let i = band * bandRows; i < (band + 1) * bandRows; i++) {
      high = mix(high ^ sketch[i]!);
      low = mix(low + Math.imul(sketch[i]!, 0x9e3779b1));
    }
    return (high >>> 11) * 2 ** 32 + low;
  });
}

/** A label as a whole number below 2⁵³. */
export function labelOf(text: string): number {
  let [high, low] = [0x2545f491, 0x811c9dc5];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    low = Math.imul(low ^ unit, 0x01000193);
  }
  return (mix(high ^ (low >>> 16)) >>> 11) * 2 ** 32 + mix(low ^ (high >>> 16));
}

// The finalizer of MurmurHash3: every bit of the input changes half of the bits of the answer.
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
