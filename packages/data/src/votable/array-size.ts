/** The arraysize attribute: how many elements a cell has. */

import { VoTableError } from './votable-error.ts';

/** Parsed arraysize. */
export interface ArraySize {
  /** All dimensions but a variable last one, fastest first; empty for scalars and plain variable arrays. */
  readonly fixed: readonly number[];
  /** Whether the last dimension varies from row to row. */
  readonly variable: boolean;
  /** Product of the fixed dimensions. */
  readonly count: number;
}

/**
 * Parses an arraysize (VOTable 1.4, section 2.2). The bound of `12*` is not kept: it is a hint for memory, and files
 * break it. `field` names the field in messages. Throws `corrupt` for one that does not follow the standard, or whose
 * fixed part alone has more than 2^31 elements.
 */
export function parseArraySize(text: string | undefined, field: string): ArraySize {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return { fixed: [], variable: false, count: 1 };
  if (!/^(\d+x)*(\d+|\d*\*)$/.test(trimmed)) {
    throw new VoTableError(
      'corrupt',
      `the arraysize '${trimmed}' of ${field} is not of the form 3, *, 12*, 2x3 or 8x*`,
    );
  }
  const parts = trimmed.split('x');
  const variable = trimmed.endsWith('*');
  const fixed = (variable ? parts.slice(0, -1) : parts).map(Number);
  const count = fixed.reduce((product, size) => product * size, 1);
  if (count > 2 ** 31) throw new VoTableError('corrupt', `the arraysize '${trimmed}' of ${field} is too large`);
  return { fixed, variable, count };
}
