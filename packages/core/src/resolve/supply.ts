// Gathers what tasks need: for a batch of ready nodes, all manifests in one question, all values in one or two.
import { isLeaf, nodesOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import type { Digest } from '../identity/digest.ts';
import type { Manifest, OutputEntry } from '../identity/records.ts';
import type { Supplied, Task } from '../ports/executor.ts';
import { entriesOf, type Contents } from './contents.ts';
import type { Node } from './node.ts';

/**
 * The task of a node whose inputs are all there.
 * @param manifestOf manifests of everything that the node uses directly.
 */
export async function taskOf(
  node: Node,
  attempt: number,
  manifestOf: (id: Digest) => Manifest,
  contents: Contents,
): Promise<Task> {
  const entries: OutputEntry[] = [];
  for (const name in node.inputs) {
    for (const { id } of nodesOf(node.inputs[name]!)) entries.push(...entriesOf(manifestOf(id)));
  }
  const payloads = await contents.payloads(entries);
  const files = await contents.files(entries);
  const inputs: Record<string, Supplied> = {};
  for (const name in node.inputs) inputs[name] = supply(node.inputs[name]!, manifestOf, payloads);
  return { derivation: node.derivation, inputs, files, attempt };
}

function supply(
  input: BoundInput,
  manifestOf: (id: Digest) => Manifest,
  payloads: ReadonlyMap<Digest, Uint8Array>,
): Supplied {
  switch (input.kind) {
    case 'list':
      return { kind: 'list', items: input.items.map((item) => supply(item, manifestOf, payloads)) };
    case 'map':
      return {
        kind: 'map',
        entries: Object.fromEntries(
          Object.entries(input.entries).map(([k, v]) => [k, supply(v, manifestOf, payloads)]),
        ),
      };
    case 'node': {
      const supplied = supplyNode(input.node, manifestOf(input.node.id), payloads);
      if (input.accept) return { kind: 'outcome', of: supplied };
      return input.optional && supplied.kind === 'failure' ? { kind: 'absent' } : supplied;
    }
    default:
      return { kind: 'absent' };
  }
}

function supplyNode(node: Derivation, manifest: Manifest, payloads: ReadonlyMap<Digest, Uint8Array>): Supplied {
  if ('failure' in manifest) {
    const { reason, message, detail } = manifest.failure;
    return { kind: 'failure', reason, message, detail };
  }
  if (isLeaf(node.analysis)) return { kind: 'value', payload: payloads.get(manifest.outputs.value!.digest)! };
  const outputs: Record<string, Uint8Array> = {};
  for (const name in manifest.outputs) outputs[name] = payloads.get(manifest.outputs[name]!.digest)!;
  return { kind: 'outputs', outputs };
}
