// A view as a Graphviz drawing, for those who lay out with their own tools.
import { blockFacts, type BlockFacts } from './block-facts.ts';
import { sourcesOf } from './dag.ts';
import { edgeFacts } from './edge-facts.ts';
import type { View } from './provenance-view.ts';
import type { UnitOf } from '../provenance/describe.ts';
import { countText, parameterLines } from './view-labels.ts';

/** The view in the DOT language: one node for each block, `b0` the root; edges point to the user and carry the input names. */
export function renderViewDot(view: View, options: { readonly unitOf?: UnitOf } = {}): string {
  const { roles, users } = edgeFacts(view);
  const sources = sourcesOf(view.dag);
  const lines = [
    'digraph view {',
    '  rankdir=TB; bgcolor="transparent";',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, color="#446688"];',
    '  edge [color="#8795a1", fontname="Helvetica", fontsize=9, fontcolor="#777777", arrowsize=0.6];',
    ...blockFacts(view, options.unitOf).map((facts, block) => `  b${block} [${attributesOf(facts, block)}];`),
    ...Array.from(view.dag.targets, (used, e) => {
      const style = users[e] === 0 ? ', style=dashed' : '';
      return `  b${used} -> b${sources[e]!} [label=${quoted(roles[e]!)}${style}];`;
    }),
  ];
  return `${lines.join('\n')}\n}\n`;
}

function attributesOf(facts: BlockFacts, block: number): string {
  const count = countText(facts);
  const label = [`${count}${count === '' ? '' : '  '}${facts.title}`, ...parameterLines(facts)].join('\n');
  const shape = facts.isLeaf ? ', shape=note' : '';
  return `label=${quoted(label)}${shape}${facts.size > 1 ? ', peripheries=2' : ''}${block === 0 ? ', penwidth=2' : ''}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
