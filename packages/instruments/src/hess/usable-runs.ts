// What a step over many runs does with those that failed as expected: they are left out and named.
import { ExpectedFailure, type Outcome } from '@stemma/core';

/** A run that was left out, and why. */
export interface DroppedRun {
  readonly obsId: number;
  readonly reason: string;
  readonly message: string;
}

/**
 * The results of the runs that have one, in order, and the others by name.
 * @throws ExpectedFailure `no_usable_run` when none is left.
 */
export function usable<V>(
  runs: readonly { readonly obsId: number }[],
  outcomes: readonly Outcome<V>[],
): { found: V[]; dropped: DroppedRun[] } {
  const found: V[] = [];
  const dropped: DroppedRun[] = [];
  outcomes.forEach((outcome, i) => {
    if (outcome.ok) found.push(outcome.value);
    else dropped.push({ obsId: runs[i]!.obsId, reason: outcome.reason, message: outcome.message });
  });
  if (found.length > 0) return { found, dropped };
  throw new ExpectedFailure(
    'no_usable_run',
    `none of ${runs.length} runs can be used: ${dropped[0]?.message ?? 'none was selected'}`,
    { dropped },
  );
}
