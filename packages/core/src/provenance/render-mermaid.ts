// A family tree as a Mermaid flowchart, for pages and README files that draw it themselves.
import { shortDigest } from '../identity/digest.ts';
import type { UnitOf } from './describe.ts';
import type { FamilyNode, FamilyTree } from './family-tree.ts';
import { parameterTexts, stateOf } from './node-state.ts';
import { numbering } from './numbering.ts';

const styles = [
  'classDef failed stroke:#b3261e,color:#b3261e',
  'classDef forgotten stroke:#777,stroke-dasharray:5 3',
  'classDef absent stroke:#777,stroke-dasharray:2 3',
  'classDef retracted stroke:#b3261e,color:#b3261e,stroke-width:3px',
  'classDef suspect stroke:#b3261e,stroke-dasharray:5 3',
];

/**
 * The tree as a Mermaid flowchart, each node once. Edges point from what was used to its user and carry the input name.
 * @param options.unitOf where units of parameters come from; by default the names of the parameters.
 */
export function renderMermaid(tree: FamilyTree, options: { readonly unitOf?: UnitOf } = {}): string {
  const { nodes } = tree;
  const { nameOf, unrecorded } = numbering(tree);
  const lines = ['flowchart LR'];
  for (const [id, node] of nodes) {
    const state = stateOf(node);
    lines.push(`  ${nameOf(id)}${boxOf(node, options.unitOf)}${state === 'stored' ? '' : `:::${state}`}`);
  }
  for (const id of unrecorded) lines.push(`  ${nameOf(id)}["not recorded<br/>${shortDigest(id)}"]:::absent`);
  for (const [id, { used }] of nodes) {
    for (const use of used) lines.push(`  ${nameOf(use.id)} -- "${escaped(use.role)}" --> ${nameOf(id)}`);
  }
  return `${[...lines, ...styles.map((style) => `  ${style}`)].join('\n')}\n`;
}

function boxOf(node: FamilyNode, unitOf: UnitOf | undefined): string {
  const { id, definition } = node.record;
  const label = [definition.name, ...parameterTexts(node, unitOf), shortDigest(id)].map(escaped).join('<br/>');
  return definition.name.startsWith('stemma.') ? `(["${label}"])` : `["${label}"]`;
}

// Mermaid has no escapes but the character entities of HTML, with a number sign for the ampersand.
function escaped(text: string): string {
  return text.replaceAll(/[#"<>&`]/g, (character) => `#${character.codePointAt(0)};`).replaceAll('\n', ' ');
}
