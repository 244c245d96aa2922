// Nodes whose inputs are all there, before anything is run: those that inherit an expected failure, and those whose
// content is known already under another id (early cut-off), are settled here, a whole batch at a time.
import type { Derivation } from '../bind/derivation.ts';
import { actionKey } from '../identity/action-key.ts';
import type { Failure, Manifest } from '../identity/records.ts';
import type { Published } from '../ports/result-index.ts';
import type { Board } from './board.ts';
import { contentDigestOf } from './content-digest.ts';
import { readManifests } from './manifests.ts';
import { inheritedFailure, type Node } from './node.ts';
import { madeFromOf, publish, usedOf } from './publication.ts';
import type { Services } from './services.ts';

/**
 * Settles what needs no execution and returns the nodes that do.
 * @param forced a node to be run even when its content is known.
 * @param settled told of each node that got its result here.
 */
export async function prepare(
  ready: readonly Node[],
  forced: Node | undefined,
  board: Board,
  services: Services,
  settled: (node: Node, origin: 'cut-off' | 'inherited') => void,
): Promise<Node[]> {
  await readManifests(ready, board, services.index);
  const toRun: Node[] = [];
  for (const node of ready) {
    node.actionKey ??= actionKey(
      node.derivation,
      node.inputs,
      (input) => board.get(input.id)!.contentDigest!,
      services.identity.sha256,
    );
    const failure = inheritedFailure(Object.values(node.inputs), (input) => failureOf(input, board));
    if (!failure) {
      toRun.push(node);
      continue;
    }
    const manifest: Manifest = { failure };
    takeContent(node, manifest, contentDigestOf(manifest, services), board, services);
    settled(node, 'inherited');
  }
  await cutOff(
    toRun.filter((node) => node !== forced && node.derivation.analysis.definition.stored),
    board,
    services,
    settled,
  );
  return toRun.filter((node) => node.state === 'ready');
}

async function cutOff(
  candidates: readonly Node[],
  board: Board,
  services: Services,
  settled: (node: Node, origin: 'cut-off' | 'inherited') => void,
): Promise<void> {
  if (candidates.length === 0) return;
  const known = await services.index.knownActions(candidates.map((node) => node.actionKey!));
  const hits = candidates.filter((node) => known.has(node.actionKey!));
  if (hits.length === 0) return;
  const producers = await services.index.results(hits.map((node) => known.get(node.actionKey!)!.producedBy));
  for (const node of hits) {
    const { producedBy, contentDigest } = known.get(node.actionKey!)!;
    const stored = producers.get(producedBy);
    // Forgotten and made again with other bytes since: then it is not this content any more.
    if (!stored || stored.forgotten || stored.contentDigest !== contentDigest) continue;
    takeContent(node, stored.manifest, contentDigest, board, services, producedBy);
    settled(node, 'cut-off');
  }
}

const noPayloads: ReadonlyMap<string, Uint8Array> = new Map();

function takeContent(
  node: Node,
  manifest: Manifest,
  contentDigest: string,
  board: Board,
  services: Services,
  producedBy?: string,
): void {
  node.manifest = manifest;
  const settled = (outcome: Published) => {
    if (outcome.state === 'published' || (outcome.state === 'already' && outcome.contentDigest === contentDigest))
      board.published(node);
  };
  if (node.derivation.analysis.definition.stored)
    publish(
      node,
      { manifest, contentDigest, payloads: noPayloads, ...(producedBy !== undefined && { producedBy }) },
      undefined,
      board,
      services,
      settled,
    );
  else node.madeFrom = madeFromOf(usedOf(node, board));
  board.finish(node, contentDigest, 'failure' in manifest);
}

function failureOf({ id }: Derivation, board: Board): Failure | undefined {
  const node = board.get(id)!;
  return node.failedAsExpected && 'failure' in node.manifest! ? node.manifest.failure : undefined;
}
