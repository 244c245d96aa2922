// How much of the family tree one answer may hold, and what is said when it is more: the same in every backend.
import { StemmaError } from '@stemma/core';
import type { LineageBounds } from '@stemma/core';

/** Most nodes that a walk answers with when nobody says. */
export const defaultLineageLimit = 200_000;

/** The refusal of a walk that meets too much. */
export function tooMany(limit: number, direction: LineageBounds['direction']): StemmaError {
  const what = direction === 'up' ? 'ancestors' : 'descendants';
  return new StemmaError(
    'too_large',
    `there are more than ${limit.toLocaleString('en')} ${what}: ask for their classes, or begin nearer to what is wanted`,
    { limit, direction },
  );
}
