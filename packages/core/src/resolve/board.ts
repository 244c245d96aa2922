// The board of one resolution: all nodes it has met, which wait for which, and which are ready.
import { childrenOf, nodesOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import type { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { Known } from '../ports/result-index.ts';
import { isSettled, nobody, nodeOf, type Node } from './node.ts';

/** Up to this length, lists of dependents are kept without spare room. */
const smallList = 8;

/**
 * Keeps the states of nodes and moves them on when their inputs settle. Every step costs what it touches: a node counts
 * what it waits for and is told, it never looks around.
 *
 * Forgetting: each node counts its users (nodes that are not settled yet, and whoever asked). When the last is settled
 * and the result is durable, manifest and content digest are dropped: they can be read again. A graph of a hundred
 * thousand nodes so needs memory for its work front and not for its results.
 */
export class Board {
  readonly #nodes = new Map<Digest, Node>();
  /** Nodes whose inputs are all there. */
  readonly ready: Node[] = [];
  /** Nodes whose inputs are there, but fan-outs among them must be expanded first. */
  readonly expandable: Node[] = [];
  /** How many nodes are neither done nor failed. */
  unsettled = 0;
  done = 0;

  /** The node of a derivation, made when it is new. */
  node(derivation: Derivation): Node {
    let node = this.#nodes.get(derivation.id);
    if (!node) {
      node = nodeOf(derivation);
      this.#nodes.set(derivation.id, node);
      this.unsettled++;
    }
    return node;
  }

  /** The node of an id that the board has met. */
  get(id: Digest): Node | undefined {
    return this.#nodes.get(id);
  }

  /** All nodes. */
  nodes(): Iterable<Node> {
    return this.#nodes.values();
  }

  /**
   * Makes a node wait for its inputs; returns those that were not looked at yet. A failed input fails the node at once.
   * @param derivations its direct inputs; after an expansion, the members that took the place of fan-outs.
   */
  await(node: Node, derivations: readonly Derivation[] = childrenOf(node.derivation)): Node[] {
    node.state = 'waiting';
    const open: Node[] = [];
    for (const derivation of derivations) {
      const child = this.node(derivation);
      child.users++;
      if (child.state === 'failed') {
        this.fail(node, child.error!);
        return open;
      }
      // One input may stand in several places.
      if (child.state === 'done' || child.dependents.at(-1) === node) continue;
      if (child.state === 'open') open.push(child);
      // A copy has no spare room, of which small lists would have more than content.
      if (child.dependents.length < smallList) child.dependents = [...child.dependents, node];
      else (child.dependents as Node[]).push(node);
      node.waitingFor++;
    }
    node.counted = true;
    if (node.waitingFor === 0) this.#advance(node);
    return open;
  }

  /** Puts the expanded inputs of a node in place and waits for new members; returns those not looked at yet. */
  expanded(node: Node, inputs: Readonly<Record<string, BoundInput>>): Node[] {
    node.inputs = inputs;
    return this.await(
      node,
      Object.values(inputs).flatMap((input) => [...nodesOf(input)]),
    );
  }

  /** A result is in the index already. */
  found(node: Node, { contentDigest, failed }: Known): void {
    node.durable = true;
    this.finish(node, contentDigest, failed);
  }

  /** A result is there. */
  finish(node: Node, contentDigest: Digest, failedAsExpected: boolean): void {
    node.state = 'done';
    node.contentDigest = contentDigest;
    node.failedAsExpected = failedAsExpected;
    this.unsettled--;
    this.done++;
    const dependents = node.dependents;
    node.dependents = nobody;
    for (const dependent of dependents) {
      if (dependent.state === 'waiting' && --dependent.waitingFor === 0) this.#advance(dependent);
    }
    this.#leaveInputs(node);
  }

  /** The result of a node is in the index now. */
  published(node: Node): void {
    node.durable = true;
    node.actionKey = undefined;
    forgetUnused(node);
  }

  // What nobody in this resolution needs any more is read again if a fan-out asks for it after all: so memory follows
  // the part of the graph that is at work, not the whole. Inputs of expanded fan-outs are not counted, and stay.
  #leaveInputs(node: Node): void {
    if (!node.counted || node.inputs !== node.derivation.inputs) return;
    for (const { id } of childrenOf(node.derivation)) {
      const child = this.#nodes.get(id)!;
      child.users--;
      forgetUnused(child);
    }
  }

  /** There will be no result; nor for anything that depends on it. Other branches go on. */
  fail(node: Node, error: StemmaError): void {
    const stack = [node];
    while (stack.length > 0) {
      const failed = stack.pop()!;
      if (failed.state === 'failed' || failed.state === 'done') continue;
      failed.state = 'failed';
      failed.error = error;
      this.unsettled--;
      for (const dependent of failed.dependents) stack.push(dependent);
      failed.dependents = nobody;
      this.#leaveInputs(failed);
    }
  }

  // All inputs are there. When fan-outs are among them, their lists are known only now: the node goes round once more.
  #advance(node: Node): void {
    const settled = Object.values(node.inputs).every(isSettled);
    node.state = settled ? 'ready' : 'waiting';
    (settled ? this.ready : this.expandable).push(node);
  }
}

function forgetUnused(node: Node): void {
  if (node.users > 0 || !node.durable) return;
  node.manifest = undefined;
  node.contentDigest = undefined;
}
