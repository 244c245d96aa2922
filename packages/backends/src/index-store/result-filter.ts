// Which results a query means: the exact rules, shared by all backends. A backend may narrow down first
// in its own way, and then asks here.
import { canonicalJson } from '@stemma/core';
import type { Json, ResultQuery } from '@stemma/core';

/** How many rows a listing has when nobody says. */
export const defaultLimit = 100;

/** True when a full analysis name is the one asked for, or begins with the prefix before a final `*`. */
export function nameMatches(wanted: string | undefined, name: string): boolean {
  if (wanted === undefined) return true;
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

/** True when the wanted parameters are all there with equal canonical form. */
export function parametersMatch(
  wanted: ResultQuery['parameters'],
  parameters: Readonly<Record<string, Json>>,
): boolean {
  if (!wanted) return true;
  return Object.entries(wanted).every(
    ([key, value]) =>
      Object.hasOwn(parameters, key) && canonicalJson(parameters[key]!) === canonicalJson(value as Json),
  );
}

/** True when the text occurs, without regard to case, in the analysis name or in the name or value of a parameter. */
export function textMatches(
  text: string | undefined,
  name: string,
  parameters: Readonly<Record<string, Json>>,
): boolean {
  if (text === undefined) return true;
  const wanted = text.toLowerCase();
  const has = (hay: string) => hay.toLowerCase().includes(wanted);
  return (
    has(name) ||
    Object.entries(parameters).some(
      ([key, value]) => has(key) || has(typeof value === 'string' ? value : canonicalJson(value)),
    )
  );
}
