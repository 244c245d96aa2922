// The command line tools of an exported workflow: one for each analysis that it uses, whatever the number of its steps.
import type { Json } from '../../canonical/json.ts';
import type { WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { safeName } from '../workflow/safe-name.ts';

/** The CWL version that is written; its specification: https://w3id.org/cwl/v1.2/. */
export const cwlVersion = 'v1.2';

// The name of the pack that every tool writes.
const packName = 'result.tar';

/** How many packs come in by an input name. */
export type Arity = 'one' | 'optional' | 'many';

/** A tool with the inputs that its steps need. */
export interface CwlTool {
  /** Unique in the workflow; the file is `tools/<name>.cwl`. */
  readonly name: string;
  /** Arity by input identifier. */
  readonly inputs: ReadonlyMap<string, Arity>;
  readonly steps: readonly WorkflowStep[];
}

/** The tools of some steps, by step id: steps of equal analysis, version and code share one. */
export function cwlTools(steps: Iterable<WorkflowStep>): Map<string, CwlTool> {
  const shared = new Map<string, WorkflowStep[]>();
  for (const step of steps) {
    const { name, version, code } = step.node;
    const key = JSON.stringify([name, version, code]);
    const list = shared.get(key);
    if (list) list.push(step);
    else shared.set(key, [step]);
  }
  const tools = new Map<string, CwlTool>();
  const taken = new Set<string>();
  for (const members of shared.values()) {
    const { node } = members[0]!;
    const base = safeName(node.name, '_');
    const name = taken.has(base) ? `${base}_${node.code.slice(0, 12)}` : base;
    taken.add(base);
    const tool = { name, inputs: aritiesOf(members), steps: members };
    for (const step of members) tools.set(step.node.id, tool);
  }
  return tools;
}

function aritiesOf(steps: readonly WorkflowStep[]): Map<string, Arity> {
  const arities = new Map<string, Arity>();
  for (const role of new Set(steps.flatMap(({ inputs }) => [...inputs.keys()]))) {
    const counts = steps.map(({ inputs }) => inputs.get(role)?.length ?? 0);
    const arity = Math.max(...counts) > 1 ? 'many' : Math.min(...counts) === 1 ? 'one' : 'optional';
    arities.set(role, arity);
  }
  return arities;
}

/** The identifier of an input name: names of the workflow's own are kept free. */
export function inputId(role: string): string {
  return `input_${safeName(role, '_')}`;
}

/** A tool as CWL. */
export function cwlToolDocument({ inputs, steps }: CwlTool): Json {
  const { node } = steps[0]!;
  const packs = [...inputs].map(([role, arity]) => [inputId(role), packInput(role, arity)] as const);
  const file = { type: 'File', doc: 'the bytes of the data file', inputBinding: { position: 2, prefix: '--file' } };
  return {
    cwlVersion,
    class: 'CommandLineTool',
    label: `${node.name} ${node.version}`,
    doc: `${node.description ?? node.name}\nCode ${node.code}, environment ${node.environment}.`,
    baseCommand: ['stemma', 'step'],
    arguments: [{ position: 0, prefix: '--out', valueFrom: packName }],
    inputs: {
      record: { type: 'File', doc: 'the derivation record', inputBinding: { position: 1 } },
      ...(node.kind === 'file' && { file }),
      ...Object.fromEntries(packs),
    },
    outputs: {
      result: { type: 'File', doc: 'the result pack', outputBinding: { glob: packName } },
    },
  };
}

function packInput(role: string, arity: Arity): Json {
  const doc = `result pack of ${role}`;
  const single = { position: 2, prefix: '--input' };
  if (arity !== 'many') return { type: arity === 'one' ? 'File' : 'File?', doc, inputBinding: single };
  // The prefix stands before each pack; the position must be said outside too, or packs get between other arguments.
  const type = { type: 'array', items: 'File', inputBinding: { prefix: '--input' } };
  return { type, doc, inputBinding: { position: 2 } };
}
