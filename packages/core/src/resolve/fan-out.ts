// Fan-outs inside a resolution: once the list is there, the members take the place of the template.
import {
  childrenOf,
  isLeaf,
  nodesOf,
  type BoundInput,
  type Derivation,
  type IdentityContext,
} from '../bind/derivation.ts';
import { expand } from '../bind/expand.ts';
import { StemmaError } from '../errors.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Manifest } from '../identity/records.ts';
import { decodeValue } from '../values/codec.ts';
import type { Board } from './board.ts';
import type { Contents } from './contents.ts';
import { expandInput, type Node } from './node.ts';
import { recordOf } from './publication.ts';
import type { Services } from './services.ts';

type Each = Extract<BoundInput, { kind: 'each' }>;

/**
 * The inputs of a node with every fan-out expanded whose list is known. A member may contain further fan-outs; those stay
 * until their own lists are known, and the node comes here again. Each list is read once for each input it stands in.
 * @throws StemmaError `invalid_request` when there is no such output, it is no list, or an element does not fit.
 */
export async function expandFanOuts(
  node: Node,
  board: Board,
  contents: Contents,
  identity: IdentityContext,
): Promise<Node['inputs']> {
  const inputs: Record<string, BoundInput> = {};
  for (const name in node.inputs) inputs[name] = await expandOne(node.inputs[name]!, board, contents, identity);
  return inputs;
}

async function expandOne(
  input: BoundInput,
  board: Board,
  contents: Contents,
  identity: IdentityContext,
): Promise<BoundInput> {
  const eaches: Each[] = [];
  expandInput(input, (each) => void eaches.push(each));
  const lists = new Map<Each, unknown>();
  for (const each of eaches) {
    const manifest = board.get(each.over.id)?.manifest;
    if (!manifest) continue;
    // A fan-out over an expected failure has no members: the consumer inherits the failure.
    if ('failure' in manifest) return { kind: 'node', node: each.over };
    lists.set(each, await readList(manifest, each, contents));
  }
  return expandInput(input, (each) => (lists.has(each) ? expand(each, lists.get(each), identity) : undefined));
}

async function readList(
  manifest: Extract<Manifest, { outputs: unknown }>,
  each: { output: string; over: Derivation },
  contents: Contents,
): Promise<unknown> {
  // An injected object is one value, in place of an analysis with outputs.
  const isInjected = isLeaf(each.over.analysis);
  const entry = manifest.outputs[isInjected ? 'value' : each.output];
  if (!entry) throw noSuchList(each);
  const payloads = await contents.payloads([entry]);
  const value = decodeValue(payloads.get(entry.digest)!, () => {
    throw new StemmaError('invalid_request', 'a fan-out over files is not possible: list their names instead');
  });
  if (!isInjected) return value;
  const object = value as Readonly<Record<string, unknown>> | null;
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, each.output)) throw noSuchList(each);
  return object[each.output];
}

function noSuchList({ over, output }: { output: string; over: Derivation }): StemmaError {
  return new StemmaError('invalid_request', `${over.definition.name} has no output "${output}" to fan out over`);
}

/** Keeps the templates of fan-outs in the index: they are never executed, but the family tree of the whole names them. */
export async function recordTemplates(nodes: readonly Node[], services: Services): Promise<void> {
  const roots = nodes.flatMap(({ derivation }) =>
    Object.values(derivation.inputs).flatMap((input) => [...templatesIn(input)]),
  );
  const templates: Derivation[] = [];
  postOrder(
    roots,
    (derivation) => childrenOf(derivation, true),
    (derivation) => void templates.push(derivation),
  );
  if (templates.length > 0)
    await services.index.recordDerivations(templates.map((derivation) => recordOf({ derivation }, services)));
}

function* templatesIn(input: BoundInput): Generator<Derivation> {
  if (input.kind === 'list') for (const item of input.items) yield* templatesIn(item);
  else if (input.kind === 'map') for (const item of Object.values(input.entries)) yield* templatesIn(item);
  else if (input.kind === 'each') yield* nodesOf(input.template, true);
}
