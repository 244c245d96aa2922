// A view in a terminal: one row for each block, as deep as its longest way from the result; how many derivations it
// stands for, their states, and the ranges of what differs inside.
import { blockFacts, type BlockFacts } from './block-facts.ts';
import { edgeFacts } from './edge-facts.ts';
import { depths, edgeAt, reversed } from './dag.ts';
import type { View } from './provenance-view.ts';
import type { UnitOf } from '../provenance/describe.ts';
import { stateMarks, type FamilyState } from '../provenance/node-state.ts';
import { commonTexts, countText, differenceTexts, lastPart, summaryOf } from './view-labels.ts';

/** How a view is written. */
export interface ViewTextOptions {
  /** True for colours and weights by ANSI escape codes. */
  readonly color?: boolean;
  /** Where rows are cut, in characters; 120 when left out. */
  readonly width?: number;
  /** Where units of parameters come from; by default the names of the parameters. */
  readonly unitOf?: UnitOf;
}

interface Row {
  readonly block: number;
  readonly count: string;
  readonly branches: string;
  readonly role: string;
  readonly title: string;
}

const dim = '2';
const bold = '1';
const stateColours: Readonly<Record<FamilyState, string>> = {
  stored: '32',
  failed: '31',
  forgotten: '33',
  absent: '2',
  retracted: '31',
  suspect: '33',
};

/**
 * The view as lines of text. A block stands under the deepest of those that use it, and names the others; so each block
 * is one row, and its indentation is its distance from the result.
 */
export function renderViewText(view: View, options: ViewTextOptions = {}): string {
  const { color = false, width = 120, unitOf } = options;
  const paint = (code: string, text: string) => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  const facts = blockFacts(view, unitOf);
  const rows = rowsOf(view, facts);
  const users = otherUsers(view, facts);
  const countWidth = widest(rows.map(({ count }) => count));
  const leftWidth = widest(rows.map(({ branches, role, title }) => branches + role + title));
  const marks = rows.map(({ block }) => stateText(facts[block]!));
  const markWidth = widest(marks);
  const lines = rows.map((row, i) => {
    const { block, count, branches, role, title } = row;
    const left = branches.length + role.length + title.length;
    const [state] = facts[block]!.states.keys();
    const pieces = [
      paint(bold, count.padStart(countWidth)),
      `${paint(dim, branches + role)}${paint(branches === '' ? bold : '0', title)}${' '.repeat(leftWidth - left)}`,
      paint(facts[block]!.states.size > 1 ? '0' : stateColours[state!], marks[i]!) + ' '.repeat(markWidth - marks[i]!.length), // prettier-ignore
    ];
    const room = width - countWidth - leftWidth - markWidth - 6;
    const { varying, rest } = detailsOf(row, facts, users);
    const first = cut(varying, Math.max(20, room));
    const second = cut(rest, Math.max(0, room - first.length - (first ? 2 : 0)));
    return `${pieces.join('  ')}  ${first}${first && second ? '  ' : ''}${paint(dim, second)}`.trimEnd();
  });
  return `${lines.join('\n')}\n\n${paint(dim, summaryOf(view))}\n`;
}

function rowsOf(view: View, facts: readonly BlockFacts[]): Row[] {
  const parents = parentsOf(view);
  const children = facts.map((): number[] => []);
  parents.forEach((parent, block) => parent >= 0 && children[parent]!.push(block));
  const { roles } = edgeFacts(view);
  const rows: Row[] = [];
  const stack = [...parents.keys()].filter((block) => parents[block]! < 0).reverse()
    .map((block) => ({ block, lead: '', isLast: true })); // prettier-ignore
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { block, lead, isLast } = next;
    const isTop = parents[block]! < 0;
    const role = isTop ? '' : roles[edgeAt(view.dag, parents[block]!, block)]!;
    rows.push({
      block,
      count: countText(facts[block]!),
      branches: isTop ? '' : lead + (isLast ? '└─ ' : '├─ '),
      role: role === '' ? '' : `${role}: `,
      title: facts[block]!.title,
    });
    const below = isTop ? '' : lead + (isLast ? '   ' : '│  ');
    const list = children[block]!;
    for (let i = list.length - 1; i >= 0; i--)
      stack.push({ block: list[i]!, lead: below, isLast: i === list.length - 1 });
  }
  return rows;
}

// The deepest user of each block, the first of equals; -1 for those that nobody uses.
function parentsOf({ dag }: View): Int32Array {
  const depth = depths(dag);
  const parents = new Int32Array(dag.size).fill(-1);
  for (let u = 0; u < dag.size; u++) {
    for (const v of dag.targets.subarray(dag.offsets[u], dag.offsets[u + 1]))
      if (parents[v]! < 0 || depth[u]! > depth[parents[v]!]!) parents[v] = u;
  }
  return parents;
}

function stateText({ size, states }: BlockFacts): string {
  if (states.size === 1) return stateMarks[[...states.keys()][0]!].mark;
  return size === 0 ? '' : Array.from(states, ([state, count]) => `${stateMarks[state].mark}${count}`).join(' ');
}

function detailsOf({ block, title }: Row, facts: readonly BlockFacts[], users: readonly string[]) {
  const { names } = facts[block]!;
  const rest = [
    ...(names.length > 1
      ? [
          `with ${names
            .filter((name) => !title.startsWith(name))
            .map(lastPart)
            .join(', ')}`,
        ]
      : []),
    ...commonTexts(facts[block]!),
    ...(users[block] === '' ? [] : [`also for ${users[block]!}`]),
  ];
  return { varying: differenceTexts(facts[block]!).join(', '), rest: rest.join(', ') };
}

// The users of each block beside the one under which it stands.
function otherUsers(view: View, facts: readonly BlockFacts[]): string[] {
  const parents = parentsOf(view);
  const { offsets, targets } = reversed(view.dag);
  return Array.from(parents, (parent, block) => {
    const users = targets.subarray(offsets[block], offsets[block + 1]).filter((user) => user !== parent);
    const names = [...new Set(Array.from(users.subarray(0, 50), (user) => lastPart(facts[user]!.title)))];
    return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} others` : names.join(', ');
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 8 ? '' : `${text.slice(0, room - 1)}…`;
}
