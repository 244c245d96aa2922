// The walk over a stored input: which derivations it names. Readers of the store need no more than this to follow a
// graph from record to record, and nothing of what binds or runs analyses.
import type { Digest } from './digest.ts';
import type { InputBinding } from './records.ts';

/**
 * All derivation ids inside a binding, in the order in which they stand there; an id that stands twice comes twice.
 * Of a fan-out these are the derivation of its list and those of its template, not its members, which only the `used`
 * edges of the index know.
 */
export function* idsIn(binding: InputBinding): Generator<Digest> {
  if ('id' in binding) yield binding.id;
  else if ('list' in binding) for (const item of binding.list) yield* idsIn(item);
  else if ('map' in binding) for (const item of Object.values(binding.map)) yield* idsIn(item);
  else if ('each' in binding) {
    yield binding.each.over;
    yield* idsIn(binding.each.template);
  }
}
