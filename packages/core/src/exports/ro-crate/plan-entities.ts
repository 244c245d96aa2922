// The prospective half of a crate: the CWL workflow as entities, with its tools, their parameters, the steps and how
// they are connected. Workflow Run RO-Crate 0.5, https://www.researchobject.org/workflow-run-crate/.
import type { Digest } from '../../identity/digest.ts';
import { inputId, type CwlTool } from '../cwl/cwl-tools.ts';
import { cwlPaths, type CwlStep, type CwlWorkflow } from '../cwl/cwl.ts';
import type { HistoryNode } from '../history.ts';
import type { EvaluatedWorkflow } from '../workflow/evaluated-workflow.ts';
import { safeName } from '../workflow/safe-name.ts';
import { ref, type Entity, type Graph } from './entities.ts';

/** What the retrospective half refers to. */
export interface PlanEntities {
  readonly workflow: Entity;
  /** By derivation id. */
  readonly stepOf: ReadonlyMap<Digest, Entity>;
  readonly toolOf: ReadonlyMap<Digest, Entity>;
  readonly toolFiles: readonly Entity[];
}

const cwlLanguage: Entity = {
  '@id': 'https://w3id.org/workflowhub/workflow-ro-crate#cwl',
  '@type': 'ComputerLanguage',
  name: 'Common Workflow Language',
  alternateName: 'CWL',
  identifier: { '@id': 'https://w3id.org/cwl/v1.2/' },
  url: { '@id': 'https://www.commonwl.org/' },
  version: '1.2',
};

/** The @id of a formal parameter: `owner` is a tool or the workflow. */
export function parameterId(owner: string, kind: 'input' | 'output' | 'parameter', name: string): string {
  return `#${kind}/${owner}/${safeName(name)}`;
}

/** Adds workflow, tools, parameters, steps and connections to the graph. */
export function addPlan(graph: Graph, workflow: EvaluatedWorkflow, cwl: CwlWorkflow): PlanEntities {
  graph.add(cwlLanguage);
  const toolEntities = new Map(cwl.tools.map((tool) => [tool, addTool(graph, tool)]));
  const toolOf = new Map<Digest, Entity>();
  const stepOf = new Map<Digest, Entity>();
  const connections = connectionsOf(workflow, cwl);
  const steps = cwl.cwlSteps.map((step, position) => {
    const entity = addStep(graph, step, position, toolEntities.get(step.tool)!, connections.get(step) ?? []);
    for (const { node } of step.members) {
      stepOf.set(node.id, entity);
      toolOf.set(node.id, toolEntities.get(step.tool)!);
    }
    return entity;
  });
  const toolFiles = [...toolEntities.values()];
  const main = addWorkflow(graph, workflow, cwl, steps, toolFiles);
  return { workflow: main, stepOf, toolOf, toolFiles };
}

function addWorkflow(
  graph: Graph,
  { root }: EvaluatedWorkflow,
  { dataInputs, cwlSteps }: CwlWorkflow,
  steps: readonly Entity[],
  tools: readonly Entity[],
): Entity {
  const inputs = [...dataInputs].map(([id, { file }]) =>
    graph.add(parameter(parameterId('workflow', 'input', id), id, 'File', file!.entry.name)),
  );
  const output = graph.add(
    parameter(parameterId('workflow', 'output', 'result'), 'result', 'Collection', 'the result'),
  );
  const last = connection(parameterId(cwlSteps.at(-1)!.tool.name, 'output', 'result'), output['@id'], 'workflow');
  graph.add(last);
  return graph.add({
    '@id': cwlPaths.workflow,
    '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'],
    conformsTo: { '@id': 'https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE' },
    name: `${root.node.name} ${root.node.version}`,
    description: root.node.description ?? `How Stemma made a result of ${root.node.name}.`,
    version: root.node.version,
    encodingFormat: 'application/cwl',
    programmingLanguage: ref(cwlLanguage),
    ...(inputs.length > 0 && { input: inputs.map(ref) }),
    output: [ref(output)],
    hasPart: tools.map(ref),
    step: steps.map(ref),
    connection: [ref(last)],
  });
}

