// Two numbers: by how much they differ, absolutely, relatively, and in units of their errors.

import { type ReportedUnits, unitsOf } from './units-of.ts';

/** What is known of two numbers beyond their values; units as their producers write them. */
export interface NumberContext {
  /** One-sigma errors, in the units of the numbers. */
  readonly beforeError?: number;
  readonly afterError?: number;
  readonly beforeUnit?: string;
  readonly afterUnit?: string;
}

/** How two numbers compare. */
export interface NumberComparison extends ReportedUnits {
  readonly kind: 'number';
  /** Same value and same unit; NaN is equal to NaN, and 0 to −0. */
  readonly identical: boolean;
  readonly before: number;
  readonly after: number;
  /** after − before, in the common unit; absent when the units differ, or one of the two is no finite number. */
  readonly difference?: number;
  /** The difference over |before|; absent where `difference` is, and for a `before` of zero. */
  readonly relative?: number;
  /** The difference over the root of the sum of both squared errors; absent without an error above zero. */
  readonly sigma?: number;
}

/** True for numbers that nobody would call different: NaN is equal to itself, 0 to −0. */
export function sameNumber(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The error of a difference of independent values: root of the sum of squares; NaN for an error that is no error. */
export function errorOfDifference(beforeError = 0, afterError = 0): number {
  return beforeError >= 0 && afterError >= 0 ? Math.hypot(beforeError, afterError) : NaN;
}

/** Compares two numbers; errors count as independent. */
export function compareNumbers(before: number, after: number, context: NumberContext = {}): NumberComparison {
  const units = unitsOf(context.beforeUnit, context.afterUnit);
  const hasOneUnit = units.units === undefined;
  const identical = hasOneUnit && sameNumber(before, after);
  const numbers = { kind: 'number' as const, identical, before, after, ...units };
  if (!hasOneUnit || !Number.isFinite(before) || !Number.isFinite(after)) return numbers;
  const difference = after - before;
  const error = errorOfDifference(context.beforeError, context.afterError);
  return {
    ...numbers,
    difference,
    ...(before !== 0 && { relative: difference / Math.abs(before) }),
    ...(error > 0 && { sigma: difference / error }),
  };
}
