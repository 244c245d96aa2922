// Reads the history of a result from the index: the family tree level by level, then contents and executions in batches.
import type { AnalysisDefinition, SourceEntry } from '../analysis/declaration.ts';
import type { Registry } from '../analysis/registry.ts';
import type { Digest } from '../identity/digest.ts';
import type { ActivityRecord, Manifest } from '../identity/records.ts';
import type { ResultIndex, StoredResult } from '../ports/result-index.ts';
import { unitsBy } from '../provenance/describe.ts';
import { familyTree, type FamilyNode } from '../provenance/family-tree.ts';
import { stateOf } from '../provenance/node-state.ts';
import type { Type } from '../types/type.ts';
import { fanOutTemplates } from './fan-out-templates.ts';
import type { History, HistoryActivity, HistoryNode, HistoryOutput, HistoryParameter } from './history.ts';

/** What a history is read from. */
export type HistoryIndex = Pick<ResultIndex, 'derivations' | 'used' | 'results' | 'activities'>;

/** What is known beside the index: the words and units of loaded analyses, the addresses of data files. */
export interface HistoryWords {
  /** The definition of a loaded analysis, by its full name. */
  readonly definitionOf?: (name: string) => AnalysisDefinition | undefined;
  /** Where data files can be had, by digest. */
  readonly sources?: ReadonlyMap<Digest, SourceEntry>;
}

/** The words of the loaded modules, for {@link readHistory}. */
export function wordsOf(registry: Registry, sources?: ReadonlyMap<Digest, SourceEntry>): HistoryWords {
  const loaded = new Set(registry.names);
  const definitionOf = (name: string) => (loaded.has(name) ? registry.get(name).definition : undefined);
  return { definitionOf, ...(sources && { sources }) };
}

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
  { definitionOf, sources }: HistoryWords,
): Promise<HistoryNode> {
  const { id, definition, parameters, inputs } = family.record;
  const kind = kindOf(definition.name);
  const loaded = definitionOf?.(definition.name);
  const declared = loaded?.version === definition.version ? loaded : undefined;
  const result = results.get(id);
  const isOwn = result?.producedBy === id;
  const activity = isOwn && kind === 'analysis' ? makingActivity(await index.activities(id), result) : undefined;
  const source = kind === 'file' ? sources?.get(String(parameters.sha256)) : undefined;
  return {
    id,
    kind,
    ...definition,
    ...(declared?.description && { description: declared.description }),
    parameters: parametersOf(definition.name, parameters, declared),
    inputs,
    uses: family.used,
    state: stateOf(family),
    outputs: result ? outputsOf(result.manifest, declared) : [],
    ...(result && {
      contentDigest: result.contentDigest,
      publishedMs: result.publishedMs,
      producedBy: result.producedBy,
      ...('failure' in result.manifest && { failure: result.manifest.failure }),
    }),
    ...(activity && { activity }),
    ...(source && { source }),
  };
}

function kindOf(name: string): HistoryNode['kind'] {
  if (name === 'stemma.File') return 'file';
  return name === 'stemma.Literal' ? 'literal' : 'analysis';
}

function parametersOf(
  analysis: string,
  parameters: FamilyNode['record']['parameters'],
  declared: AnalysisDefinition | undefined,
): HistoryParameter[] {
  const unitOf = unitsBy(() => declared?.parameters);
  return Object.entries(parameters).map(([name, value]) => {
    const unit = unitOf(analysis, name);
    return { name, value, ...(unit !== undefined && { unit }), ...wordsOfType(declared?.parameters[name]) };
  });
}

function outputsOf(manifest: Manifest, declared: AnalysisDefinition | undefined): HistoryOutput[] {
  if ('failure' in manifest) return [];
  return Object.entries(manifest.outputs).map(([name, { digest, sizeBytes, files }]) => ({
    name,
    digest,
    sizeBytes,
    files,
    ...wordsOfType(declared?.outputs[name]),
  }));
}

function wordsOfType(type: Type<unknown> | undefined): { readonly description?: string; readonly kind?: string } {
  if (!type) return {};
  const { description } = type.schema;
  return { kind: type.kind, ...(typeof description === 'string' && { description }) };
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
