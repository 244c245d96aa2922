// A family tree as a Graphviz drawing: data flow from left to right, one box for each derivation.
import { shortDigest } from '../identity/digest.ts';
import type { UnitOf } from './describe.ts';
import type { FamilyNode, FamilyTree } from './family-tree.ts';
import { parameterTexts, stateOf, type FamilyState } from './node-state.ts';
import { numbering } from './numbering.ts';

const stateStyles: Readonly<Record<FamilyState, string>> = {
  stored: '',
  failed: ', color="#b3261e", fontcolor="#b3261e"',
  forgotten: ', style="rounded,dashed", color="#777777"',
  absent: ', style="rounded,dotted", color="#777777"',
  retracted: ', style="rounded,bold", color="#b3261e", fontcolor="#b3261e"',
  suspect: ', style="rounded,dashed", color="#b3261e"',
};

/**
 * The tree in the DOT language, each node once. Edges point from what was used to its user and carry the input name.
 * @param options.unitOf where units of parameters come from; by default the names of the parameters.
 */
export function renderDot(tree: FamilyTree, options: { readonly unitOf?: UnitOf } = {}): string {
  const { root, nodes } = tree;
  const { nameOf, unrecorded } = numbering(tree);
  const lines = [
    `digraph "${shortDigest(root)}" {`,
    '  rankdir=LR; bgcolor="transparent";',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, color="#446688"];',
    '  edge [color="#999999", fontname="Helvetica", fontsize=9, fontcolor="#777777", arrowsize=0.6];',
  ];
  for (const [id, node] of nodes) {
    lines.push(`  ${nameOf(id)} [${labelOf(node, options.unitOf)}${styleOf(node, id === root)}, tooltip="${id}"];`);
  }
  for (const id of unrecorded) lines.push(`  ${nameOf(id)} [label="not recorded", shape=plaintext, tooltip="${id}"];`);
  for (const [id, { used }] of nodes) {
    for (const use of used) lines.push(`  ${nameOf(use.id)} -> ${nameOf(id)} [label=${quoted(use.role)}];`);
  }
  return `${lines.join('\n')}\n}\n`;
}

function labelOf(node: FamilyNode, unitOf: UnitOf | undefined): string {
  const { id, definition } = node.record;
  const failure = node.result?.failure;
  const parts = [
    definition.name,
    ...parameterTexts(node, unitOf),
    shortDigest(id),
    ...(failure ? [failure.message] : []),
  ];
  return `label=${quoted(parts.join('\n'))}`;
}

function styleOf(node: FamilyNode, isRoot: boolean): string {
  const isLeaf = node.record.definition.name.startsWith('stemma.');
  return `${isLeaf ? ', shape=note' : ''}${isRoot ? ', penwidth=2' : ''}${stateStyles[stateOf(node)]}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
