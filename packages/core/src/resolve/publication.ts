// From a node with its content to what the index keeps of it. Shared by those that settle a node without running it
// (inherited failures, early cut-off) and by the runner.
import { bindingsOf } from '../bind/derivation.ts';
import type { DerivationRecord } from '../identity/records.ts';
import type { Lease, Publication, Published } from '../ports/result-index.ts';
import type { Made } from './execution.ts';
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
 * @param lease the right under which it was made; the index refuses the publication when it was lost meanwhile.
 * @param settled told what became of it, unless writing fails: then the publisher's `drain` throws.
 */
export function publish(
  node: Node,
  made: Omit<Made, 'activity'> & Partial<Pick<Made, 'activity'>>,
  lease: Lease | undefined,
  services: Services,
  settled: (outcome: Published) => void,
): void {
  const publication: Publication = {
    derivation: recordOf(node, services),
    actionKey: node.actionKey!,
    contentDigest: made.contentDigest,
    manifest: made.manifest,
    payloads: made.payloads,
    used: usedBy(node.inputs),
    ...(made.activity && { activity: made.activity }),
    ...(lease && { lease }),
  };
  services.publisher.add(publication, (outcome) => {
    // From now on the index answers for these values.
    for (const digest of made.payloads.keys()) services.contents.release(digest);
    settled(outcome);
  });
}
