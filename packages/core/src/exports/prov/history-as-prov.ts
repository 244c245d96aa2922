// A history in the terms of W3C PROV: results, outputs and files are entities, executions are activities, analyses are
// plans, parameters are entities that an activity used; engine and people are agents.
import type { ExportOptions } from '../exported-file.ts';
import type {
  History,
  HistoryActivity,
  HistoryFile,
  HistoryNode,
  HistoryOutput,
  HistoryParameter,
} from '../history.ts';
import { boundedText, escapedName, isoTime, valueText } from '../plain-text.ts';
import {
  defaultBase,
  double,
  ProvRecords,
  stemmaTerms,
  whole,
  type ProvAttribute,
  type ProvGraph,
} from './prov-graph.ts';

/** The ids of the things that a history tells of; equal in all PROV formats. */
export const provIds = {
  result: ({ id }: Pick<HistoryNode, 'id'>) => `id:result-${id}`,
  activity: ({ id }: Pick<HistoryNode, 'id'>) => `id:activity-${id}`,
  parameter: ({ id }: Pick<HistoryNode, 'id'>, { name }: HistoryParameter) => `id:parameter-${id}-${escapedName(name)}`,
  output: ({ id }: Pick<HistoryNode, 'id'>, { name }: HistoryOutput) => `id:output-${id}-${escapedName(name)}`,
  plan: ({ name, version, code }: HistoryNode) => `id:plan-${escapedName(name)}-${escapedName(version)}-${code}`,
  agent: ({ agent }: HistoryActivity) => `id:agent-${escapedName(agent)}`,
  engine: 'id:engine',
};

/** The namespaces of a document about a history. */
export function provNamespaces({ base = defaultBase }: ExportOptions): Record<string, string> {
  return { id: base, stemma: stemmaTerms, dcterms: 'http://purl.org/dc/terms/' };
}

/**
 * A history as a PROV document. A content that was taken over (early cut-off) is an alternate of the one that was made:
 * no activity of its own, since none ran. Results that were never stored are entities too, so that no path breaks.
 */
export function historyAsProv(history: History, options: ExportOptions): ProvGraph {
  const records = new ProvRecords();
  const agents = new Set<string>();
  const plans = new Set<string>();
  for (const node of history.nodes.values()) {
    addResult(node, records);
    for (const output of node.outputs) addOutput(node, output, records);
    if (node.kind === 'analysis') addPlan(node, plans, records);
    if (node.activity) addActivity(node, node.activity, agents, records);
    addUses(node, history, records);
    if (node.producedBy !== undefined && node.producedBy !== node.id && history.nodes.has(node.producedBy))
      records.relation(
        'alternateOf',
        ['prov:alternate1', { id: provIds.result(node) }],
        ['prov:alternate2', { id: provIds.result({ id: node.producedBy }) }],
      );
  }
  return { namespaces: provNamespaces(options), records: records.records };
}

const resultTypes = { analysis: 'stemma:Result', file: 'stemma:File', literal: 'stemma:Literal' } as const;

function addResult(node: HistoryNode, records: ProvRecords): void {
  const { failure, source } = node;
  const literal = node.kind === 'literal' ? node.parameters[0] : undefined;
  const type = failure ? 'stemma:ExpectedFailure' : resultTypes[node.kind];
  records.element('entity', provIds.result(node), [
    ['prov:type', { name: type }],
    node.outputs.length > 0 ? ['prov:type', { name: 'prov:Collection' }] : undefined,
    ['prov:label', boundedText(labelOf(node))],
    ['stemma:derivation', node.id],
    ['stemma:state', node.state],
    textAttribute('stemma:contentDigest', node.contentDigest),
    textAttribute('prov:value', literal && valueText(literal)),
    textAttribute('stemma:failureReason', failure?.reason),
    textAttribute('stemma:failureMessage', failure?.message),
    textAttribute('dcterms:license', source?.licence),
    textAttribute('dcterms:description', source?.description),
    ...addressesOf(node),
  ]);
}

function textAttribute(name: string, text: string | undefined): ProvAttribute | undefined {
  return text === undefined ? undefined : [name, boundedText(text)];
}

function addressesOf({ source }: HistoryNode): ProvAttribute[] {
  const addresses = (source?.urls ?? []).map((url) => encodeURI(url.toWellFormed()));
  return addresses.map((text) => ['prov:location', { text, type: 'xsd:anyURI' }]);
}

function labelOf({ kind, name, parameters, outputs }: HistoryNode): string {
  if (kind === 'file') return outputs[0]?.files[0]?.name ?? name;
  return kind === 'literal' && parameters[0] ? valueText(parameters[0]) : name;
}

function addOutput(node: HistoryNode, output: HistoryOutput, records: ProvRecords): void {
  const id = provIds.output(node, output);
  records.element('entity', id, [
    ['prov:type', { name: 'stemma:Output' }],
    output.files.length > 0 ? ['prov:type', { name: 'prov:Collection' }] : undefined,
    ['prov:label', boundedText(output.name)],
    ['stemma:sha256', output.digest],
    ['stemma:sizeBytes', whole(output.sizeBytes)],
    textAttribute('dcterms:description', output.description),
  ]);
  records.relation('hadMember', ['prov:collection', { id: provIds.result(node) }], ['prov:entity', { id }]);
  if (node.activity) addGeneration(id, provIds.activity(node), node.activity, output.name, records);
  output.files.forEach((file, i) => addFile(id, `${id.replace('output', 'file')}-${i}`, file, records));
}

