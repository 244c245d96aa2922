// What is known of a derivation beside the index: the words and units of loaded analyses, the addresses of data files,
// and the digests of values that are too large to be written out.
import type { AnalysisDefinition, SourceEntry } from '../analysis/declaration.ts';
import type { Registry } from '../analysis/registry.ts';
import { canonicalJson } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { Definition, DerivationRecord, Manifest } from '../identity/records.ts';
import { unitsBy } from '../provenance/describe.ts';
import type { Type } from '../types/type.ts';
import type { HistoryOutput, HistoryParameter } from './history.ts';

/** What a history is told with. */
export interface HistoryWords {
  /** The definition of a loaded analysis, by its full name. */
  readonly definitionOf?: (name: string) => AnalysisDefinition | undefined;
  /** Where data files can be had, by digest. */
  readonly sources?: ReadonlyMap<Digest, SourceEntry>;
  /** Hashes values that are too large to be written out. */
  readonly sha256?: Sha256;
}

/** The words of the loaded modules, for `readHistory`. */
export function wordsOf(
  registry: Registry,
  sources: ReadonlyMap<Digest, SourceEntry> = new Map(),
  sha256?: Sha256,
): HistoryWords {
  const loaded = new Set(registry.names);
  const definitionOf = (name: string) => (loaded.has(name) ? registry.get(name).definition : undefined);
  return { definitionOf, sources, ...(sha256 && { sha256 }) };
}

/** The loaded declaration of a definition, where name and version are the same: words of another version could be wrong. */
export function declarationOf(
  { name, version }: Definition,
  { definitionOf }: HistoryWords,
): AnalysisDefinition | undefined {
  const loaded = definitionOf?.(name);
  return loaded?.version === version ? loaded : undefined;
}

/** Values whose canonical JSON is longer than this are told by size and digest. */
const maxValueCharacters = 4096;

/** The parameters of a record, with the words of its declaration. */
export function parametersOf(
  { definition, parameters }: DerivationRecord,
  declared: AnalysisDefinition | undefined,
  sha256?: Sha256,
): HistoryParameter[] {
  const unitOf = unitsBy(() => declared?.parameters);
  return Object.entries(parameters).map(([name, value]) => {
    const unit = unitOf(definition.name, name);
    const large = largeValue(value, sha256);
    const words = wordsOfType(declared?.parameters[name]);
    return { name, value, ...(large && { large }), ...(unit !== undefined && { unit }), ...words };
  });
}

/** Size and digest of a value that is too large to be written out; undefined for all others. */
export function largeValue(value: HistoryParameter['value'], sha256?: Sha256): HistoryParameter['large'] {
  const text = canonicalJson(value);
  if (text.length <= maxValueCharacters) return undefined;
  return { characters: text.length, ...(sha256 && { digest: sha256(text) }) };
}

/** The outputs of a content, with the words of its declaration. */
export function outputsOf(manifest: Manifest, declared: AnalysisDefinition | undefined): HistoryOutput[] {
  if ('failure' in manifest) return [];
  return Object.entries(manifest.outputs).map(([name, { digest, sizeBytes, files }]) => {
    return { name, digest, sizeBytes, files, ...wordsOfType(declared?.outputs[name]) };
  });
}

function wordsOfType(type: Type<unknown> | undefined): { readonly description?: string; readonly kind?: string } {
  if (!type) return {};
  const { description } = type.schema;
  return { kind: type.kind, ...(typeof description === 'string' && { description }) };
}
