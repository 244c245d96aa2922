// A history in the terms of the IVOA Provenance Data Model (REC 2020-04-11): what an analysis declares becomes descriptions
// (ActivityDescription, UsageDescription, ParameterDescription …), what ran becomes activities, entities and parameters.
import type { ExportOptions } from '../exported-file.ts';
import type { History, HistoryActivity, HistoryNode, HistoryOutput, HistoryParameter } from '../history.ts';
import { boundedText, escapedName, isoTime, valueText } from '../plain-text.ts';
import { provIds, provNamespaces } from '../prov/history-as-prov.ts';
import { double, ProvRecords, whole, type ProvAttribute, type ProvGraph } from '../prov/prov-graph.ts';

/** The namespace of the data model, as the reference implementation writes it. */
const voprovNamespace = 'http://www.ivoa.net/documents/ProvenanceDM/index.html#';

/** Collects descriptions, each once, whichever node needs it first. */
class Descriptions {
  readonly #records: ProvRecords;
  readonly #met = new Set<string>();

  constructor(records: ProvRecords) {
    this.#records = records;
  }

  /** Adds a description that belongs to an activity description; gives its id. */
  add(
    section: string,
    id: string,
    activity: string | undefined,
    attributes: readonly (ProvAttribute | undefined)[],
  ): string {
    if (this.#met.has(id)) return id;
    this.#met.add(id);
    this.#records.element(section, id, attributes);
    if (activity !== undefined)
      this.#records.relation('isRelatedTo', ['voprov:related', { id }], ['voprov:relator', { id: activity }]);
    return id;
  }

  /** Says what describes a record. */
  link(described: string, descriptor: string): void {
    this.#records.relation(
      'isDescribedBy',
      ['voprov:described', { id: described }],
      ['voprov:descriptor', { id: descriptor }],
    );
  }
}

/** A history with the names of the IVOA model. */
export function historyAsIvoa(history: History, options: ExportOptions): ProvGraph {
  const records = new ProvRecords();
  const descriptions = new Descriptions(records);
  const agents = new Set<string>();
  for (const node of history.nodes.values()) {
    addEntities(node, records);
    if (node.activity) addActivity(node, node.activity, agents, records, descriptions);
    addUses(node, history, records, descriptions);
  }
  return { namespaces: { ...provNamespaces(options), voprov: voprovNamespace }, records: records.records };
}

function text(name: string, value: string | undefined): ProvAttribute | undefined {
  return value === undefined ? undefined : [name, boundedText(value)];
}

function addEntities(node: HistoryNode, records: ProvRecords): void {
  const id = provIds.result(node);
  const literal = node.kind === 'literal' ? node.parameters[0] : undefined;
  const { source, failure } = node;
  records.element(literal ? 'valueEntity' : 'entity', id, [
    text('prov:name', nameOf(node)),
    text('voprov:value', literal && valueText(literal)),
    text('voprov:location', source?.urls?.[0]),
    text('voprov:comment', failure?.message ?? source?.description),
    ['stemma:derivation', node.id],
    ['stemma:state', node.state],
    text('stemma:contentDigest', node.contentDigest),
    text('dcterms:license', source?.licence),
  ]);
  for (const output of node.outputs) addOutput(node, output, records);
}

function nameOf({ kind, outputs, name }: HistoryNode): string {
  return kind === 'file' ? (outputs[0]?.files[0]?.name ?? name) : name;
}

function addOutput(node: HistoryNode, output: HistoryOutput, records: ProvRecords): void {
  const id = provIds.output(node, output);
  records.element('entity', id, [text('prov:name', output.name), ...bytesOf(output)]);
  records.relation('hadMember', ['prov:collection', { id: provIds.result(node) }], ['prov:entity', { id }]);
  output.files.forEach((file, i) => {
    const fileId = `${id.replace('output', 'file')}-${i}`;
    const format = text('dcterms:format', file.mediaType);
    records.element('datasetEntity', fileId, [text('prov:name', file.name), format, ...bytesOf(file)]);
    records.relation('hadMember', ['prov:collection', { id }], ['prov:entity', { id: fileId }]);
  });
}

function bytesOf({ digest, sizeBytes }: Pick<HistoryOutput, 'digest' | 'sizeBytes'>): ProvAttribute[] {
  return [
    ['stemma:sha256', digest],
    ['stemma:sizeBytes', whole(sizeBytes)],
  ];
}

