// What stands in the boxes of a view: how many derivations, in which states, with which parameters in common and with
// which ranges of those that differ.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { formatParameter, shorten, unitByName, type UnitOf } from '../provenance/describe.ts';
import type { FamilyState } from '../provenance/node-state.ts';
import { membersOf } from './contraction.ts';
import { depths } from './dag.ts';
import { isLeafName, familyStates } from './provenance-graph.ts';
import type { View } from './provenance-view.ts';

/** One parameter over all members of a block. */
export interface ParameterFact {
  /** `Analysis.parameter` in blocks of several analyses; empty for the content of a file or value. */
  readonly name: string;
  /** How many different values there are. */
  readonly count: number;
  /** The value, or the range of the values, with its unit: `20 keV`, `3 … 9 keV`, `3 … 9 keV (7 values)` for 70 nodes. */
  readonly text: string;
}

/** One block of a view in words. */
export interface BlockFacts {
  /** How many derivations it stands for. */
  readonly size: number;
  /** The names of its analyses, those nearest to the root first. */
  readonly names: readonly string[];
  /** `integral.SkyImage`, `file`, `value`; `integral.SkyImage + 3 more` for a block of four analyses. */
  readonly title: string;
  /** The different versions, by name of the analysis where there is more than one. */
  readonly versions: readonly string[];
  /** How many derivations are in each state, those that occur. */
  readonly states: ReadonlyMap<FamilyState, number>;
  /** Those that are the same for all members. */
  readonly common: readonly ParameterFact[];
  /** Those in which members differ. */
  readonly varying: readonly ParameterFact[];
  /** Where members do not differ themselves: the parameters of what they were made from that tell them apart. */
  readonly variesBy: readonly string[];
  /** True for files, values and what is not recorded. */
  readonly isLeaf: boolean;
}

/** How many names of distant parameters a block tells. */
const maxVariesBy = 3;
const unrecorded = 'not recorded';

/** The facts of each block. One pass over the nodes and their parameters. */
export function blockFacts(view: View, unitOf: UnitOf = unitByName): BlockFacts[] {
  const { graph, blockOf, dag } = view;
  const depth = depths(graph.dag);
  const { offsets, nodes } = membersOf(blockOf, dag.size);
  const facts = Array.from({ length: dag.size }, (_, block) => {
    const members = nodes.subarray(offsets[block], offsets[block + 1]);
    return factsOf(view, members, depth, unitOf);
  });
  addVariesBy(view, facts);
  return facts;
}

interface Values {
  readonly analysis: string;
  readonly name: string;
  readonly known: Map<string, Json>;
}

function factsOf({ graph }: View, members: Uint32Array, depth: Uint32Array, unitOf: UnitOf): BlockFacts {
  const tops = new Map<string, number>();
  const versions = new Map<string, Set<string>>();
  const counts = new Map<FamilyState, number>();
  const values = new Map<string, Values>();
  for (const v of members) {
    const record = graph.records[v];
    const state = familyStates[graph.states[v]!]!;
    counts.set(state, (counts.get(state) ?? 0) + 1);
    const analysis = record?.definition.name ?? unrecorded;
    if ((tops.get(analysis) ?? Infinity) > depth[v]!) tops.set(analysis, depth[v]!);
    if (!record) continue;
    versions.set(analysis, (versions.get(analysis) ?? new Set()).add(record.definition.version));
    addValues(values, analysis, record.parameters);
  }
  const names = [...tops].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name);
  const isMixed = names.length > 1;
  const parameters = Array.from(values.values(), ({ analysis, name, known }): ParameterFact => {
    const shown = isLeafName(analysis) ? '' : isMixed ? `${lastPart(analysis)}.${name}` : name;
    const text = rangeText([...known.values()], unitOf(analysis, name), members.length);
    return { name: shown, count: known.size, text };
  });
  return {
    size: members.length,
    names,
    title: titleOf(names),
    versions: [...versions].flatMap(([name, set]) => Array.from(set, (v) => (isMixed ? `${name} ${v}` : v))),
    states: new Map(familyStates.filter((state) => counts.has(state)).map((state) => [state, counts.get(state)!])),
    common: parameters.filter(({ count }) => count === 1),
    varying: parameters.filter(({ count }) => count > 1),
    variesBy: [],
    isLeaf: names.every((name) => name === unrecorded || isLeafName(name)),
  };
}

function addValues(values: Map<string, Values>, analysis: string, parameters: Readonly<Record<string, Json>>): void {
  for (const name of shownParameters(analysis, parameters)) {
    const key = `${analysis}\n${name}`;
    let entry = values.get(key);
    if (!entry) values.set(key, (entry = { analysis, name, known: new Map() }));
    const value = parameters[name] ?? null;
    entry.known.set(typeof value === 'string' ? value : canonicalJson(value), value);
  }
}

// Of a file only its name says something to people: the digest is its identity already.
function shownParameters(analysis: string, parameters: Readonly<Record<string, Json>>): string[] {
  return analysis === 'stemma.File' ? ['name'] : Object.keys(parameters);
}

function titleOf([first = '', ...others]: readonly string[]): string {
  const title = first === 'stemma.File' ? 'file' : first === 'stemma.Literal' ? 'value' : first;
  return others.length > 0 ? `${title} + ${others.length} more` : title;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * One value, a few, or a range of values in words. How many there are is told where it is not plain.
 * @param size of how many derivations: as many values need no count.
 */
export function rangeText(values: readonly Json[], unit?: string, size = 0): string {
  const count = values.length === size ? '' : ` (${values.length} values)`;
  if (values.length === 1) return formatParameter(values[0]!, unit);
  if (values.every((value) => typeof value === 'number')) {
    const [low, high] = extremes(values as readonly number[]);
    return `${low} … ${formatParameter(high, unit)}${count}`;
  }
  const texts = values.map((value) => shorten(formatParameter(value, unit), 24));
  if (values.length <= 3) return texts.join(' or ');
  const [low, high] = extremes(texts);
  return `${low} … ${high}${count}`;
}

function extremes<T extends number | string>(values: readonly T[]): readonly [low: T, high: T] {
  let low = values[0]!;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

// Blocks are ordered with users first, so that going backwards meets what is used before its users.
function addVariesBy({ dag }: View, facts: BlockFacts[]): void {
  for (let block = dag.size - 1; block >= 0; block--) {
    const own = facts[block]!;
    if (own.size === 1 || own.names.length > 1 || own.varying.length > 0) continue;
    const names = new Set<string>();
    for (const used of dag.targets.subarray(dag.offsets[block], dag.offsets[block + 1])) {
      const { varying, variesBy } = facts[used]!;
      for (const name of varying.length > 0 ? varying.map((fact) => fact.name || 'data') : variesBy) names.add(name);
    }
    facts[block] = { ...own, variesBy: [...names].sort().slice(0, maxVariesBy) };
  }
}
