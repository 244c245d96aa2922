// The units of two values in a report: the common one, or both when they differ.

/** What a report says of units. */
export interface ReportedUnits {
  /** The common unit, when there is one. */
  readonly unit?: string;
  /** Both units, when they differ: numbers in them must not be subtracted without a thought. */
  readonly units?: readonly [before: string, after: string];
}

/** The part of a report about units; a missing unit is the empty text. */
export function unitsOf(before = '', after = ''): ReportedUnits {
  if (before !== after) return { units: [before, after] };
  return before === '' ? {} : { unit: before };
}
