// The graph of a document from elsewhere in our terms: a node for each run and each thing that no run made, edges from
// a user to what it used. Collections, aliases and values dissolve into these, and no dependency is lost.
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import { importLimits } from './bounded-json.ts';
import { localName, type Doing, type Link, type Statements, type Thing } from './statements.ts';

/** Something that a foreign node gave. */
export interface ForeignOutput {
  readonly name: string;
  /** Its own identifier in the document. */
  readonly key: string;
  readonly thing: Thing;
}

/** A node as the document tells it. */
export interface ForeignNode {
  /** Its identifier in the document. */
  readonly key: string;
  readonly name: string;
  readonly doing?: Doing;
  readonly thing?: Thing;
  readonly parameters: Map<string, Json>;
  /** Each once. */
  readonly uses: { readonly role: string; readonly key: string }[];
  readonly outputs: ForeignOutput[];
  /** The derivation of Stemma that it is told to be. */
  native?: Digest;
}

/**
 * The graph of what a document says, users after what they use.
 * @throws StemmaError `invalid_request` when it has a cycle, naming it; `too_large`.
 */
export function foreignGraph(statements: Statements): Map<string, ForeignNode> {
  const graph = new Building(statements).nodes();
  return inOrder(graph);
}

const byEnd = (links: readonly Link[], end: 0 | 1) => Map.groupBy(links, (link) => link[end]);

class Building {
  readonly #told: Statements;
  readonly #nodes = new Map<string, ForeignNode>();
  readonly #edges = new Map<string, Set<string>>();
  readonly #makers = new Map<string, string[]>();
  readonly #usersOf: ReadonlyMap<string, readonly Link[]>;
  readonly #sourcesOf: ReadonlyMap<string, readonly Link[]>;
  readonly #wholesOf: ReadonlyMap<string, readonly Link[]>;
  /** Things of one content. */
  readonly #contents: ReadonlyMap<string, readonly Link[]>;
  readonly #contentOf: ReadonlyMap<string, readonly Link[]>;
  readonly #owners = new Map<string, readonly string[]>();

  constructor(told: Statements) {
    this.#told = told;
    this.#usersOf = byEnd(told.used, 1);
    this.#sourcesOf = byEnd(told.derived, 0);
    this.#wholesOf = byEnd(told.parts, 1);
    // Only names that are made of the bytes say that two things are one; other specialisations are versions of a thing.
    const same = told.special.filter(([, general]) => told.things.get(general)?.contentName !== undefined);
    this.#contents = byEnd(same, 1);
    this.#contentOf = byEnd(same, 0);
  }

