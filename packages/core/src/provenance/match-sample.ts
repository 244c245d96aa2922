// Which members of two lists must be read to tell how the lists compare: a list of 500 of which one changed should
// cost a handful of records, not a thousand.
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest } from '../identity/digest.ts';
import type { InputBinding } from '../identity/records.ts';

/** Members of both lists that are read so that it can be told which parameter is the data unit. */
export const sharedSamples = 8;

/**
 * The derivations of an input that have to be read before its two bindings are compared: those that only one side has,
 * and a few, evenly spread, of those that both have. Linear in the number of members.
 */
export function idsToRead(before: InputBinding, after: InputBinding): Digest[] {
  const [old, now] = [new Set(idsIn(before)), new Set(idsIn(after))];
  const shared = [...old].filter((id) => now.has(id));
  const own = [...old, ...now].filter((id) => !old.has(id) || !now.has(id));
  if (own.length === 0) return [];
  const step = Math.max(1, Math.ceil(shared.length / sharedSamples));
  return [...own, ...shared.filter((_, i) => i % step === 0)];
}
