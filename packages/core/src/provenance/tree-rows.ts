// Lays a family tree out as rows of an indented list. Each node is shown once; siblings that are alike are folded;
// what is too deep to be indented goes on below. So the rows are never more than the edges, and each is short.
import type { Digest } from '../identity/digest.ts';
import type { FamilyNode, FamilyTree, Use } from './family-tree.ts';
import { stateOf } from './node-state.ts';

/** One row: a node, a pointer to where it is shown, or several siblings folded into one. */
export interface TreeRow {
  /** The branches before it: `│  ├─ `. */
  readonly branches: string;
  /** By which input it came in; empty for the root. */
  readonly role: string;
  /**
   * `node`: shown here with its branches; `above`, `below`: shown elsewhere; `like`: its branches are like those of
   * the sibling before and left out; `fold`: several such siblings in one row; `unknown`: not recorded.
   */
  readonly kind: 'node' | 'above' | 'below' | 'like' | 'fold' | 'unknown';
  /** The ids that the row stands for: one but for folds. */
  readonly ids: readonly Digest[];
}

/** How a tree is laid out. */
export interface LayoutOptions {
  /** How many siblings that are alike are shown before the others are folded; 2 when left out. */
  readonly maxSiblings?: number;
  /** How deep branches are indented before they go on below; 16 when left out. */
  readonly maxDepth?: number;
}

/** A place still to be laid out. */
interface Place {
  readonly branches: string;
  /** What stands before the branches of its children. */
  readonly indent: string;
  readonly depth: number;
  readonly role: string;
  readonly ids: readonly Digest[];
  /** True when its branches would repeat those of a sibling. */
  readonly isLike: boolean;
}

type Group = Pick<Place, 'role' | 'ids' | 'isLike'>;

/** The rows of a tree, in sections: the first begins with the root, each other with a node that was too deep before. */
export function treeRows(tree: FamilyTree, options: LayoutOptions = {}): TreeRow[][] {
  return new Layout(tree, options).sections();
}

// A graph drawn as a tree would repeat what is shared, exponentially often in the worst case. So each node is laid out
// where it is met first, depth first in the order of inputs, and pointed to elsewhere. Branches deeper than the limit
// become sections of their own, in the order in which they were met; a node that begins a section is "below" for all
// that come before it.
class Layout {
  readonly #tree: FamilyTree;
  readonly #maxSiblings: number;
  readonly #maxDepth: number;
  readonly #shown = new Set<Digest>();
  /** Where sections begin: what has to go on below waits here for its turn. */
  readonly #starts: Set<Digest>;

  constructor(tree: FamilyTree, { maxSiblings = 2, maxDepth = 16 }: LayoutOptions) {
    this.#tree = tree;
    this.#maxSiblings = maxSiblings;
    this.#maxDepth = maxDepth;
    this.#starts = new Set([tree.root]);
  }

  sections(): TreeRow[][] {
    const sections: TreeRow[][] = [];
    // One goes on over what is added to a set while one goes through it.
    for (const start of this.#starts) sections.push(this.#section(start));
    return sections;
  }

  #section(start: Digest): TreeRow[] {
    const rows: TreeRow[] = [];
    const stack: Place[] = [{ branches: '', indent: '', depth: 0, role: '', ids: [start], isLike: false }];
    while (stack.length > 0) {
      const place = stack.pop()!;
      const { branches, role, ids } = place;
      const kind = this.#kindOf(place);
      rows.push({ branches, role, kind, ids });
      const [id] = ids as [Digest];
      if (kind === 'below') this.#starts.add(id);
      if (kind !== 'node') continue;
      this.#shown.add(id);
      const groups = groupsOf(this.#tree.nodes.get(id)!, this.#tree, this.#maxSiblings);
      stack.push(...placesBelow(place, groups).reverse());
    }
    return rows;
  }

  #kindOf({ ids, depth, isLike }: Place): TreeRow['kind'] {
    const [id] = ids as [Digest];
    const node = this.#tree.nodes.get(id);
    if (ids.length > 1) return 'fold';
    if (!node) return 'unknown';
    if (this.#shown.has(id)) return 'above';
    if (depth === 0) return 'node';
    if (isLike && node.used.length > 0) return 'like';
    return this.#starts.has(id) || (depth >= this.#maxDepth && node.used.length > 0) ? 'below' : 'node';
  }
}

function placesBelow({ indent, depth }: Place, groups: readonly Group[]): Place[] {
  return groups.map((group, i) => {
    const isLast = i === groups.length - 1;
    const branches = `${indent}${isLast ? '└─ ' : '├─ '}`;
    return { ...group, branches, indent: `${indent}${isLast ? '   ' : '│  '}`, depth: depth + 1 };
  });
}

/**
 * The children of a node. Of many that are alike (same input, same shape but for the data) the first is shown with its
 * branches, some without, and the others in one row for each state.
 */
function groupsOf({ used }: FamilyNode, tree: FamilyTree, maxSiblings: number): Group[] {
  const groups: Group[] = [];
  for (const uses of Map.groupBy(used, (use) => likenessOf(use, tree)).values()) {
    const { role } = uses[0]!;
    const add = (part: readonly Use[], isLike: boolean) => groups.push({ role, ids: part.map(({ id }) => id), isLike });
    const isMany = uses.length > maxSiblings + 1;
    const byState = Map.groupBy(uses, ({ id }) => (isMany ? stateOf(tree.nodes.get(id)!) : 'any'));
    for (const alike of byState.values()) {
      // Folding a single one would save nothing.
      const count = !isMany || alike.length <= maxSiblings + 1 ? alike.length : maxSiblings;
      for (const use of alike.slice(0, count)) add([use], isMany && use !== uses[0]);
      if (count < alike.length) add(alike.slice(count), true);
    }
  }
  return groups;
}

function likenessOf({ role, id }: Use, tree: FamilyTree): string {
  return `${role}\n${tree.nodes.get(id)?.record.shapes.l1 ?? id}`;
}
