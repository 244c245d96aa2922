/** What a step over many science windows does with those that failed as expected: they are left out and named. */

import { ExpectedFailure, type Outcome } from '@stemma/core';

/** A science window that was left out, and why. */
export interface DroppedWindow {
  readonly scw: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * The results of the windows that have one, in order, and the others by name.
 * @throws ExpectedFailure `no_images` when none is left.
 */
export function usableWindows<V>(
  windows: readonly { readonly id: string }[],
  outcomes: readonly Outcome<V>[],
): { found: V[]; dropped: DroppedWindow[] } {
  const found: V[] = [];
  const dropped: DroppedWindow[] = [];
  outcomes.forEach((outcome, k) => {
    if (outcome.ok) found.push(outcome.value);
    else dropped.push({ scw: windows[k]!.id, reason: outcome.reason, message: outcome.message });
  });
  if (found.length > 0) return { found, dropped };
  const why = dropped[0]?.message ?? 'none was selected';
  throw new ExpectedFailure('no_images', `none of ${windows.length} science windows can be used: ${why}`, { dropped });
}
