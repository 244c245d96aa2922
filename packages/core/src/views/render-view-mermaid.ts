// A view as a Mermaid flowchart, for pages and README files that draw it themselves.
import { blockFacts, type BlockFacts } from './block-facts.ts';
import { sourcesOf } from './dag.ts';
import { edgeFacts } from './edge-facts.ts';
import type { View } from './provenance-view.ts';
import type { UnitOf } from '../provenance/describe.ts';
import { countText, parameterLines } from './view-labels.ts';

/** The view as a Mermaid flowchart: one box for each block, `b0` the root; edges point to the user and carry the input names. */
export function renderViewMermaid(view: View, options: { readonly unitOf?: UnitOf } = {}): string {
  const { roles, users } = edgeFacts(view);
  const sources = sourcesOf(view.dag);
  const lines = [
    'flowchart TB',
    ...blockFacts(view, options.unitOf).map((facts, block) => `  b${block}${boxOf(facts)}`),
    ...Array.from(view.dag.targets, (used, e) => {
      const arrow = users[e] === 0 ? '-.->' : '-->';
      return `  b${used} ${arrow}${roles[e] === '' ? '' : `|"${escaped(roles[e]!)}"|`} b${sources[e]!}`;
    }),
    '  style b0 stroke-width:3px',
  ];
  return `${lines.join('\n')}\n`;
}

function boxOf(facts: BlockFacts): string {
  const count = countText(facts);
  const label = [`${count === '' ? '' : `${count} `}${facts.title}`, ...parameterLines(facts)]
    .map(escaped)
    .join('<br/>');
  if (facts.isLeaf) return `(["${label}"])`;
  return facts.size > 1 ? `[["${label}"]]` : `["${label}"]`;
}

// Mermaid has no escapes but the character entities of HTML, with a number sign for the ampersand.
function escaped(text: string): string {
  return text.replaceAll(/[#"<>&`]/g, (character) => `#${character.codePointAt(0)};`).replaceAll('\n', ' ');
}