function addFile(
  output: string,
  id: string,
  { name, mediaType, digest, sizeBytes }: HistoryFile,
  records: ProvRecords,
): void {
  records.element('entity', id, [
    ['prov:type', { name: 'stemma:StoredFile' }],
    ['prov:label', boundedText(name)],
    ['dcterms:format', boundedText(mediaType)],
    ['stemma:sha256', digest],
    ['stemma:sizeBytes', whole(sizeBytes)],
  ]);
  records.relation('hadMember', ['prov:collection', { id: output }], ['prov:entity', { id }]);
}

function addGeneration(
  entity: string,
  activity: string,
  made: HistoryActivity,
  role: string,
  records: ProvRecords,
): void {
  records.relation(
    'wasGeneratedBy',
    ['prov:entity', { id: entity }],
    ['prov:activity', { id: activity }],
    ['prov:time', { text: isoTime(made.finishedMs), type: 'xsd:dateTime' }],
    ['prov:role', boundedText(role)],
  );
}

function addPlan(node: HistoryNode, plans: Set<string>, records: ProvRecords): void {
  const id = provIds.plan(node);
  if (plans.has(id)) return;
  plans.add(id);
  records.element('entity', id, [
    ['prov:type', { name: 'prov:Plan' }],
    ['prov:label', boundedText(node.name)],
    ['stemma:version', boundedText(node.version)],
    ['stemma:codeDigest', node.code],
    textAttribute('dcterms:description', node.description),
  ]);
}

function addActivity(node: HistoryNode, made: HistoryActivity, agents: Set<string>, records: ProvRecords): void {
  const id = provIds.activity(node);
  const agent = provIds.agent(made);
  records.element('activity', id, [
    ['prov:startTime', { text: isoTime(made.startedMs), type: 'xsd:dateTime' }],
    ['prov:endTime', { text: isoTime(made.finishedMs), type: 'xsd:dateTime' }],
    ['prov:type', { name: 'stemma:Activity' }],
    ['prov:label', boundedText(node.name)],
    ['stemma:status', made.status],
    ['stemma:environmentDigest', node.environment],
    ['stemma:host', boundedText(made.host)],
    ['stemma:attempt', whole(made.attempt)],
    made.cpuS === undefined ? undefined : ['stemma:cpuS', double(made.cpuS)],
    made.peakMemoryBytes === undefined ? undefined : ['stemma:peakMemoryBytes', whole(made.peakMemoryBytes)],
  ]);
  addAgents(agent, made, agents, records);
  addGeneration(provIds.result(node), id, made, 'result', records);
  records.relation(
    'wasAssociatedWith',
    ['prov:activity', { id }],
    ['prov:agent', { id: provIds.engine }],
    ['prov:plan', { id: provIds.plan(node) }],
  );
  records.relation(
    'actedOnBehalfOf',
    ['prov:delegate', { id: provIds.engine }],
    ['prov:responsible', { id: agent }],
    ['prov:activity', { id }],
  );
}

function addAgents(agent: string, made: HistoryActivity, agents: Set<string>, records: ProvRecords): void {
  if (agents.size === 0) {
    const types: ProvAttribute[] = [['prov:type', { name: 'prov:SoftwareAgent' }]];
    records.element('agent', provIds.engine, [...types, ['prov:label', 'Stemma']]);
  }
  if (agents.has(agent)) return;
  agents.add(agent);
  // Whether it is a person or a service is not known to the store.
  records.element('agent', agent, [['prov:label', boundedText(made.agent)]]);
}

// Parameters belong to the derivation: they are told, and derived from, whether or not an activity ran.
function addUses(node: HistoryNode, { nodes }: History, records: ProvRecords): void {
  const user = provIds.result(node);
  const activity = node.activity ? provIds.activity(node) : undefined;
  const use = (id: string, role: string) => {
    if (activity)
      records.relation(
        'used',
        ['prov:activity', { id: activity }],
        ['prov:entity', { id }],
        ['prov:role', boundedText(role)],
      );
  };
  for (const { role, id } of node.uses) {
    if (nodes.has(id)) use(provIds.result({ id }), role);
  }
  for (const id of new Set(node.uses.map((used) => used.id))) {
    if (nodes.has(id)) addDerivation(user, provIds.result({ id }), activity, records);
  }
  for (const parameter of node.kind === 'literal' ? [] : node.parameters) {
    const id = provIds.parameter(node, parameter);
    records.element('entity', id, [
      ['prov:type', { name: 'stemma:Parameter' }],
      ['prov:label', boundedText(parameter.name)],
      ['prov:value', valueText(parameter)],
      textAttribute('stemma:unit', parameter.unit),
      textAttribute('dcterms:description', parameter.description),
    ]);
    use(id, parameter.name);
    addDerivation(user, id, activity, records);
  }
}

function addDerivation(user: string, used: string, activity: string | undefined, records: ProvRecords): void {
  records.relation(
    'wasDerivedFrom',
    ['prov:generatedEntity', { id: user }],
    ['prov:usedEntity', { id: used }],
    activity === undefined ? undefined : ['prov:activity', { id: activity }],
  );
}
