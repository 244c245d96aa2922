// The edges of a publication as the index keeps them: what was used in truth, and the lists that fan-outs ran over,
// which the members of a fan-out stand for when it runs, but on which the result depends no less.
import type { Digest, InputBinding, Publication } from '@stemma/core';

/** What a publication used by input name; a list under the name with ` over` behind it, unless it is used otherwise too. */
export function usesOf({
  derivation,
  used,
}: Pick<Publication, 'derivation' | 'used'>): readonly { readonly role: string; readonly id: Digest }[] {
  const lists: { role: string; id: Digest }[] = [];
  for (const role in derivation.inputs) addLists(derivation.inputs[role]!, `${role} over`, lists);
  if (lists.length === 0) return used;
  const known = new Set(used.map(({ id }) => id));
  const added = lists.filter(({ id }) => !known.has(id) && known.add(id));
  return [...used, ...added];
}

function addLists(binding: InputBinding, role: string, lists: { role: string; id: Digest }[]): void {
  if ('list' in binding) for (const item of binding.list) addLists(item, role, lists);
  else if ('map' in binding) for (const item of Object.values(binding.map)) addLists(item, role, lists);
  else if ('each' in binding) lists.push({ role, id: binding.each.over });
}
