// Which parameters matter in a family tree: those that tell the nodes of one analysis from each other come first.
import { canonicalJson } from '../canonical/json.ts';
import type { FamilyTree } from './family-tree.ts';

/**
 * By name of the analysis, the parameters that do not have the same value in all its nodes; analyses of which there is
 * one node, or whose nodes agree, are missing. One pass over the nodes.
 */
export function varyingParameters({ nodes }: FamilyTree): ReadonlyMap<string, ReadonlySet<string>> {
  const firstValues = new Map<string, Map<string, string>>();
  const varying = new Map<string, Set<string>>();
  for (const { record } of nodes.values()) {
    const { name } = record.definition;
    const known = firstValues.get(name) ?? new Map<string, string>();
    firstValues.set(name, known);
    for (const [parameter, value] of Object.entries(record.parameters)) {
      const text = canonicalJson(value);
      const before = known.get(parameter);
      if (before === undefined) known.set(parameter, text);
      else if (before !== text) varying.set(name, (varying.get(name) ?? new Set()).add(parameter));
    }
  }
  return varying;
}
