// A view as a drawing: what is used above its users, stacked boxes for many derivations, states by shape and by colour.
// Plain SVG without scripts or fonts of its own: for pages, documents and printers, on light and on dark ground.
import { blockFacts, type BlockFacts } from './block-facts.ts';
import { edgeFacts } from './edge-facts.ts';
import { sourcesOf } from './dag.ts';
import type { View } from './provenance-view.ts';
import { layeredLayout, type Layout } from '../layout/layered-layout.ts';
import { cutText, textWidthPx } from '../layout/text-width.ts';
import type { UnitOf } from '../provenance/describe.ts';
import { stateMarks, type FamilyState } from '../provenance/node-state.ts';
import { countText, differenceTexts, parameterLines, parameterText, summaryOf } from './view-labels.ts';

/** How a view is drawn. */
export interface SvgOptions {
  /** What the drawing is called; the root's analysis when left out. */
  readonly title?: string;
  /** Where units of parameters come from; by default the names of the parameters. */
  readonly unitOf?: UnitOf;
}

/** What stands in a box. */
interface Label {
  readonly facts: BlockFacts;
  readonly title: string;
  readonly count: string;
  readonly lines: readonly string[];
  readonly states: readonly (readonly [FamilyState, number])[];
  readonly width: number;
  readonly height: number;
}

const titleSize = 13;
const lineSize = 11;
const lineStep = 15;
const padding = 12;
const maxWidth = 280;
/** How much wider bold letters are. */
const boldness = 1.15;
const margin = 16;
const maxLines = 2;

// Okabe and Ito's colours can be told apart by everybody; each state has a shape of its own as well.
const style = `
text{font-family:system-ui,"Segoe UI",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#1f2933}
.t{font-size:${titleSize}px;font-weight:600}.l{font-size:${lineSize}px;fill:#52606d}.v{fill:#005a92}
.n{font-size:${lineSize}px;font-weight:700;fill:#fff}.b{fill:#0072b2}
.box{fill:#fff;stroke:#8795a1;stroke-width:1.2}.root{stroke:#0072b2;stroke-width:2.4}.leaf{fill:#f1f4f6}
.e{fill:none;stroke:#8795a1;stroke-width:1.3}.h{stroke-dasharray:5 4}.a{fill:#8795a1}
.stored{fill:#009e73}.failed{fill:#d55e00}.forgotten{fill:none;stroke:#b87d00;stroke-width:1.6}.absent{fill:none;stroke:#8795a1;stroke-width:1.4;stroke-dasharray:2 2}.retracted{fill:#b3261e}.suspect{fill:none;stroke:#b3261e;stroke-width:1.6}
@media(prefers-color-scheme:dark){text{fill:#e4e7eb}.l{fill:#b3bcc5}.v{fill:#7cc4ee}.box{fill:#1f2933;stroke:#7b8794}.leaf{fill:#2b3742}.root{stroke:#56b4e9}.n{fill:#fff}}
`.replaceAll('\n', '');

/**
 * The view as an SVG document. Screen readers get a title, a sentence, and the facts of every block; labels are cut to
 * their boxes, and boxes never overlap.
 */
