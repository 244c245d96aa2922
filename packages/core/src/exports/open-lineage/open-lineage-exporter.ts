// A history as OpenLineage run events (https://openlineage.io, specification 2-0-2): one START and one COMPLETE for each
// activity, results as datasets named by their derivation, so that a lineage server joins them to one graph.
import type { Exporter, ExportOptions } from '../exported-file.ts';
import type { History, HistoryActivity, HistoryNode, HistoryOutput } from '../history.ts';
import { boundedText, isoTime, valueText } from '../plain-text.ts';
import { defaultBase } from '../prov/prov-graph.ts';

const spec = 'https://openlineage.io/spec';
const producer = 'urn:stemma:engine';

type Facet = Readonly<Record<string, unknown>>;

/** OpenLineage events, one JSON document per line, in the order of time. */
export const openLineageExporter: Exporter = {
  name: 'openlineage',
  mediaType: 'application/x-ndjson',
  title: 'OpenLineage run events, one per line',
  write(history, options) {
    const events = [...history.nodes.values()].flatMap((node) => eventsOf(node, history, options));
    // Stable: of one moment, a start stands before its own end.
    events.sort((a, b) => a.timeMs - b.timeMs);
    return [{ path: 'openlineage.ndjson', text: events.map(({ event }) => `${JSON.stringify(event)}\n`).join('') }];
  },
};

function eventsOf(node: HistoryNode, history: History, options: ExportOptions): { timeMs: number; event: Facet }[] {
  const { activity } = node;
  if (!activity) return [];
  const event = (eventType: string, timeMs: number, outputs: readonly Facet[]) => ({
    timeMs,
    event: {
      eventType,
      eventTime: isoTime(timeMs),
      producer,
      schemaURL: `${spec}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
      run: { runId: runId(node, activity), facets: runFacets(node) },
      job: { namespace: namespaceOf(options), name: jobName(node), facets: jobFacets(node) },
      inputs: inputsOf(node, history, options),
      outputs,
    },
  });
  return [
    event('START', activity.startedMs, []),
    event('COMPLETE', activity.finishedMs, [datasetOf(node, options, true)]),
  ];
}

function namespaceOf({ base = defaultBase }: ExportOptions): string {
  return base;
}

function jobName({ name, version }: HistoryNode): string {
  return boundedText(`${name} ${version}`);
}

/**
 * A UUID of version 8 (RFC 9562, section 5.8) made of the start of the activity and its derivation, so that exporting
 * twice names the same run. 48 bits of time, 74 bits of the derivation id.
 */
export function runId({ id }: Pick<HistoryNode, 'id'>, { startedMs }: Pick<HistoryActivity, 'startedMs'>): string {
  const time = Math.max(0, Math.floor(startedMs)).toString(16).padStart(12, '0').slice(-12);
  const variant = ((parseInt(id[3]!, 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-8${id.slice(0, 3)}-${variant}${id.slice(4, 7)}-${id.slice(7, 19)}`;
}

function facet(name: string, version: string, content: Facet): Facet {
  return { _producer: producer, _schemaURL: `${spec}/facets/${version}/${name}.json#/$defs/${name}`, ...content };
}

// Facets that the specification does not know carry a prefix and point to our own vocabulary.
function ownFacet(name: string, content: Facet): Facet {
  return { _producer: producer, _schemaURL: `urn:stemma:terms:${name}`, ...content };
}

function runFacets({ parameters, environment, failure, activity, id }: HistoryNode): Facet {
  return {
    stemma_activity: ownFacet('ActivityRunFacet', {
      derivation: id,
      environmentDigest: environment,
      agent: boundedText(activity!.agent),
      host: boundedText(activity!.host),
      attempt: activity!.attempt,
      ...(failure && { failureReason: boundedText(failure.reason), failureMessage: boundedText(failure.message) }),
    }),
    stemma_parameters: ownFacet('ParametersRunFacet', {
      parameters: parameters.map((parameter) => ({
        name: boundedText(parameter.name),
        value: valueText(parameter),
        ...(parameter.unit !== undefined && { unit: boundedText(parameter.unit) }),
      })),
    }),
  };
}

function jobFacets({ description, code, version }: HistoryNode): Facet {
  return {
    jobType: facet('JobTypeJobFacet', '2-0-4', { processingType: 'BATCH', integration: 'STEMMA', jobType: 'ANALYSIS' }),
    ...(description !== undefined && {
      documentation: facet('DocumentationJobFacet', '1-1-0', { description: boundedText(description) }),
    }),
    stemma_code: ownFacet('CodeJobFacet', { version: boundedText(version), codeDigest: code }),
  };
}

function inputsOf({ uses }: HistoryNode, { nodes }: History, options: ExportOptions): Facet[] {
  const ids = [...new Set(uses.map(({ id }) => id))];
  return ids.flatMap((id) => (nodes.has(id) ? [datasetOf(nodes.get(id)!, options, false)] : []));
}

function datasetOf(node: HistoryNode, options: ExportOptions, isOutput: boolean): Facet {
  const description = node.source?.description ?? (isOutput ? node.description : undefined);
  return {
    namespace: namespaceOf(options),
    name: `result-${node.id}`,
    facets: {
      ...(node.contentDigest !== undefined && {
        version: facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion: node.contentDigest }),
      }),
      ...(description !== undefined && {
        documentation: facet('DocumentationDatasetFacet', '1-1-0', { description: boundedText(description) }),
      }),
      ...(isOutput &&
        node.outputs.length > 0 && {
          schema: facet('SchemaDatasetFacet', '1-2-0', { fields: node.outputs.map(fieldOf) }),
        }),
      stemma_result: ownFacet('ResultDatasetFacet', { analysis: boundedText(node.name), state: node.state }),
    },
    ...(isOutput &&
      node.outputs.length > 0 && {
        outputFacets: {
          outputStatistics: facet('OutputStatisticsOutputDatasetFacet', '1-0-2', {
            size: node.outputs.reduce(
              (sum, { sizeBytes, files }) => files.reduce((all, file) => all + file.sizeBytes, sum + sizeBytes),
              0,
            ),
            fileCount: node.outputs.reduce((sum, { files }) => sum + files.length, 0),
          }),
        },
      }),
  };
}

function fieldOf({ name, kind, description }: HistoryOutput): Facet {
  return {
    name: boundedText(name),
    ...(kind !== undefined && { type: kind }),
    ...(description !== undefined && { description: boundedText(description) }),
  };
}
