// The records behind fan-outs: templates are never run, so no history tells of them, but they count in the id of what
// fans out, and whoever runs that derivation somewhere else needs them to get the same id.
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord, InputBinding } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';

/** A derivation record without the shape hashes, which follow from it. */
export type PlainRecord = Omit<DerivationRecord, 'shapes'>;

/**
 * The records of all templates that these inputs fan out, and of everything that the templates name, but for what is
 * `known` already; read level by level. Ids of which the index has no record are missing.
 */
export async function fanOutTemplates(
  inputs: Iterable<Readonly<Record<string, InputBinding>>>,
  known: (id: Digest) => boolean,
  index: Pick<ResultIndex, 'derivations'>,
): Promise<Map<Digest, PlainRecord>> {
  const found = new Map<Digest, PlainRecord>();
  let level = new Set<Digest>();
  for (const bindings of inputs)
    for (const binding of Object.values(bindings)) for (const id of templatesIn(binding)) if (!known(id)) level.add(id);
  while (level.size > 0) {
    const next = new Set<Digest>();
    for (const { shapes: _, ...record } of (await index.derivations([...level])).values()) {
      found.set(record.id, record);
      for (const binding of Object.values(record.inputs)) for (const id of idsIn(binding)) next.add(id);
    }
    level = new Set([...next].filter((id) => !known(id) && !found.has(id)));
  }
  return found;
}

function* templatesIn(binding: InputBinding): Generator<Digest> {
  if ('list' in binding) for (const item of binding.list) yield* templatesIn(item);
  else if ('map' in binding) for (const item of Object.values(binding.map)) yield* templatesIn(item);
  else if ('each' in binding) yield* idsIn(binding.each.template);
}
