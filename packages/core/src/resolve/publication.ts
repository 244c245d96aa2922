// From a node with its content to what the index keeps of it. Shared by those that settle a node without running it
// (inherited failures, early cut-off) and by the runner.
import { bindingsOf, childrenOf } from '../bind/derivation.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { Lease, Publication, Published } from '../ports/result-index.ts';
import type { Made } from './execution.ts';
import type { Board } from './board.ts';
import { usedBy, type Node } from './node.ts';
import type { Services } from './services.ts';

/** The stored form of a node's derivation: the whole pre-image of its id, and its shapes for search and contraction. */
export function recordOf({ derivation }: Pick<Node, 'derivation'>, { shapes }: Services): DerivationRecord {
  const { id, definition, parameters, inputs } = derivation;
  return { id, definition, parameters, inputs: bindingsOf(inputs), shapes: shapes.of(derivation) };
}

/**
 * Queues the content of a node for publication; it is durable once the publisher of the resolution has drained.
 * @param made without an activity for a content that was inherited or taken over by action key.
 * @param board knows the contents that went in.
 * @param lease the right under which it was made; the index refuses the publication when it was lost meanwhile.
 * @param settled told what became of it, unless writing fails: then the publisher's `drain` throws.
 */
export function publish(
  node: Node,
  made: Omit<Made, 'activity'> & Partial<Pick<Made, 'activity'>> & Pick<Publication, 'producedBy'>,
  lease: Lease | undefined,
  board: Board,
  services: Services,
  settled: (outcome: Published) => void,
): void {
  const publication: Publication = {
    derivation: recordOf(node, services),
    actionKey: node.actionKey!,
    contentDigest: made.contentDigest,
    manifest: made.manifest,
    payloads: made.payloads,
    ...usedOf(node, board),
    ...(made.activity && { activity: made.activity }),
    ...(made.producedBy !== undefined && { producedBy: made.producedBy }),
    ...(lease && { lease }),
  };
  services.publisher.add(publication, (outcome) => {
    // From now on the index answers for these values.
    for (const digest of made.payloads.keys()) services.contents.release(digest);
    settled(outcome);
  });
}

/**
 * What a node used, with the content that each had, so that the index can tell when one was replaced meanwhile. Lists of
 * fan-outs went in by their members, and inputs that are never stored hand on what went into them: those come apart.
 */
export function usedOf(node: Node, board: Board): Pick<Publication, 'used' | 'usedBehind'> {
  const behind: { id: Digest; contentDigest?: Digest }[] = [];
  const used = usedBy(node.inputs).map(({ role, id }) => {
    const child = board.get(id);
    if (child?.madeFrom) behind.push(...child.madeFrom);
    const contentDigest = child?.contentDigest;
    return contentDigest === undefined ? { role, id } : { role, id, contentDigest };
  });
  if (node.inputs !== node.derivation.inputs) {
    for (const { id } of childrenOf(node.derivation)) {
      const contentDigest = board.get(id)?.contentDigest;
      if (contentDigest !== undefined) behind.push({ id, contentDigest });
    }
  }
  return behind.length === 0 ? { used } : { used, usedBehind: behind };
}

/** All that went into a node that is never stored. */
export function madeFromOf({
  used,
  usedBehind = [],
}: Pick<Publication, 'used' | 'usedBehind'>): Publication['usedBehind'] {
  return [...used, ...usedBehind];
}
