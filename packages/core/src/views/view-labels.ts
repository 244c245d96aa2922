// What all drawings of views write into their boxes.
import type { BlockFacts, ParameterFact } from './block-facts.ts';
import type { View } from './provenance-view.ts';

/** How many derivations a block stands for: `×70` of one analysis, `566` of several; nothing for a single one. */
export function countText({ size, names }: BlockFacts): string {
  return size === 1 ? '' : `${names.length > 1 ? '' : '×'}${size}`;
}

/** `571 derivations in 19 blocks, 140 hidden`: what a view is, in one sentence. */
export function summaryOf({ graph, blockOf, dag }: View): string {
  const hidden = blockOf.reduce((sum, block) => sum + Number(block < 0), 0);
  const plural = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  const tail = hidden > 0 ? `, ${hidden.toLocaleString('en')} hidden` : '';
  return `${plural(graph.dag.size, 'derivation')} in ${plural(dag.size, 'block')}${tail}`;
}

/** A parameter in words: `binSizeKeV = 4 keV`; a file or value by itself. */
export function parameterText({ name, text }: ParameterFact): string {
  return name === '' ? text : `${name} = ${text}`;
}

/** In what the members of a block differ: their own parameters, or those of what they were made from. */
export function differenceTexts({ varying, variesBy }: BlockFacts): string[] {
  if (varying.length > 0) return varying.map(parameterText);
  return variesBy.length > 0 ? [`one for each ${variesBy.join(', ')}`] : [];
}

/** What all members have in common; parameters that were not given say nothing. */
export function commonTexts({ common }: BlockFacts): string[] {
  return common.filter(({ text }) => text !== 'none').map(parameterText);
}

/** The lines below the title of a box: what differs, what else is inside, what is common; the first three. */
export function parameterLines(facts: BlockFacts): string[] {
  const others = facts.names.length > 1 ? [facts.names.slice(1).map(lastPart).join(', ')] : [];
  return [...differenceTexts(facts), ...others, ...commonTexts(facts)].slice(0, 3);
}

/** The name of an analysis without its module. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
