// What a server says of a result, as the records that a store keeps: so everything that reads a store reads a server.
import type { resultDescription, resultSummary } from '@stemma/api';
import type {
  ActivityRecord,
  DerivationRecord,
  LogLine,
  Manifest,
  ResultSummary,
  Standing,
  StoredResult,
} from '@stemma/core';

/** The document of a result. */
export type ResultDocument = (typeof resultDescription)['_output'];
/** A line of a listing. */
export type SummaryDocument = (typeof resultSummary)['_output'];

/** How a result is defined. A server tells no shapes: each derivation is taken for one of its own. */
export function derivationOf({ id, name, version, code, environment, ...rest }: ResultDocument): DerivationRecord {
  const parameters = Object.entries(rest.parameters).map(([key, { value }]) => [key, value]);
  return {
    id,
    definition: { name, version, code, environment },
    parameters: Object.fromEntries(parameters) as DerivationRecord['parameters'],
    inputs: rest.inputs as DerivationRecord['inputs'],
    shapes: { l1: id, l2: id, l3: id },
  };
}

/** What became of it; undefined when it has no result. */
export function storedOf(document: ResultDocument): StoredResult | undefined {
  const { id, state, contentDigest, published, producedBy, pinned } = document;
  if (state === 'absent' || contentDigest === undefined || published === undefined) return undefined;
  return {
    id,
    contentDigest,
    manifest: manifestOf(document),
    publishedMs: Date.parse(published),
    producedBy: producedBy ?? id,
    forgotten: state === 'forgotten',
    pinned,
  };
}

function manifestOf({ failure, outputs }: ResultDocument): Manifest {
  if (failure) return { failure: failure as Extract<Manifest, { failure: unknown }>['failure'] };
  const entries = Object.entries(outputs).map(([name, { digest, sizeBytes, files }]) => [
    name,
    { digest, sizeBytes, files: files.map(fileOf) },
  ]);
  return { outputs: Object.fromEntries(entries) as Extract<Manifest, { outputs: unknown }>['outputs'] };
}

function fileOf(file: ResultDocument['outputs'][string]['files'][number]) {
  return { name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes, digest: file.sha256 };
}

/** Its executions, newest first. @param log the lines of all of them, each with the number of its execution. */
export function activitiesOf(
  { id, activities }: ResultDocument,
  log: readonly (LogLine & { readonly activity: number })[],
): ActivityRecord[] {
  return activities.map(
    ({ started, finished, status, agent, host, attempt, cpuS, peakMemoryBytes, error }, number) => ({
      status,
      agent,
      host,
      attempt,
      derivation: id,
      startedMs: Date.parse(started),
      finishedMs: Date.parse(finished),
      // Processes of a server are nobody's business.
      pid: 0,
      ...(cpuS !== undefined && { cpuS }),
      ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
      ...(error && { error }),
      log: log.filter((line) => line.activity === number).map(({ timeMs, level, text }) => ({ timeMs, level, text })),
    }),
  );
}

/** How it stands. The words of the server lead; the retraction itself is told by its number only. */
export function standingOf({ standing }: ResultDocument): Standing | undefined {
  if (!standing) return undefined;
  const { state, origin, originName } = standing;
  return { state, origin, originName };
}

/** A line of a listing. */
export function summaryOf({ published, inDoubt, ...summary }: SummaryDocument): ResultSummary {
  const { id, name, version, contentDigest, failed, forgotten, pinned, sizeBytes } = summary;
  return {
    id,
    name,
    version,
    contentDigest,
    failed,
    forgotten,
    pinned,
    sizeBytes,
    parameters: summary.parameters as ResultSummary['parameters'],
    publishedMs: Date.parse(published),
    ...(inDoubt && { inDoubt }),
  };
}
