// Who is affected when a service fails: the analyses that are declared to be made, directly or through others, from
// those that answer for it. Assumptions of a goal may change that for the goal; the page shows the declarations.
import type { AnyAnalysis, Registry } from '@stemma/core';

/** Names of the loaded analyses that depend on any of the given ones, themselves not included; sorted. */
export function dependantsOf(names: readonly string[], registry: Registry): string[] {
  const users = usersByName(registry);
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const user of users.get(name) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      waiting.push(user);
    }
  }
  return [...found].filter((name) => !names.includes(name)).sort();
}

function usersByName(registry: Registry): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const user of registry.names) {
    for (const used of namesIn(registry.get(user).definition.inputs)) {
      const list = users.get(used) ?? [];
      list.push(user);
      users.set(used, list);
    }
  }
  return users;
}

const leaves: ReadonlySet<unknown> = new Set(['literal', 'file']);

// Inputs are analyses, goals, names, wrappers, lists and maps of those: whatever is no leaf is looked into.
function namesIn(spec: unknown, seen = new Set<unknown>(), found = new Set<string>()): Set<string> {
  const name = nameOf(spec);
  if (name !== undefined) return found.add(name);
  if (typeof spec !== 'object' || spec === null || seen.has(spec)) return found;
  seen.add(spec);
  if (!leaves.has((spec as { kind?: unknown }).kind))
    for (const part of Object.values(spec)) namesIn(part, seen, found);
  return found;
}

function nameOf(spec: unknown): string | undefined {
  // A fan-out may hold functions that are no analyses.
  if (typeof spec === 'function') return (spec as Partial<AnyAnalysis>).definition?.name;
  const { kind, name } = (spec ?? {}) as { kind?: unknown; name?: string };
  return kind === 'named' ? name : undefined;
}
