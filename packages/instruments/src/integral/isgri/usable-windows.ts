/** What a step over many science windows does with those that failed as expected: they are left out and named. */

import { ExpectedFailure, listOf, type Outcome, record, string } from '@stemma/core';

/** A science window that was left out, and why. */
export interface DroppedWindow {
  readonly scw: string;
  readonly reason: string;
  readonly message: string;
}

/** What was selected: windows of the index, and windows that were asked for and are not in it. */
export interface Selection {
  readonly scws: readonly { readonly id: string; readonly offsetDeg: number }[];
  readonly missing: readonly string[];
}

/** Outputs of goals over many windows: which went in, and which did not. */
export const windowLists = {
  used: listOf(string(), { description: 'science windows' }),
  dropped: listOf(record({ scw: string(), reason: string(), message: string() }), {
    description: 'windows that were left out, and why',
  }),
};

/**
 * The results of the windows that have one, in order, and the others by name.
 * @throws ExpectedFailure `no_images` when none is left.
 */
export function usableWindows<V>(
  { scws, missing }: Selection,
  outcomes: readonly Outcome<V>[],
): { found: V[]; dropped: DroppedWindow[] } {
  const found: V[] = [];
  const dropped = missing.map((scw): DroppedWindow => ({
    scw,
    reason: 'no_window',
    message: `science window ${scw} is not in the index`,
  }));
  outcomes.forEach((outcome, k) => {
    if (outcome.ok) found.push(outcome.value);
    else dropped.push({ scw: scws[k]!.id, reason: outcome.reason, message: outcome.message });
  });
  if (found.length > 0) return { found, dropped };
  const why = dropped[0]?.message ?? 'none was selected';
  throw new ExpectedFailure('no_images', `none of ${scws.length} science windows can be used: ${why}`, { dropped });
}

/** Dropped windows in short, for the headers of products. */
export function droppedTexts(dropped: readonly DroppedWindow[]): string[] {
  return dropped.map(({ scw, reason }) => `${scw} (${reason})`);
}
