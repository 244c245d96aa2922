// CWL v1.2 of the evaluated graph: one workflow whose steps call `stemma step`, one tool for each analysis, members of
// fan-outs scattered. Any CWL engine runs it to the same content digests.
import type { Json } from '../../canonical/json.ts';
import type { Digest } from '../../identity/digest.ts';
import type { ExportedFile, Exporter } from '../exported-file.ts';
import type { History } from '../history.ts';
import {
  evaluatedWorkflow,
  recordText,
  type EvaluatedWorkflow,
  type WorkflowStep,
} from '../workflow/evaluated-workflow.ts';
import { yamlText } from '../workflow/yaml-text.ts';
import { cwlToolDocument, cwlTools, cwlVersion, inputId, type Arity, type CwlTool } from './cwl-tools.ts';
import { isSame, scatterGroups, type ScatterGroup } from './scatter-groups.ts';

/** The CWL of a workflow, as documents and with the names that other formats refer to. */
export interface CwlWorkflow {
  readonly files: readonly ExportedFile[];
  readonly tools: readonly CwlTool[];
  readonly cwlSteps: readonly CwlStep[];
  /** The data files that the workflow takes, by the identifier of the workflow input. */
  readonly dataInputs: ReadonlyMap<string, WorkflowStep>;
}

/** One step of the document: one step of the workflow, or a group of them. */
export interface CwlStep {
  readonly name: string;
  readonly tool: CwlTool;
  readonly members: readonly WorkflowStep[];
  readonly document: Readonly<Record<string, Json>>;
}

/** The names of the files that are the same in every export. */
export const cwlPaths = { workflow: 'workflow.cwl', job: 'job.yml' } as const;

/** CWL v1.2 with data files and derivation records: `cwltool workflow.cwl job.yml`. */
export const cwlExporter: Exporter = {
  name: 'cwl',
  mediaType: 'application/cwl',
  title: 'CWL v1.2 workflow of the evaluated graph',
  write: (history) => cwlWorkflow(history, evaluatedWorkflow(history)).files,
};

/** Writes a workflow as CWL; the main document comes first. */
export function cwlWorkflow(history: History, workflow: EvaluatedWorkflow): CwlWorkflow {
  const steps = [...workflow.steps.values()];
  const tools = cwlTools(steps);
  const groups = scatterGroups(workflow);
  const dataInputs = new Map(steps.filter(({ file }) => file).map((step) => [dataInputId(step), step]));
  const cwlSteps = cwlStepsOf(steps, tools, groups);
  const main = mainDocument(workflow, cwlSteps, groups, dataInputs);
  const job = Object.fromEntries([...dataInputs].map(([id, { file }]) => [id, { class: 'File', path: file!.path }]));
  const distinct = [...new Set(tools.values())];
  const files: ExportedFile[] = [
    { path: cwlPaths.workflow, text: yamlText(main) },
    { path: cwlPaths.job, text: yamlText(job) },
    ...distinct.map((tool) => ({ path: `tools/${tool.name}.cwl`, text: yamlText(cwlToolDocument(tool)) })),
    ...stepFiles(steps, history),
  ];
  return { files, tools: distinct, cwlSteps, dataInputs };
}

/** The records of steps and the bytes of data files: what every workflow export has; each path once. */
export function stepFiles(steps: readonly WorkflowStep[], history: History): ExportedFile[] {
  const files = new Map<string, ExportedFile>();
  for (const step of steps) {
    files.set(step.recordPath, { path: step.recordPath, text: recordText(step, history) });
    if (step.file) files.set(step.file.path, { path: step.file.path, blob: step.file.entry.digest });
  }
  return [...files.values()];
}

function dataInputId({ name }: WorkflowStep): string {
  return `data_${name}`;
}

function mainDocument(
  { root }: EvaluatedWorkflow,
  steps: readonly CwlStep[],
  groups: ReadonlyMap<Digest, ScatterGroup>,
  dataInputs: ReadonlyMap<string, WorkflowStep>,
): Json {
  const data = [...dataInputs].map(([id, { file }]) => [id, { type: 'File', doc: file!.entry.name }] as const);
  return {
    cwlVersion,
    class: 'Workflow',
    label: `${root.node.name} ${root.node.version}`,
    doc: `How Stemma made ${root.node.id}, content ${root.node.contentDigest!}.`,
    requirements: { MultipleInputFeatureRequirement: {}, ...(groups.size > 0 && { ScatterFeatureRequirement: {} }) },
    inputs: Object.fromEntries(data),
    steps: Object.fromEntries(steps.map(({ name, document }) => [name, document])),
    outputs: { result: { type: 'File', doc: 'the result pack', outputSource: `${root.name}/result` } },
  };
}

function cwlStepsOf(
  steps: readonly WorkflowStep[],
  tools: ReadonlyMap<Digest, CwlTool>,
  groups: ReadonlyMap<Digest, ScatterGroup>,
): CwlStep[] {
  const names = (step: WorkflowStep) => {
    const group = groups.get(step.node.id);
    return group ? `${group.members[0]!.name}_and_${group.members.length - 1}_more` : step.name;
  };
  const byId = new Map(steps.map((step) => [step.node.id, step]));
  const sourcesOf = (ids: readonly Digest[]) => [...new Set(ids.map((id) => `${names(byId.get(id)!)}/result`))];
  const written = new Map<string, CwlStep>();
  for (const step of steps) {
    const name = names(step);
    if (written.has(name)) continue;
    const members = groups.get(step.node.id)?.members ?? [step];
    const tool = tools.get(step.node.id)!;
    written.set(name, { name, tool, members, document: stepDocument(members, tool, sourcesOf) });
  }
  return [...written.values()];
}

type SourcesOf = (ids: readonly Digest[]) => string[];

function stepDocument(members: readonly WorkflowStep[], tool: CwlTool, sourcesOf: SourcesOf): Record<string, Json> {
  const [first] = members;
  const records = members.map(({ recordPath }) => ({ class: 'File', location: recordPath }));
  const isScattered = members.length > 1;
  const inputs: Record<string, Json> = { record: { default: isScattered ? records : records[0]! } };
  if (first!.file) inputs.file = { source: dataInputId(first!) };
  const scatter = ['record'];
  for (const [role, arity] of tool.inputs) {
    const isShared = members.every((member) => isSame(member, first!, role));
    const ids = isShared ? (first!.inputs.get(role) ?? []) : members.map((member) => member.inputs.get(role)![0]!);
    const id = inputId(role);
    if (!isShared) scatter.push(id);
    if (ids.length > 0) inputs[id] = inputOf(sourcesOf(ids), isShared ? arity : 'many');
    else if (arity === 'many') inputs[id] = { default: [] };
  }
  const run = `tools/${tool.name}.cwl`;
  return { run, ...(isScattered && { scatter, scatterMethod: 'dotproduct' }), in: inputs, out: ['result'] };
}

// Packs of single steps and of whole groups become one flat list: what they are is written in them, not in the order.
function inputOf(sources: readonly string[], arity: Arity): Json {
  return arity === 'many' ? { source: sources, linkMerge: 'merge_flattened' } : { source: sources[0]! };
}