function addActivity(
  node: HistoryNode,
  made: HistoryActivity,
  agents: Set<string>,
  records: ProvRecords,
  descriptions: Descriptions,
): void {
  const id = provIds.activity(node);
  records.element('activity', id, [
    ['prov:startTime', { text: isoTime(made.startedMs), type: 'xsd:dateTime' }],
    ['prov:endTime', { text: isoTime(made.finishedMs), type: 'xsd:dateTime' }],
    text('prov:name', node.name),
    ['stemma:environmentDigest', node.environment],
    text('stemma:host', made.host),
    made.cpuS === undefined ? undefined : ['stemma:cpuS', double(made.cpuS)],
  ]);
  const description = describeActivity(node, descriptions);
  descriptions.link(id, description);
  const agent = provIds.agent(made);
  if (!agents.has(agent)) records.element('agent', agent, [text('prov:name', made.agent)]);
  agents.add(agent);
  records.relation(
    'wasAssociatedWith',
    ['prov:activity', { id }],
    ['prov:agent', { id: agent }],
    ['prov:role', 'operator'],
  );
  addGeneration(node, id, made, records);
  for (const output of node.outputs) {
    const generation = `id:generation-${node.id}-${escapedName(output.name)}`;
    records.element('wasGeneratedBy', generation, [
      ['prov:entity', { id: provIds.output(node, output) }],
      ['prov:activity', { id }],
      text('prov:role', output.name),
    ]);
    const role = descriptions.add('generationDescription', describing(node, 'generation', output.name), description, [
      text('prov:role', output.name),
      text('voprov:description', output.description),
      ['voprov:type', 'Main'],
    ]);
    descriptions.link(generation, role);
  }
}

function addGeneration(node: HistoryNode, id: string, made: HistoryActivity, records: ProvRecords): void {
  records.relation(
    'wasGeneratedBy',
    ['prov:entity', { id: provIds.result(node) }],
    ['prov:activity', { id }],
    ['prov:time', { text: isoTime(made.finishedMs), type: 'xsd:dateTime' }],
  );
}

function describeActivity(node: HistoryNode, descriptions: Descriptions): string {
  return descriptions.add('activityDescription', provIds.plan(node), undefined, [
    text('prov:name', node.name),
    text('voprov:version', node.version),
    text('voprov:description', node.description),
    ['stemma:codeDigest', node.code],
  ]);
}

function describing(node: HistoryNode, what: string, name: string): string {
  return `${provIds.plan(node)}-${what}-${escapedName(name)}`;
}

function addUses(node: HistoryNode, { nodes }: History, records: ProvRecords, descriptions: Descriptions): void {
  const user = provIds.result(node);
  const used = node.uses.filter(({ id }) => nodes.has(id));
  for (const id of new Set(used.map((use) => use.id)))
    records.relation(
      'wasDerivedFrom',
      ['prov:generatedEntity', { id: user }],
      ['prov:usedEntity', { id: provIds.result({ id }) }],
    );
  if (!node.activity) return;
  const activity = { id: provIds.activity(node) };
  const description = describeActivity(node, descriptions);
  used.forEach(({ role, id }, i) => {
    const usage = `id:usage-${node.id}-${i}`;
    records.element('used', usage, [
      ['prov:activity', activity],
      ['prov:entity', { id: provIds.result({ id }) }],
      text('prov:role', role),
    ]);
    const described = descriptions.add('usageDescription', describing(node, 'usage', role), description, [
      text('prov:role', role),
      ['voprov:type', 'Main'],
    ]);
    descriptions.link(usage, described);
  });
  for (const parameter of node.parameters) addParameter(node, parameter, description, records, descriptions);
}

// VOTable datatypes, by the kinds of parameters.
const valueTypes: Readonly<Record<string, string>> = { number: 'double', integer: 'long', boolean: 'boolean' };

function addParameter(
  node: HistoryNode,
  parameter: HistoryParameter,
  activity: string,
  records: ProvRecords,
  descriptions: Descriptions,
): void {
  const id = provIds.parameter(node, parameter);
  records.element('parameter', id, [text('prov:name', parameter.name), ['prov:value', valueText(parameter)]]);
  records.relation(
    'wasConfiguredBy',
    ['voprov:configured', { id: provIds.activity(node) }],
    ['voprov:configurator', { id }],
    ['voprov:artefactType', 'Parameter'],
  );
  const description = descriptions.add(
    'parameterDescription',
    describing(node, 'parameter', parameter.name),
    activity,
    [
      text('prov:name', parameter.name),
      ['voprov:valueType', valueTypes[parameter.kind ?? typeof parameter.value] ?? 'char'],
      text('voprov:unit', parameter.unit),
      text('voprov:description', parameter.description),
    ],
  );
  descriptions.link(id, description);
}
