// Reads the history of a result from the index: the family tree level by level, then contents and executions in batches.
import type { Digest } from '../identity/digest.ts';
import type { ActivityRecord } from '../identity/records.ts';
import type { ResultIndex, StoredResult } from '../ports/result-index.ts';
import { familyTree, type FamilyNode } from '../provenance/family-tree.ts';
import { stateOf } from '../provenance/node-state.ts';
import { fanOutTemplates } from './fan-out-templates.ts';
import { declarationOf, outputsOf, parametersOf, type HistoryWords } from './history-words.ts';
import type { History, HistoryActivity, HistoryNode } from './history.ts';

/** What a history is read from. */
export type HistoryIndex = Pick<ResultIndex, 'derivations' | 'used' | 'results' | 'activities'>;

/**
 * The whole history of a derivation. A definition is described by loaded code only where name and version are the same:
 * words of another version could be wrong.
 * @throws StemmaError `not_found` when the index has no record of it.
 */
export async function readHistory(id: Digest, index: HistoryIndex, words: HistoryWords = {}): Promise<History> {
  const tree = await familyTree(id, index);
  const family = new Map<Digest, FamilyNode>(tree.nodes);
  const producers = [...producersOutside(family)];
  const records = await index.derivations(producers);
  const results = await index.results([...family.keys(), ...producers]);
  const nodes = new Map<Digest, HistoryNode>();
  for (const node of family.values()) nodes.set(node.record.id, await historyNode(node, results, index, words));
  for (const record of records.values()) {
    const lone = await historyNode({ record, used: [] }, results, index, words);
    nodes.set(record.id, { ...lone, state: 'stored', isProducerOnly: true });
  }
  const inputs = [...family.values()].map(({ record }) => record.inputs);
  return { root: id, nodes, templates: await fanOutTemplates(inputs, (at) => family.has(at), index) };
}

function* producersOutside(family: ReadonlyMap<Digest, FamilyNode>): Generator<Digest> {
  const met = new Set<Digest>();
  for (const { result } of family.values()) {
    if (!result || family.has(result.producedBy) || met.has(result.producedBy)) continue;
    met.add(result.producedBy);
    yield result.producedBy;
  }
}

async function historyNode(
  family: FamilyNode,
  results: ReadonlyMap<Digest, StoredResult>,
  index: HistoryIndex,
  words: HistoryWords,
): Promise<HistoryNode> {
  const { record } = family;
  const { id, definition, inputs } = record;
  const kind = kindOf(definition.name);
  const declared = declarationOf(definition, words);
  const result = results.get(id);
  const isMadeHere = kind === 'analysis' && result?.producedBy === id;
  const activity = isMadeHere ? makingActivity(await index.activities(id), result) : undefined;
  const source = kind === 'file' ? words.sources?.get(String(record.parameters.sha256)) : undefined;
  return {
    id,
    kind,
    ...definition,
    ...(declared?.description && { description: declared.description }),
    parameters: parametersOf(record, declared, words.sha256),
    inputs,
    uses: family.used,
    state: stateOf(family),
    outputs: result ? outputsOf(result.manifest, declared) : [],
    ...(result && contentOf(result)),
    ...(activity && { activity }),
    ...(source && { source }),
  };
}

function contentOf({ contentDigest, publishedMs, producedBy, manifest }: StoredResult): Partial<HistoryNode> {
  const failure = 'failure' in manifest ? manifest.failure : undefined;
  return { contentDigest, publishedMs, producedBy, ...(failure && { failure }) };
}

function kindOf(name: string): HistoryNode['kind'] {
  if (name === 'stemma.File') return 'file';
  return name === 'stemma.Literal' ? 'literal' : 'analysis';
}

// Newest first: the last successful one before publication made it; later ones only verified.
function makingActivity(activities: readonly ActivityRecord[], result: StoredResult): HistoryActivity | undefined {
  const good = activities.filter(({ status }) => status === 'done' || status === 'expected_failure');
  const made = good.find(({ finishedMs }) => finishedMs <= result.publishedMs) ?? good.at(-1);
  if (!made) return undefined;
  const { status, startedMs, finishedMs, agent, host, attempt, cpuS, peakMemoryBytes } = made;
  const measured = { ...(cpuS !== undefined && { cpuS }), ...(peakMemoryBytes !== undefined && { peakMemoryBytes }) };
  return { status, startedMs, finishedMs, agent, host, attempt, ...measured };
}
