// Two arrays of numbers, element by element, in one pass and without temporary arrays.
import { errorOfDifference } from './compare-numbers.ts';

/** Anything that holds numbers by index. */
export type AnyNumbers = ArrayLike<number> | ArrayLike<bigint>;

/** One-sigma errors of both arrays, element by element, in the unit of the values; either may be missing. */
export interface ArrayErrors {
  readonly before?: ArrayLike<number>;
  readonly after?: ArrayLike<number>;
}

/** How two arrays compare. Everything but the lengths is absent when these differ. */
export interface ArrayComparison {
  readonly kind: 'array';
  /** Same length and values; NaN is equal to NaN, and 0 to −0. */
  readonly identical: boolean;
  readonly lengths: readonly [before: number, after: number];
  readonly differences?: ArrayDifferences;
}

/** What differs in two arrays of one length. */
export interface ArrayDifferences {
  /** Elements that are not the same. */
  readonly changed: number;
  /** Elements that became undefined (NaN), and that no longer are. */
  readonly becameUndefined: number;
  readonly becameDefined: number;
  /** Largest |after − before| where both are defined, and where; 0 at −1 when there is none. */
  readonly maxAbs: number;
  readonly maxAbsAt: number;
  /** Root mean square of after − before over the elements that are finite on both sides; 0 when there are none. */
  readonly rms: number;
  /** Largest |after − before| / |before| over finite elements with `before` not zero. */
  readonly maxRelative: number;
  /** Largest |after − before| in units of the errors; absent without errors. */
  readonly maxSigma?: number;
}

/** Compares two arrays of numbers; 64-bit integers are compared exactly. Linear, one pass. */
export function compareArrays(before: AnyNumbers, after: AnyNumbers, errors: ArrayErrors = {}): ArrayComparison {
  const lengths = [before.length, after.length] as const;
  if (before.length !== after.length) return { kind: 'array', identical: false, lengths };
  const differences = differencesIn(before, after, errors);
  return { kind: 'array', identical: differences.changed === 0, lengths, differences };
}

function differencesIn(before: AnyNumbers, after: AnyNumbers, errors: ArrayErrors): ArrayDifferences {
  const tally = new Tally();
  for (let i = 0; i < before.length; i++) {
    const [a, b] = [before[i]!, after[i]!];
    if (a === b) tally.addEqual(Number(a));
    else if (typeof a === 'bigint' && typeof b === 'bigint') tally.add(i, Number(a), Number(b - a), 0);
    else if (Number.isNaN(a) || Number.isNaN(b)) tally.addUndefined(Number.isNaN(a), Number.isNaN(b));
    else tally.add(i, Number(a), Number(b) - Number(a), errorOfDifference(errors.before?.[i], errors.after?.[i]));
  }
  const { changed, becameUndefined, becameDefined, maxAbs, maxAbsAt, maxRelative, rms } = tally;
  const hasErrors = errors.before !== undefined || errors.after !== undefined;
  const sizes = { changed, becameUndefined, becameDefined, maxAbs, maxAbsAt, rms, maxRelative };
  return { ...sizes, ...(hasErrors && { maxSigma: tally.maxSigma }) };
}

// What one pass gathers. The sum of squares is kept in units of its largest member: a difference of 1e200 must not
// become infinite when it is squared.
class Tally {
  changed = 0;
  becameUndefined = 0;
  becameDefined = 0;
  maxAbs = 0;
  maxAbsAt = -1;
  maxRelative = 0;
  maxSigma = 0;
  #scale = 0;
  #squares = 0;
  #finite = 0;

  get rms(): number {
    return this.#finite === 0 ? 0 : this.#scale * Math.sqrt(this.#squares / this.#finite);
  }

  addEqual(value: number): void {
    if (Number.isFinite(value)) this.#finite++;
  }

  addUndefined(before: boolean, after: boolean): void {
    if (before && after) return;
    this.changed++;
    if (after) this.becameUndefined++;
    else this.becameDefined++;
  }

  add(at: number, before: number, difference: number, error: number): void {
    this.changed++;
    const abs = Math.abs(difference);
    if (abs > this.maxAbs) [this.maxAbs, this.maxAbsAt] = [abs, at];
    if (!Number.isFinite(abs)) return;
    this.#finite++;
    if (before !== 0) this.maxRelative = Math.max(this.maxRelative, abs / Math.abs(before));
    if (error > 0) this.maxSigma = Math.max(this.maxSigma, abs / error);
    if (abs > this.#scale) {
      this.#squares = this.#squares * (this.#scale / abs) ** 2 + 1;
      this.#scale = abs;
    } else if (abs > 0) this.#squares += (abs / this.#scale) ** 2;
  }
}