export function renderViewSvg(view: View, options: SvgOptions = {}): string {
  const facts = blockFacts(view, options.unitOf);
  const labels = facts.map((block) => labelOf(block));
  const widths = labels.map(({ width }) => width);
  const layout = layeredLayout({ dag: view.dag, widths, heights: labels.map(({ height }) => height), gapX: 28, gapY: 40 }); // prettier-ignore
  const [width, height] = [layout.width + 2 * margin + 8, layout.height + 2 * margin + 8].map(Math.ceil);
  const rootBlock = view.blockOf[0]!;
  const title = options.title ?? `What ${facts[rootBlock]!.title} was made from`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="view-title view-desc">`,
    `<title id="view-title">${escaped(title)}</title>`,
    `<desc id="view-desc">${escaped(`${summaryOf(view)}. Arrows point from what was used to what was made with it.`)}</desc>`,
    `<style>${style}</style>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="a" d="M0 0.8 8 4 0 7.2z"/></marker></defs>`,
    `<g transform="translate(${margin} ${margin + 6})">`,
    ...edges(view, layout, labels),
    ...labels.map((label, block) => box(label, layout.x[block]!, layout.y[block]!, block === rootBlock)),
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

function labelOf(facts: BlockFacts): Label {
  const all = parameterLines(facts).slice(0, maxLines);
  const count = countText(facts);
  const states = [...facts.states].filter(([state]) => facts.states.size > 1 || state !== 'absent');
  const badge = count === '' ? 0 : textWidthPx(count, lineSize) + 14;
  const room = maxWidth - 2 * padding;
  const title = cutText(shortTitle(facts), (room - (states.length === 1 ? 18 : 0)) / boldness, titleSize);
  const lines = all.map((line) => cutText(line, room, lineSize));
  const stateWidth = states.length > 1 ? statesWidth(states) : 0;
  const widest = lines.reduce((most, line) => Math.max(most, textWidthPx(line, lineSize)), 0);
  const titleWidth = textWidthPx(title, titleSize) * boldness + (states.length === 1 ? 18 : 0);
  const width = Math.max(96, badge + 40, 2 * padding + Math.max(titleWidth, widest, stateWidth));
  const height =
    2 * 9 + titleSize + lines.length * lineStep + (states.length > 1 ? lineStep : 0) + (facts.size > 1 ? 2 : 0);
  return { facts, title, count, lines, states, width, height };
}

function box(
  { facts, title, count, lines, states, width, height }: Label,
  x: number,
  y: number,
  isRoot: boolean,
): string {
  const shape = `rx="${facts.isLeaf ? 14 : 6}" width="${r(width)}" height="${r(height)}"`;
  const kind = `box${isRoot ? ' root' : ''}${facts.isLeaf ? ' leaf' : ''}`;
  const behind = facts.size > 1 ? [6, 3].map((d) => `<rect class="${kind}" x="${d}" y="${d}" ${shape}/>`) : [];
  const left = padding + (states.length === 1 ? 18 : 0);
  const differing = differenceTexts(facts).length;
  const parts = [
    ...behind,
    `<rect class="${kind}" ${shape}/>`,
    ...(states.length === 1 ? [glyph(states[0]![0], padding + 5, 9 + titleSize / 2 + 1)] : []),
    `<text class="t" x="${left}" y="${9 + titleSize - 1}">${escaped(title)}</text>`,
    ...lines.map((line, i) => {
      return `<text class="l${i < differing ? ' v' : ''}" x="${padding}" y="${9 + titleSize + lineStep * (i + 1) - 2}">${escaped(line)}</text>`;
    }),
    ...(states.length > 1 ? stateRow(states, 9 + titleSize + lineStep * (lines.length + 1) - 2) : []),
    ...(count === '' ? [] : [badgeOf(count, width)]),
  ];
  return `<g transform="translate(${r(x)} ${r(y)})"><title>${escaped(tooltip(facts))}</title>${parts.join('')}</g>`;
}

function badgeOf(count: string, width: number): string {
  const w = textWidthPx(count, lineSize) + 14;
  const x = width - w + 8;
  return `<rect class="b" x="${r(x)}" y="-10" width="${r(w)}" height="18" rx="9"/><text class="n" x="${r(x + w / 2)}" y="3" text-anchor="middle">${count}</text>`;
}

function statesWidth(states: Label['states']): number {
  return states.reduce((sum, [, count]) => sum + 16 + textWidthPx(String(count), lineSize) + 12, 0);
}

function stateRow(states: Label['states'], y: number): string[] {
  let x = padding;
  return states.map(([state, count]) => {
    const drawn = `${glyph(state, x + 5, y - 4)}<text class="l" x="${r(x + 14)}" y="${y}">${count}</text>`;
    x += 16 + textWidthPx(String(count), lineSize) + 12;
    return drawn;
  });
}

// Disc, cross, ring, dotted square: to be told apart without colours.
function glyph(state: FamilyState, x: number, y: number): string {
  if (state === 'stored') return `<circle class="stored" cx="${r(x)}" cy="${r(y)}" r="4.5"/>`;
  if (state === 'failed')
    return `<path class="failed" transform="translate(${r(x)} ${r(y)}) rotate(45)" d="M-5.5-1.6H-1.6V-5.5H1.6V-1.6H5.5V1.6H1.6V5.5H-1.6V1.6H-5.5z"/>`;
  if (state === 'forgotten') return `<circle class="forgotten" cx="${r(x)}" cy="${r(y)}" r="4"/>`;
  return `<rect class="absent" x="${r(x - 4)}" y="${r(y - 4)}" width="8" height="8"/>`;
}

function edges(view: View, { routes }: Layout, labels: readonly Label[]): string[] {
  const { roles, users } = edgeFacts(view);
  const sources = sourcesOf(view.dag);
  return routes.map((route, e) => {
    const [user, used] = [labels[sources[e]!]!, labels[view.dag.targets[e]!]!];
    const isPartial = users[e]! > 0 && users[e]! < user.facts.size && user.facts.names.length === 1;
    const how = users[e] === 0 ? ' through steps that are not shown' : roles[e] === '' ? '' : ` as ${roles[e]!}`;
    const part = isPartial ? `${users[e]!} of ${user.facts.size} ` : '';
    const words = `${part}${user.title} used ${used.title}${how}`;
    return `<path class="e${users[e] === 0 ? ' h' : ''}" marker-end="url(#arrow)" d="${curve(route)}"><title>${escaped(words)}</title></path>`;
  });
}

function curve(points: Float64Array): string {
  let path = `M${r(points[0]!)} ${r(points[1]!)}`;
  for (let i = 2; i < points.length; i += 2) {
    const [x0, y0, x1, y1] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
    const middle = r((y0 + y1) / 2);
    path += x0 === x1 ? `V${r(y1)}` : `C${r(x0)} ${middle} ${r(x1)} ${middle} ${r(x1)} ${r(y1)}`;
  }
  return path;
}

function tooltip({ title, size, states, varying, common }: BlockFacts): string {
  const parameters = [...varying, ...common].map(parameterText);
  const counts = Array.from(states, ([state, count]) => `${count} ${stateMarks[state].words}`);
  return [title, `${size} ${size === 1 ? 'derivation' : 'derivations'}: ${counts.join(', ')}`, ...parameters].join(
    '\n',
  );
}

function shortTitle({ title }: BlockFacts): string {
  return title.replace(/^[^ ]*\./, '');
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  // XML has no place for control characters, not even as entities.
  // eslint-disable-next-line no-control-regex -- they are exactly what must not get into a document
  const plain = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ');
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
