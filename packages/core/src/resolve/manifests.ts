// Manifests of what nodes use, read in one question for a whole batch.
import { nodesOf } from '../bind/derivation.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import type { Board } from './board.ts';
import type { Node } from './node.ts';

/**
 * Makes sure that every input of these nodes has its manifest.
 * @throws StemmaError `gone` when garbage collection has forgotten one meanwhile.
 */
export async function readManifests(nodes: readonly Node[], board: Board, index: ResultIndex): Promise<void> {
  let wanted: Map<Digest, Node> | undefined;
  for (const node of nodes) {
    for (const name in node.inputs) {
      for (const { id } of nodesOf(node.inputs[name]!)) {
        const input = board.get(id)!;
        if (!input.manifest && input.state === 'done') (wanted ??= new Map()).set(id, input);
      }
    }
  }
  if (!wanted) return;
  const results = await index.results([...wanted.keys()]);
  for (const [id, node] of wanted) {
    const result = results.get(id);
    if (!result || result.forgotten) {
      throw new StemmaError(
        'gone',
        `the result of ${node.derivation.definition.name} was forgotten while it was needed; run again`,
        { id },
      );
    }
    node.manifest = result.manifest;
    node.contentDigest = result.contentDigest;
  }
}
