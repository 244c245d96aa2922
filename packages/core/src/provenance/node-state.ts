// The states in which a node of a family tree can be, and what people are shown of them.
import { formatParameter, unitByName, type UnitOf } from './describe.ts';
import type { FamilyNode } from './family-tree.ts';

/** What became of a derivation. */
export type FamilyState = 'stored' | 'failed' | 'forgotten' | 'absent' | 'retracted' | 'suspect';

/** The sign and the words of each state. */
export const stateMarks: Readonly<Record<FamilyState, { readonly mark: string; readonly words: string }>> = {
  stored: { mark: '✓', words: 'stored' },
  failed: { mark: '✕', words: 'failed as expected' },
  forgotten: { mark: '∅', words: 'forgotten' },
  absent: { mark: '·', words: 'not kept' },
  retracted: { mark: '⊘', words: 'retracted' },
  suspect: { mark: '?', words: 'suspect: made from what was retracted' },
};

/** The state of a node: that it is in doubt before all else; an expected failure is one even when it is forgotten. */
export function stateOf({ result, standing }: FamilyNode): FamilyState {
  if (standing) return standing.state;
  if (!result) return 'absent';
  if (result.failed) return 'failed';
  return result.forgotten ? 'forgotten' : 'stored';
}

/**
 * The parameters in words: `binSizeKeV = 4 keV`. Leaves are shown by what they stand for: a file name, a value.
 * @param first names of those that come before the others.
 */
export function parameterTexts(
  { record }: FamilyNode,
  unitOf: UnitOf = unitByName,
  first?: ReadonlySet<string>,
): string[] {
  const { definition, parameters } = record;
  if (definition.name === 'stemma.Literal') return [formatParameter(parameters.value ?? null)];
  if (definition.name === 'stemma.File') return [formatParameter(parameters.name ?? null)];
  const names = Object.keys(parameters);
  const ordered = first
    ? [...names.filter((name) => first.has(name)), ...names.filter((name) => !first.has(name))]
    : names;
  return ordered.map((name) => `${name} = ${formatParameter(parameters[name]!, unitOf(definition.name, name))}`);
}