function addTool(graph: Graph, { name, inputs, steps }: CwlTool): Entity {
  const { node } = steps[0]!;
  const packs = [...inputs].map(([role, arity]) =>
    graph.add(parameter(parameterId(name, 'input', inputId(role)), inputId(role), 'Collection', `${arity}: ${role}`)),
  );
  const files =
    node.kind === 'file'
      ? [graph.add(parameter(parameterId(name, 'input', 'file'), 'file', 'File', 'the data file'))]
      : [];
  const values = parameterNames(steps.map((step) => step.node)).map((key) =>
    graph.add(parameter(parameterId(name, 'parameter', key), key, 'Text', `the parameter ${key}`)),
  );
  const output = graph.add(parameter(parameterId(name, 'output', 'result'), 'result', 'Collection', 'the result'));
  return graph.add({
    '@id': `tools/${name}.cwl`,
    '@type': ['File', 'SoftwareApplication'],
    name: node.name,
    version: node.version,
    description: node.description ?? node.name,
    identifier: `sha256:${node.code}`,
    encodingFormat: 'application/cwl',
    input: [...packs, ...files, ...values].map(ref),
    output: [ref(output)],
  });
}

function parameterNames(nodes: readonly HistoryNode[]): string[] {
  return [...new Set(nodes.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
}

function parameter(id: string, name: string, additionalType: string, description: string): Entity {
  const conformsTo = { '@id': 'https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE' };
  return { '@id': id, '@type': 'FormalParameter', conformsTo, name, additionalType, description };
}

function addStep(graph: Graph, step: CwlStep, position: number, tool: Entity, connections: readonly Entity[]): Entity {
  for (const entity of connections) graph.add(entity);
  const count = step.members.length > 1 ? `, ${step.members.length} times` : '';
  return graph.add({
    '@id': `${cwlPaths.workflow}#${step.name}`,
    '@type': 'HowToStep',
    name: `${String(tool.name)}${count}`,
    position: String(position),
    workExample: ref(tool),
    ...(connections.length > 0 && { connection: connections.map(ref) }),
  });
}

// What flows into each step: from the output of a tool, or from a data file of the workflow.
function connectionsOf({ steps }: EvaluatedWorkflow, cwl: CwlWorkflow): Map<CwlStep, Entity[]> {
  const stepOf = new Map(cwl.cwlSteps.flatMap((step) => step.members.map(({ node }) => [node.id, step] as const)));
  const dataIds = new Map([...cwl.dataInputs].map(([id, { node }]) => [node.id, id]));
  const found = new Map<CwlStep, Map<string, Entity>>(cwl.cwlSteps.map((step) => [step, new Map()]));
  const add = (step: CwlStep, source: string, target: string) => {
    const entity = connection(source, target, step.name);
    found.get(step)!.set(entity['@id'], entity);
  };
  for (const { node, inputs } of steps.values()) {
    const step = stepOf.get(node.id)!;
    const data = dataIds.get(node.id);
    if (data !== undefined)
      add(step, parameterId('workflow', 'input', data), parameterId(step.tool.name, 'input', 'file'));
    for (const [role, ids] of inputs)
      for (const id of ids)
        add(
          step,
          parameterId(stepOf.get(id)!.tool.name, 'output', 'result'),
          parameterId(step.tool.name, 'input', inputId(role)),
        );
  }
  return new Map([...found].map(([step, entities]) => [step, [...entities.values()]]));
}

function connection(source: string, target: string, step: string): Entity {
  return {
    '@id': `#connection/${step}/${source.slice(1)}/${target.slice(1)}`,
    '@type': 'ParameterConnection',
    sourceParameter: { '@id': source },
    targetParameter: { '@id': target },
  };
}
