// The family tree in a terminal: one aligned row for each derivation, quiet where all is well.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { shortDigest, type Digest } from '../identity/digest.ts';
import { formatParameter, shorten, unitByName, type UnitOf } from './describe.ts';
import type { FamilyNode, FamilyTree } from './family-tree.ts';
import { parameterTexts, stateMarks, stateOf, type FamilyState } from './node-state.ts';
import { varyingParameters } from './varying-parameters.ts';
import { treeRows, type LayoutOptions, type TreeRow } from './tree-rows.ts';

/** How a tree is written. */
export interface TextOptions extends LayoutOptions {
  /** True for colours and weights by ANSI escape codes. */
  readonly color?: boolean;
  /** Where rows are cut, in characters; 120 when left out. */
  readonly width?: number;
  /** Where units of parameters come from; by default the names of the parameters. */
  readonly unitOf?: UnitOf;
}

type Style = 'dim' | 'bold' | 'red' | 'yellow' | 'green';
type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, string>> = { dim: '2', bold: '1', red: '31', yellow: '33', green: '32' };
const stateStyles: Readonly<Record<FamilyState, Style>> = {
  stored: 'green',
  failed: 'red',
  forgotten: 'yellow',
  absent: 'dim',
  retracted: 'red',
  suspect: 'yellow',
};
/** Rows with longer names stand out on their own, instead of pushing the columns of all others to the right. */
const maxLeft = 64;

/**
 * The tree as lines of text: branches, input name and analysis; state and short id; parameters with units. A node that
 * was shown already is not shown again; siblings that differ only in their data are folded into one line after a few.
 * The last line counts the states. Linear in the edges of the graph, however deep it is.
 */
