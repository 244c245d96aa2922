// A result as its page shows it: what the index knows, in the words and units of the loaded modules, with an address for
// everything that can be fetched.
import {
  formatParameter,
  formatStanding,
  unitsOf,
  type ActivityRecord,
  type AnalysisDefinition,
  type DerivationRecord,
  type Digest,
  type Engine,
  type FormerResult,
  type Manifest,
  type OutputEntry,
  type Standing,
  type StoredResult,
} from '@stemma/core';
import { declarationOf, wordsOf } from '@stemma/core/exports';
import { blobHref, outputHref, resultHref } from './hrefs.ts';

/** Everything that is known of a result. */
export interface KnownResult {
  readonly record: DerivationRecord;
  readonly stored: StoredResult | undefined;
  readonly activities: readonly ActivityRecord[];
  readonly standing: Standing | undefined;
  readonly former: readonly FormerResult[];
  readonly tags: readonly string[];
  readonly notes: number;
}

/** In which formats an output of a kind can be had. */
export type FormatsOf = (kind: string | undefined) => readonly string[];

/** The document of a result; see the schema `Result` of the interface. */
export function resultDocument(known: KnownResult, engine: Engine, formatsOf: FormatsOf) {
  const { record, stored, activities, standing, former, tags, notes } = known;
  const { id, definition, inputs } = record;
  const declared = declarationOf(definition, wordsOf(engine.registry));
  const manifest = stored?.manifest;
  const failure = manifest && 'failure' in manifest ? manifest.failure : undefined;
  return {
    id,
    ...definition,
    ...(declared?.description && { description: declared.description }),
    state: stateOf(stored),
    parameters: parametersOf(record, engine),
    inputs,
    ...(stored && {
      contentDigest: stored.contentDigest,
      published: moment(stored.publishedMs),
      producedBy: stored.producedBy,
    }),
    pinned: stored?.pinned ?? false,
    ...(standing && { standing: standingDocument(standing) }),
    ...(failure && { failure }),
    outputs: outputsOf(id, manifest, declared, formatsOf),
    activities: activities.map(activityDocument),
    formerContents: former.map(({ contentDigest, publishedMs, forgotten }) => ({
      contentDigest,
      published: moment(publishedMs),
      forgotten,
    })),
    tags: [...tags],
    notes,
    cite: citationOf(record, stored),
    links: linksOf(id),
    goal: { analysis: definition.name, parameters: record.parameters },
  };
}

/** Milliseconds since 1970 as ISO 8601 in UTC. */
export function moment(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** A standing as a document. */
function standingDocument(standing: Standing) {
  const { state, origin, originName, retraction } = standing;
  return {
    state,
    origin,
    originName,
    words: formatStanding(standing),
    ...(retraction && { retraction: retraction.number }),
  };
}

function stateOf(stored: StoredResult | undefined): 'stored' | 'no_data' | 'forgotten' | 'absent' {
  if (!stored) return 'absent';
  if ('failure' in stored.manifest) return 'no_data';
  return stored.forgotten ? 'forgotten' : 'stored';
}

function parametersOf({ definition, parameters }: DerivationRecord, engine: Engine) {
  const unitOf = unitsOf(engine.registry);
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const unit = unitOf(definition.name, key);
      return [key, { value, ...(unit && { unit }), text: formatParameter(value, unit) }];
    }),
  );
}

function outputsOf(
  id: Digest,
  manifest: Manifest | undefined,
  declared: AnalysisDefinition | undefined,
  formatsOf: FormatsOf,
) {
  const entries = manifest && 'outputs' in manifest ? manifest.outputs : {};
  // In the order of the declaration; the store keeps none.
  const order = Object.keys(declared?.outputs ?? {}).filter((name) => Object.hasOwn(entries, name));
  const names = [...new Set([...order, ...Object.keys(entries)])];
  return Object.fromEntries(
    names.map((name) => [name, outputDocument(id, name, entries[name]!, declared?.outputs[name], formatsOf)]),
  );
}

function outputDocument(
  id: Digest,
  name: string,
  { digest, sizeBytes, files }: OutputEntry,
  declared: AnalysisDefinition['outputs'][string] | undefined,
  formatsOf: FormatsOf,
) {
  return {
    ...(declared && { kind: declared.kind, schema: declared.schema }),
    digest,
    sizeBytes,
    href: outputHref(id, name),
    formats: [...formatsOf(declared?.kind)],
    files: files.map((file) => ({
      name: file.name,
      mediaType: file.mediaType,
      sizeBytes: file.sizeBytes,
      sha256: file.digest,
      href: blobHref(file.digest, file.name),
    })),
  };
}

function activityDocument(activity: ActivityRecord) {
  const { status, startedMs, finishedMs, agent, host, attempt, cpuS, peakMemoryBytes, error, log } = activity;
  return {
    status,
    started: moment(startedMs),
    finished: moment(finishedMs),
    agent,
    host,
    attempt,
    ...(cpuS !== undefined && { cpuS }),
    ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
    ...(error && { error: { code: error.code, message: error.message } }),
    logLines: log.length,
  };
}

function citationOf({ id, definition: { name, version } }: DerivationRecord, stored: StoredResult | undefined) {
  const year = stored ? ` (${moment(stored.publishedMs).slice(0, 10)})` : '';
  const exported = (format: string) => `${resultHref(id)}/exports/${format}/main`;
  return {
    text: `${name}, version ${version}${year}. Stemma result sha256:${id}`,
    bibTex: exported('bibtex'),
    dataCite: exported('datacite'),
  };
}

function linksOf(id: Digest): Record<string, string> {
  const parts = ['log', 'lineage', 'view', 'tree', 'resting-inputs', 'descendants', 'previews', 'notes'];
  return {
    self: resultHref(id),
    ...Object.fromEntries(parts.map((part) => [part, `${resultHref(id)}/${part}`])),
    drawing: `${resultHref(id)}/view/svg`,
  };
}
