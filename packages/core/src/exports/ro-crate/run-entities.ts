// The retrospective half of a crate: what was run, when, by whom, on what, and what came out. One action for each step,
// one for the whole, and the engine that organised them.
import type { Json } from '../../canonical/json.ts';
import type { Digest } from '../../identity/digest.ts';
import { inputId } from '../cwl/cwl-tools.ts';
import type { CwlWorkflow } from '../cwl/cwl.ts';
import type { ExportOptions } from '../exported-file.ts';
import type { History, HistoryActivity, HistoryNode } from '../history.ts';
import { valueText } from '../plain-text.ts';
import type { EvaluatedWorkflow, WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { crateTime, ref, type Entity, type Graph } from './entities.ts';
import { parameterId, type PlanEntities } from './plan-entities.ts';

/** What the root of the crate mentions. */
export interface RunEntities {
  readonly actions: readonly Entity[];
  readonly collections: readonly Entity[];
  readonly agent: Entity;
}

const engine: Entity = {
  '@id': '#engine',
  '@type': 'SoftwareApplication',
  name: 'Stemma',
  description: 'An open online analysis system for observatories.',
  version: '0.1.0',
};

/** Everything that the functions of this file share. */
interface Run {
  readonly graph: Graph;
  readonly history: History;
  readonly plan: PlanEntities;
  readonly cwl: CwlWorkflow;
  readonly files: ReadonlyMap<string, Entity>;
  /** By step id: the name of its tool, which parameters are named after. */
  readonly toolNames: ReadonlyMap<Digest, string>;
}

/**
 * Adds actions, results, parameter values, agents and the engine to the graph.
 * @param files the files in the crate, by path: data files and products.
 * @param productsOf paths of the products of a node that are in the crate.
 */
export function addRun(
  graph: Graph,
  history: History,
  workflow: EvaluatedWorkflow,
  cwl: CwlWorkflow,
  plan: PlanEntities,
  files: ReadonlyMap<string, Entity>,
  products: readonly string[],
): RunEntities {
  const toolNames = new Map(
    cwl.cwlSteps.flatMap(({ tool, members }) => members.map(({ node }) => [node.id, tool.name] as const)),
  );
  const run: Run = { graph, history, plan, cwl, files, toolNames };
  graph.add(engine);
  const steps = [...workflow.steps.values()];
  const examples = examplesOf(steps, toolNames);
  const { root } = workflow;
  examples.get(root.node.id)!.add(parameterId('workflow', 'output', 'result'));
  const results = new Map(
    steps.map((step) => [
      step.node.id,
      addResult(run, step, examples.get(step.node.id)!, step === root ? products : []),
    ]),
  );
  const actions = steps.map((step) => addAction(run, step, results));
  const controls = steps.map((step, i) =>
    graph.add({
      '@id': `#control/${step.node.id}`,
      '@type': 'ControlAction',
      name: `run of step ${step.name}`,
      instrument: ref(plan.stepOf.get(step.node.id)!),
      object: ref(actions[i]!),
    }),
  );
  const main = addMainAction(run, workflow, results);
  graph.add({
    '@id': '#organize',
    '@type': 'OrganizeAction',
    name: 'run of the workflow by Stemma',
    agent: main.agent!,
    instrument: ref(engine),
    object: controls.map(ref),
    result: ref(main),
    startTime: main.startTime!,
    endTime: main.endTime!,
  });
  return {
    actions: [main, ...actions],
    collections: [...results.values()],
    agent: agentOf(graph, activityOf(workflow.root.node, history)),
  };
}

// Which inputs of tools each result was put into: with the output it came out of, what it is an example of.
function examplesOf(steps: readonly WorkflowStep[], toolNames: Run['toolNames']): Map<Digest, Set<string>> {
  const examples = new Map(
    steps.map(({ node }) => [node.id, new Set([parameterId(toolNames.get(node.id)!, 'output', 'result')])]),
  );
  for (const { node, inputs } of steps)
    for (const [role, ids] of inputs)
      for (const id of ids) examples.get(id)!.add(parameterId(toolNames.get(node.id)!, 'input', inputId(role)));
  return examples;
}

// A result is what its pack holds: values and files, named together by the content digest.
function addResult(
  { graph, files }: Run,
  { node }: WorkflowStep,
  examples: Iterable<string>,
  products: readonly string[],
): Entity {
  const names = node.outputs.map(({ name }) => name).join(', ');
  return graph.add({
    '@id': `#result/${node.id}`,
    '@type': 'Collection',
    name: `result of ${node.name}`,
    description: node.failure ? `An expected failure: ${node.failure.message}` : `The outputs ${names}.`,
    identifier: `sha256:${node.contentDigest!}`,
    exampleOfWork: [...examples].map((id) => ({ '@id': id })),
    ...(products.length > 0 && { hasPart: products.map((path) => ref(files.get(path)!)) }),
  });
}

function addAction(run: Run, step: WorkflowStep, results: ReadonlyMap<Digest, Entity>): Entity {
  const { graph, history, plan, files, toolNames } = run;
  const { node } = step;
  const used = [...step.inputs.values()].flat().map((id) => ref(results.get(id)!));
  const values = node.parameters.map((parameter) =>
    graph.add({
      '@id': `#value/${node.id}/${encodeURIComponent(parameter.name.toWellFormed())}`,
      '@type': 'PropertyValue',
      name: parameter.name,
      value: valueText(parameter),
      ...(parameter.unit !== undefined && { unitText: parameter.unit }),
      exampleOfWork: { '@id': parameterId(toolNames.get(node.id)!, 'parameter', parameter.name) },
    }),
  );
  const data = step.file ? [ref(files.get(step.file.path)!)] : [];
  return graph.add({
    '@id': `#activity/${node.id}`,
    '@type': 'CreateAction',
    name: `run of ${node.name}`,
    description: descriptionOf(node),
    identifier: node.id,
    instrument: ref(plan.toolOf.get(node.id)!),
    object: [...used, ...data, ...values.map(ref)],
    result: [ref(results.get(node.id)!)],
    ...timesAndAgent(graph, node, history),
    ...statusOf(node),
  });
}

function descriptionOf({ kind, producedBy, id }: HistoryNode): string {
  if (kind === 'file') return 'The file was looked up by its digest and verified.';
  if (producedBy !== undefined && producedBy !== id)
    return `Not run: ${producedBy} had made the same content of equal inputs before.`;
  return 'One execution, with what it used and what it gave.';
}

function statusOf({ failure }: HistoryNode): Readonly<Record<string, Json>> {
  if (!failure) return { actionStatus: 'http://schema.org/CompletedActionStatus' };
  return { actionStatus: 'http://schema.org/FailedActionStatus', error: failure.message };
}

// The content may have been made under another id (early cut-off): then that activity is told.
function activityOf(node: HistoryNode, { nodes }: History): HistoryActivity | undefined {
  return node.activity ?? nodes.get(node.producedBy ?? node.id)?.activity;
}

function timesAndAgent(graph: Graph, node: HistoryNode, history: History): Readonly<Record<string, Json>> {
  const activity = activityOf(node, history);
  const publishedMs = node.publishedMs ?? 0;
  return {
    agent: ref(agentOf(graph, activity)),
    startTime: crateTime(activity?.startedMs ?? publishedMs),
    endTime: crateTime(activity?.finishedMs ?? publishedMs),
  };
}

function agentOf(graph: Graph, activity: HistoryActivity | undefined): Entity {
  const name = activity?.agent ?? 'unknown';
  return graph.add({ '@id': `#agent/${encodeURIComponent(name.toWellFormed())}`, '@type': 'Person', name });
}

function addMainAction(run: Run, { root, steps }: EvaluatedWorkflow, results: ReadonlyMap<Digest, Entity>): Entity {
  const { graph, plan, history, cwl, files } = run;
  let [startedMs, finishedMs] = [Infinity, -Infinity];
  for (const { node } of steps.values()) {
    const { publishedMs = 0 } = node;
    const activity = activityOf(node, history);
    startedMs = Math.min(startedMs, activity?.startedMs ?? publishedMs);
    finishedMs = Math.max(finishedMs, activity?.finishedMs ?? publishedMs);
  }
  const result = results.get(root.node.id)!;
  const parts = (result.hasPart ?? []) as { '@id': string }[];
  return graph.add({
    '@id': '#run',
    '@type': 'CreateAction',
    name: `run of the workflow of ${root.node.name}`,
    description: `All that was run for the result ${root.node.id}.`,
    identifier: root.node.id,
    agent: ref(agentOf(graph, activityOf(root.node, history))),
    instrument: ref(plan.workflow),
    object: [...cwl.dataInputs.values()].map(({ file }) => ref(files.get(file!.path)!)),
    result: [ref(result), ...parts],
    startTime: crateTime(startedMs),
    endTime: crateTime(finishedMs),
    ...statusOf(root.node),
  });
}

/** The people to name as authors: those given, else the agent of the root. */
export function authorsOf(graph: Graph, { creators = [] }: ExportOptions, agent: Entity): Entity[] {
  if (creators.length === 0) return [agent];
  return creators.map(({ name, orcid, affiliation }) =>
    graph.add({
      '@id': orcid === undefined ? `#author/${encodeURIComponent(name.toWellFormed())}` : `https://orcid.org/${orcid}`,
      '@type': 'Person',
      name,
      ...(affiliation !== undefined && { affiliation: addAffiliation(graph, affiliation) }),
    }),
  );
}

function addAffiliation(graph: Graph, name: string) {
  return ref(
    graph.add({ '@id': `#organisation/${encodeURIComponent(name.toWellFormed())}`, '@type': 'Organization', name }),
  );
}