export function renderText(tree: FamilyTree, options: TextOptions = {}): string {
  const { color = false, width = 120, unitOf = unitByName } = options;
  const paint: Paint = (style, text) => (color && text !== '' ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
  const sections = treeRows(tree, options);
  const lengths = sections.flat().map((row) => leftOf(row, tree).join('').length);
  const leftWidth = lengths.reduce((widest, length) => (length > widest && length <= maxLeft ? length : widest), 0);
  const writer = new RowWriter(tree, unitOf, paint, leftWidth, width);
  const blocks = sections.map((rows, i) =>
    [...(i === 0 ? [] : ['']), ...rows.map((row) => writer.line(row))].join('\n'),
  );
  return `${blocks.join('\n')}\n\n${paint('dim', summaryOf(tree))}\n`;
}

// The pieces left of the state: branches, input name, analysis.
function leftOf({ branches, role, kind, ids }: TreeRow, tree: FamilyTree): [string, string, string] {
  const label = role === '' ? '' : `${role}: `;
  if (kind === 'fold') return [branches, label, `… and ${ids.length} more like these`];
  const node = tree.nodes.get(ids[0]!);
  if (!node) return [branches, label, 'not recorded'];
  return [branches, label, kind === 'like' ? `${titleOf(node)} …` : titleOf(node)];
}

function titleOf({ record }: FamilyNode): string {
  const { name } = record.definition;
  return name === 'stemma.Literal' ? 'value' : name === 'stemma.File' ? 'file' : name;
}

function summaryOf({ nodes }: FamilyTree): string {
  const counts = new Map<FamilyState, number>();
  for (const node of nodes.values()) counts.set(stateOf(node), (counts.get(stateOf(node)) ?? 0) + 1);
  const parts = (['retracted', 'suspect', 'stored', 'failed', 'forgotten', 'absent'] as const)
    .filter((state) => counts.has(state))
    .map((state) => `${stateMarks[state].mark} ${counts.get(state)!} ${stateMarks[state].words}`);
  return `${nodes.size} ${nodes.size === 1 ? 'derivation' : 'derivations'}:  ${parts.join('   ')}`;
}

class RowWriter {
  readonly #tree: FamilyTree;
  readonly #unitOf: UnitOf;
  readonly #paint: Paint;
  readonly #leftWidth: number;
  readonly #width: number;
  readonly #varying: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(tree: FamilyTree, unitOf: UnitOf, paint: Paint, leftWidth: number, width: number) {
    this.#tree = tree;
    this.#unitOf = unitOf;
    this.#paint = paint;
    this.#leftWidth = leftWidth;
    this.#width = width;
    this.#varying = varyingParameters(tree);
  }

  line(row: TreeRow): string {
    const [branches, role, title] = leftOf(row, this.#tree);
    const leftLength = branches.length + role.length + title.length;
    const gap = ' '.repeat(Math.max(0, this.#leftWidth - leftLength) + 2);
    const room = Math.max(20, this.#width - Math.max(this.#leftWidth, leftLength) - 2 - 12 - 2);
    const isShown = row.kind === 'node' || row.kind === 'like';
    const name = isShown && branches !== '' ? title : this.#paint(isShown ? 'bold' : 'dim', title);
    const left = this.#paint('dim', branches + role) + name;
    return (left + gap + this.#state(row) + this.#right(row, room)).trimEnd();
  }

  #state({ kind, ids }: TreeRow): string {
    const node = this.#tree.nodes.get(ids[0]!);
    const state = node ? stateOf(node) : 'absent';
    const mark = this.#paint(stateStyles[state], stateMarks[state].mark);
    // A fold stands for many: it has a state, but no id.
    return `${mark} ${this.#paint('dim', kind === 'fold' ? ' '.repeat(10) : shortDigest(ids[0]!))}  `;
  }

  #right(row: TreeRow, room: number): string {
    if (row.kind === 'above' || row.kind === 'below') return this.#paint('dim', `shown ${row.kind}`);
    if (row.kind === 'unknown') return '';
    if (row.kind === 'fold') return fit(foldTexts(row.ids, this.#tree, this.#unitOf), room);
    const node = this.#tree.nodes.get(row.ids[0]!)!;
    const note = cut(noteOf(node), room - Math.min(24, Math.floor(room / 2)) - 2);
    const texts = parameterTexts(node, this.#unitOf, this.#varying.get(node.record.definition.name));
    const text = fit(texts, note === '' ? room : room - note.length - 2);
    const style = stateStyles[stateOf(node)];
    return text + (text !== '' && note !== '' ? '  ' : '') + this.#paint(style === 'green' ? 'dim' : style, note);
  }
}

function noteOf({ record, result }: FamilyNode): string {
  if (result?.failure) return result.failure.message;
  if (result?.forgotten) return 'bytes forgotten';
  return result && result.producedBy !== record.id ? `same bytes as ${shortDigest(result.producedBy)}` : '';
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** As many of the texts as there is room for, at least the first. */
function fit(texts: readonly string[], room: number): string {
  let line = '';
  for (const [i, text] of texts.entries()) {
    const joined = i === 0 ? text : `${line}, ${text}`;
    if (joined.length > room && i > 0) return line.length + 3 <= room ? `${line}, …` : shorten(line, room);
    line = joined;
  }
  return shorten(line, room);
}

/** In what folded siblings differ: `scw = 066500120010 … 066500810010`. */
function foldTexts(ids: readonly Digest[], tree: FamilyTree, unitOf: UnitOf): string[] {
  const records = ids.map((id) => tree.nodes.get(id)!.record);
  const { definition, parameters } = records[0]!;
  const texts: string[] = [];
  for (const [name, first] of Object.entries(parameters)) {
    const values = new Map<string, Json>(records.map((record) => keyed(record.parameters[name] ?? null)));
    if (values.size < 2) continue;
    const unit = unitOf(definition.name, name);
    const list = [...values.values()].map((value) => shorten(formatParameter(value, unit), 24));
    texts.push(
      `${name} = ${list.length <= 3 ? list.join(', ') : `${shorten(formatParameter(first, unit), 24)} … ${list.at(-1)!}`}`,
    );
  }
  return texts.length > 0 ? texts : [`${shortDigest(ids[0]!)} … ${shortDigest(ids.at(-1)!)}`];
}

function keyed(value: Json): [string, Json] {
  return [canonicalJson(value), value];
}
