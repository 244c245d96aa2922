// Discovery: which part of a graph is missing. A known node is never looked behind; the look-ups are batched by level,
// and when a level is narrow (a chain) they look ahead, so that depth does not cost one question each.
import { childrenOf, type Derivation } from '../bind/derivation.ts';
import type { Digest } from '../identity/digest.ts';
import type { Known, ResultIndex } from '../ports/result-index.ts';
import type { Board } from './board.ts';
import type { Node } from './node.ts';

const lookAhead = 512;

/**
 * Finds what is known, level by level, starting from given nodes.
 *
 * One question for each level would be cheap for broad graphs and ruinous for deep ones: a chain of ten thousand steps
 * would ask ten thousand times. So each question also asks for what lies behind the level, as long as it stays below 512
 * ids. Answers that came early are kept until their node is reached; what lies behind a known node was asked for in vain,
 * which costs less than a question of its own.
 */
export class Discovery {
  readonly #index: ResultIndex;
  readonly #board: Board;
  /** Nodes to be treated as missing whatever the index says. */
  readonly #forced: ReadonlySet<Digest>;
  // Answers that came early, by looking ahead.
  readonly #answers = new Map<Digest, Known | null>();
  #first = true;
  /** Told of each node that is missing; throws when it must not be made. */
  bar: (derivation: Derivation) => void = () => {};

  constructor(index: ResultIndex, board: Board, forced: ReadonlySet<Digest> = new Set()) {
    this.#index = index;
    this.#board = board;
    this.#forced = forced;
  }

  /** Settles or opens these nodes and, behind the missing ones, everything else that is new. Returns the known ones. */
  async from(nodes: readonly Node[]): Promise<Node[]> {
    const found: Node[] = [];
    let frontier = nodes.filter((node) => node.state === 'open');
    while (frontier.length > 0) {
      await this.#ask(frontier);
      const next: Node[] = [];
      for (const node of frontier) {
        if (node.state !== 'open') continue;
        const known = this.#answers.get(node.derivation.id);
        this.#answers.delete(node.derivation.id);
        if (known) {
          this.#board.found(node, known);
          found.push(node);
        } else {
          this.bar(node.derivation);
          next.push(...this.#board.await(node));
        }
      }
      frontier = next;
    }
    return found;
  }

  async #ask(frontier: readonly Node[]): Promise<void> {
    const ids = new Set<Digest>();
    for (const { derivation } of frontier) this.#want(derivation.id, derivation.analysis.definition.stored, ids);
    if (ids.size === 0) return;
    // The very first question is for the goal alone: when it is known, nothing else is ever looked up.
    if (!this.#first) this.#lookAhead(frontier, ids);
    this.#first = false;
    const known = await this.#index.known([...ids]);
    for (const id of ids) this.#answers.set(id, known.get(id) ?? null);
  }

  #want(id: Digest, stored: boolean, ids: Set<Digest>): void {
    if (stored && !this.#forced.has(id) && !this.#answers.has(id)) ids.add(id);
  }

  #lookAhead(frontier: readonly Node[], ids: Set<Digest>): void {
    let level = frontier.map((node) => node.derivation);
    while (ids.size < lookAhead && level.length > 0) {
      const next = new Set(level.flatMap((derivation) => childrenOf(derivation)));
      const before = ids.size;
      for (const child of next) {
        const state = this.#board.get(child.id)?.state;
        if (state === undefined || state === 'open') this.#want(child.id, child.analysis.definition.stored, ids);
      }
      if (ids.size === before) return;
      level = [...next];
    }
  }
}
