// The history of a result as Renku's JSON-LD (`renku graph export`): plans, activities with usages, generations and
// parameter values, and the project that holds them. What Renku has no word for stands in annotations beside it.
import { canonicalJson, type Json } from '../../canonical/json.ts';
import type { Digest } from '../../identity/digest.ts';
import type { ExportOptions, Exporter } from '../exported-file.ts';
import { rootOf, type History, type HistoryNode } from '../history.ts';
import { boundedText, valueText } from '../plain-text.ts';
import { evaluatedWorkflow, type EvaluatedWorkflow, type WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { safeName } from '../workflow/safe-name.ts';
import { iri, RenkuNames, renkuContext, renkuVersion, textTime, typedTime, type RenkuNode } from './renku-entities.ts';

/** One JSON-LD document that keeps to the shapes of Renku 2.9.4. */
export const renkuExporter: Exporter = {
  name: 'renku',
  mediaType: 'application/ld+json',
  title: 'Renku JSON-LD: plans and activities',
  write: (history, options) => {
    const document = { '@context': renkuContext, '@graph': graphOf(history, options) };
    return [{ path: 'renku.jsonld', text: `${JSON.stringify(document, undefined, 2)}\n` }];
  },
};

interface Parts {
  readonly names: RenkuNames;
  readonly history: History;
  readonly workflow: EvaluatedWorkflow;
  /** Steps by the code digest of their definition: one plan each. */
  readonly plans: ReadonlyMap<Digest, readonly WorkflowStep[]>;
  readonly agent: string;
}

function graphOf(history: History, { base, title }: ExportOptions): Json {
  const workflow = evaluatedWorkflow(history);
  const names = new RenkuNames(base);
  const steps = [...workflow.steps.values()];
  const analyses = steps.filter(({ node }) => node.kind === 'analysis');
  const plans = Map.groupBy(analyses, ({ node }) => planKey(node));
  const agent = names.other('agents', `renku-${renkuVersion}`);
  const parts: Parts = { names, history, workflow, plans, agent };
  const people = new Set(analyses.map(({ node }) => agentOf(node)));
  people.add(agentOf(workflow.root.node));
  return [
    project(parts, title),
    { '@id': agent, '@type': ['prov:Agent', 'prov:SoftwareAgent'], 'schema:name': `renku ${renkuVersion}` },
    ...[...people].map((name) => person(names, name)),
    ...[...plans.values()].flatMap((members) => planOf(parts, members)),
    ...analyses.flatMap((step) => activityOf(parts, step)),
    ...steps.map((step) => entityOf(parts, step)),
    ...analyses.map((step) => annotation(parts, step)),
  ] as Json;
}

// Equal code with other versions or names is another plan: its last digits count them apart.
function planKey({ code, name, version }: HistoryNode): string {
  return `${code}-${hexOf(`${name}@${version}`)}`;
}

function hexOf(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function agentOf({ activity }: HistoryNode): string {
  return activity?.agent ?? 'unknown';
}

function project({ names, history, workflow, plans }: Parts, title: string | undefined): RenkuNode {
  const root = rootOf(history);
  const activities = [...workflow.steps.values()].filter(({ node }) => node.kind === 'analysis');
  return {
    '@id': names.other('projects', root.id),
    '@type': ['prov:Location', 'schema:Project'],
    'schema:name': boundedText(title ?? root.name, 200),
    'schema:agent': renkuVersion,
    'schema:schemaVersion': '10',
    'schema:dateCreated': textTime(root.publishedMs ?? 0),
    'schema:creator': iri(names.person(agentOf(root))),
    'renku:hasPlan': [...plans.keys()].map((key) => iri(names.plan(key))),
    'renku:hasActivity': activities.map(({ node }) => iri(names.activity(node.id))),
  };
}

function person(names: RenkuNames, name: string): RenkuNode {
  return {
    '@id': names.person(name),
    '@type': ['prov:Person', 'schema:Person'],
    'schema:name': boundedText(name, 200),
  };
}

function planOf({ names }: Parts, members: readonly WorkflowStep[]): RenkuNode[] {
  const { node } = members[0]!;
  const id = names.plan(planKey(node));
  const roles = [...new Set(members.flatMap(({ inputs }) => [...inputs.keys()]))];
  const parameters = [...new Set(members.flatMap((member) => member.node.parameters.map(({ name }) => name)))];
  const inputs = roles.map((role): RenkuNode => ({
    '@id': `${id}/inputs/${identifier(role)}`,
    '@type': ['renku:CommandInput', 'renku:CommandParameterBase'],
    'schema:name': role,
    'schema:defaultValue': identifier(role),
    'renku:prefix': '--input ',
  }));
  const values = parameters.map((name): RenkuNode => ({
    '@id': `${id}/parameters/${identifier(name)}`,
    '@type': ['renku:CommandParameter', 'renku:CommandParameterBase'],
    'schema:name': name,
    'schema:defaultValue': valueOf(members[0]!.node, name),
  }));
  const output: RenkuNode = {
    '@id': `${id}/outputs/result`,
    '@type': ['renku:CommandOutput', 'renku:CommandParameterBase'],
    'schema:name': 'result',
    'schema:defaultValue': 'result.tar',
    'renku:createFolder': false,
    'renku:prefix': '--out ',
  };
  const firstMs = Math.min(...members.map((member) => member.node.publishedMs ?? 0));
  const plan: RenkuNode = {
    '@id': id,
    '@type': ['prov:Plan', 'renku:Plan', 'schema:Action', 'schema:CreativeWork'],
    'schema:name': safeName(node.name),
    'schema:description': boundedText(node.description ?? `${node.name} ${node.version}`),
    'schema:dateCreated': textTime(firstMs),
    'schema:dateModified': textTime(firstMs),
    'renku:command': 'stemma step',
    'renku:successCodes': 0,
    ...(inputs.length > 0 && { 'renku:hasInputs': inputs }),
    ...(values.length > 0 && { 'renku:hasArguments': values }),
    'renku:hasOutputs': [output],
  };
  return [plan];
}

/** A name as the last part of an IRI, which Renku takes only with letters, digits, hyphens and underscores. */
function identifier(name: string): string {
  const plain = safeName(name, '_');
  return plain === name ? plain : `${plain}_${hexOf(boundedText(name, 60))}`;
}

function valueOf({ parameters }: HistoryNode, name: string): string {
  const parameter = parameters.find((candidate) => candidate.name === name);
  return parameter ? boundedText(valueText(parameter)) : '';
}

function activityOf({ names, plans, agent }: Parts, { node, inputs }: WorkflowStep): RenkuNode[] {
  const id = names.activity(node.id);
  const plan = names.plan(planKey(node));
  const { activity, publishedMs = 0 } = node;
  const usages = [...inputs].flatMap(([role, ids]) => ids.map((used) => ({ role, used })));
  const somebody = iri(names.person(agentOf(node)));
  const known = new Set(plans.get(planKey(node))![0]!.node.parameters.map(({ name }) => name));
  const values = node.parameters.filter(({ name }) => known.has(name));
  return [
    {
      '@id': id,
      '@type': 'prov:Activity',
      'prov:startedAtTime': typedTime(activity?.startedMs ?? publishedMs),
      'prov:endedAtTime': typedTime(activity?.finishedMs ?? publishedMs),
      'prov:wasAssociatedWith': [iri(agent), somebody],
      'prov:qualifiedAssociation': {
        '@id': `${id}/association`,
        '@type': 'prov:Association',
        'prov:agent': iri(agent),
        'prov:hadPlan': iri(plan),
      },
      'prov:qualifiedUsage': usages.map(({ role, used }, i) => ({
        '@id': `${id}/usages/${i}`,
        '@type': 'prov:Usage',
        'prov:entity': iri(names.entity(used, 'result.tar')),
        'prov:hadRole': role,
      })),
      'renku:parameter': values.map(({ name }, i) => ({
        '@id': `${id}/parameter-value/${i}`,
        '@type': ['renku:ParameterValue', 'schema:PropertyValue'],
        'schema:value': valueOf(node, name),
        'schema:valueReference': iri(`${plan}/parameters/${identifier(name)}`),
      })),
    },
  ];
}

// The result pack as the file that it would be in a repository; the content digest is its checksum.
function entityOf({ names }: Parts, { node, name }: WorkflowStep): RenkuNode {
  const activity = names.activity(node.id);
  const generation = { '@id': `${activity}/generations/0`, '@type': 'prov:Generation', 'prov:activity': iri(activity) };
  return {
    '@id': names.entity(node.id, 'result.tar'),
    '@type': 'prov:Entity',
    'prov:atLocation': `results/${name}.tar`,
    'renku:checksum': node.contentDigest!,
    ...(node.kind === 'analysis' && { 'prov:qualifiedGeneration': [generation] }),
  };
}

// Closed shapes take nothing but their own: digests, version and expected failures are said about the activity.
function annotation({ names }: Parts, { node }: WorkflowStep): RenkuNode {
  const { id, name, version, code, environment, contentDigest, failure, producedBy } = node;
  const body = { id, name, version, code, environment, contentDigest: contentDigest!, producedBy: producedBy ?? id };
  return {
    '@id': names.other('annotations', id),
    '@type': 'oa:Annotation',
    'oa:hasTarget': iri(names.activity(id)),
    'oa:hasBody': boundedText(canonicalJson({ ...body, ...(failure && { failure: failure.reason }) }).toWellFormed()),
  };
}