  nodes(): Map<string, ForeignNode> {
    for (const [thing, doing] of this.#told.generated) this.#push(thing, doing);
    const dropped = this.#dropSummaries();
    this.#addNodes(dropped);
    this.#addOutputs();
    this.#addEdges(dropped);
    return this.#nodes;
  }

  #addNodes(dropped: ReadonlySet<string>): void {
    for (const [key, doing] of this.#told.doings) if (!dropped.has(key)) this.#addDoing(key, doing);
    for (const [key, thing] of this.#told.things) if (this.#isNode(key)) this.#addThing(key, thing);
    if (this.#nodes.size > importLimits.nodes)
      throw new StemmaError(
        'too_large',
        `the document tells of ${this.#nodes.size} nodes; up to ${importLimits.nodes} are imported: split it`,
      );
  }

  #addEdges(dropped: ReadonlySet<string>): void {
    for (const [doing, thing, role] of this.#told.used) if (!dropped.has(doing)) this.#use([doing], thing, role);
    for (const [made, source] of this.#told.derived) this.#use(this.#ownersOf(made), source, undefined);
    for (const [later, earlier] of this.#told.informed)
      if (!dropped.has(later) && !dropped.has(earlier)) this.#edge(later, earlier, 'informed by');
    this.#addMembers();
  }

  #push(thing: string, doing: string): void {
    const makers = this.#makers.get(thing);
    if (!makers) this.#makers.set(thing, [doing]);
    else if (!makers.includes(doing)) makers.push(doing);
  }

  // The run of a whole workflow made what its last steps made: the steps say it better, where they are told.
  #dropSummaries(): Set<string> {
    const summaries = new Set([...this.#told.doings].filter(([, { isSummary }]) => isSummary).map(([key]) => key));
    if (summaries.size === 0) return summaries;
    const isToldBySteps = (thing: string) =>
      this.#makers.get(thing)!.some((maker) => !summaries.has(maker)) || this.#sameContent(thing).length > 0;
    const needed = new Set<string>();
    for (const [thing, makers] of this.#makers)
      if (!isToldBySteps(thing)) for (const maker of makers) needed.add(maker);
    const dropped = summaries.difference(needed);
    for (const [thing, makers] of this.#makers) {
      const left = makers.filter((maker) => !dropped.has(maker));
      if (left.length > 0) this.#makers.set(thing, left);
      else this.#makers.delete(thing);
    }
    return dropped;
  }

  /** Other things of the same bytes that a run made. */
  #sameContent(key: string): string[] {
    const contents = (this.#contentOf.get(key) ?? []).map(([, content]) => content);
    if (this.#told.things.get(key)?.contentName !== undefined) contents.push(key);
    return contents.flatMap((content) =>
      [content, ...(this.#contents.get(content) ?? []).map(([special]) => special)].filter(
        (other) => other !== key && this.#makers.has(other),
      ),
    );
  }

  #isValue(key: string, thing: Thing): boolean {
    return thing.value !== undefined && !thing.isData && !this.#makers.has(key) && !this.#sourcesOf.has(key);
  }

  // Part of one whole and nothing else: it is told by the whole.
  #wholeOf(key: string): string | undefined {
    const wholes = this.#wholesOf.get(key);
    if (!wholes || this.#makers.has(key) || this.#sourcesOf.has(key)) return undefined;
    const whole = wholes[0]![0];
    if (wholes.length === 1 && !this.#usersOf.has(key)) return whole;
    return this.#makers.has(whole) ? whole : undefined;
  }

  #isNode(key: string): boolean {
    const thing = this.#told.things.get(key)!;
    if (this.#makers.has(key) || this.#isValue(key, thing) || this.#wholeOf(key) !== undefined) return false;
    if (this.#sameContent(key).length > 0 && !this.#sourcesOf.has(key)) return false;
    // The name of a content is told by what has it.
    return !(this.#contents.has(key) && !this.#usersOf.has(key) && !this.#sourcesOf.has(key));
  }

  /** The nodes that stand for a thing; none for values. Iterative, since wholes may stand in wholes without end. */
  #ownersOf(key: string): readonly string[] {
    const path = new Set<string>();
    let owners: readonly string[] | undefined;
    for (let at: string | undefined = key; owners === undefined;) {
      owners = this.#owners.get(at) ?? this.#makers.get(at) ?? (this.#nodes.has(at) ? [at] : undefined);
      if (owners) break;
      path.add(at);
      const whole: string | undefined = this.#wholeOf(at);
      if (whole === undefined || path.has(whole))
        owners = [...new Set(this.#sameContent(at).flatMap((same) => this.#makers.get(same)!))];
      else at = whole;
    }
    for (const passed of path) this.#owners.set(passed, owners);
    return owners;
  }

  #addDoing(key: string, doing: Doing): void {
    const name = doing.tool ?? doing.label;
    this.#nodes.set(key, { key, name, doing, parameters: new Map(), uses: [], outputs: [], ...nativeOf(doing) });
  }

  #addThing(key: string, thing: Thing): void {
    const name = this.#told.missing.has(key) ? 'Unknown' : this.#sourcesOf.has(key) ? thing.label : 'Data';
    const node: ForeignNode = { key, name, thing, parameters: new Map(), uses: [], outputs: [], ...nativeOf(thing) };
    node.parameters.set('name', thing.label);
    if (thing.value !== undefined) node.parameters.set('value', thing.value);
    node.outputs.push({ name: 'value', key, thing });
    this.#nodes.set(key, node);
  }

  #addOutputs(): void {
    const roleOf = new Map(this.#told.generated.map(([thing, , role]) => [thing, role]));
    for (const [key, thing] of this.#told.things) {
      if (this.#nodes.has(key)) continue;
      for (const owner of this.#ownersOf(key)) {
        const node = this.#nodes.get(owner);
        if (!node) continue;
        node.outputs.push({ name: roleOf.get(key) ?? thing.label, key, thing });
        if (thing.native !== undefined) node.native ??= thing.native;
      }
    }
  }

  #use(users: readonly string[], key: string, role: string | undefined): void {
    const thing = this.#told.things.get(key);
    if (thing && this.#isValue(key, thing)) {
      for (const user of users) this.#parameter(user, role ?? thing.label, thing);
      return;
    }
    for (const owner of this.#ownersOf(key)) for (const user of users) this.#edge(user, owner, role ?? 'used');
  }

  #parameter(user: string, name: string, { value, unit, label }: Thing): void {
    const parameters = this.#nodes.get(user)?.parameters;
    // The same value may be told twice: as used, and as derived from.
    if (!parameters || parameters.has(name) || parameters.get(label) === value) return;
    parameters.set(name, unit === undefined ? value! : `${String(value)} ${unit}`);
  }

  #edge(user: string, used: string, role: string): void {
    const node = this.#nodes.get(user);
    if (!node || !this.#nodes.has(used)) return;
    let there = this.#edges.get(user);
    if (!there) this.#edges.set(user, (there = new Set()));
    // What is told without a role adds nothing to what is told with one.
    const mark = `${role}\n${used}`;
    if (there.has(mark) || (role === 'used' && there.has(used))) return;
    there.add(mark);
    there.add(used);
    node.uses.push({ role, key: used });
  }

  // A whole that no run made depends on its parts; one that a run made came with them, unless others made those.
  #addMembers(): void {
    for (const [whole, part] of this.#told.parts) {
      const owners = this.#ownersOf(whole);
      for (const owner of this.#ownersOf(part))
        for (const user of owners) if (user !== owner) this.#edge(user, owner, 'member');
    }
    const same = new Set([...this.#contentOf.values()].flat());
    for (const link of this.#told.special)
      if (!same.has(link))
        for (const owner of this.#ownersOf(link[1]))
          for (const user of this.#ownersOf(link[0])) if (user !== owner) this.#edge(user, owner, 'version of');
  }
}

function nativeOf({ native }: Doing | Thing): { native?: Digest } {
  return native === undefined ? {} : { native };
}

// Kahn's algorithm: what is left over stands in a cycle, or behind one.
function inOrder(nodes: ReadonlyMap<string, ForeignNode>): Map<string, ForeignNode> {
  const open = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const [key, { uses }] of nodes) {
    open.set(key, uses.length);
    for (const use of uses) {
      const list = users.get(use.key);
      if (list) list.push(key);
      else users.set(use.key, [key]);
    }
  }
  const ordered = new Map<string, ForeignNode>();
  const ready = [...nodes.keys()].filter((key) => open.get(key) === 0);
  for (let key = ready.pop(); key !== undefined; key = ready.pop()) {
    ordered.set(key, nodes.get(key)!);
    for (const user of users.get(key) ?? []) {
      const left = open.get(user)! - 1;
      open.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  if (ordered.size < nodes.size) throw cyclic(nodes, ordered);
  return ordered;
}

function cyclic(nodes: ReadonlyMap<string, ForeignNode>, done: ReadonlyMap<string, ForeignNode>): StemmaError {
  const path: string[] = [];
  let at = [...nodes.keys()].find((key) => !done.has(key))!;
  while (!path.includes(at)) {
    path.push(at);
    at = nodes.get(at)!.uses.find(({ key }) => !done.has(key))!.key;
  }
  const cycle = [...path.slice(path.indexOf(at)), at].map(localName).slice(0, 6);
  const message = `the document is cyclic: ${cycle.join(' used ')}; nothing can be made of itself, so nothing was imported`;
  return new StemmaError('invalid_request', message, { cycle });
}
