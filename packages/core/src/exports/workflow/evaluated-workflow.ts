// The evaluated graph of a result as a workflow: every node that an outside engine has to run, in order, with the record
// that `stemma step` takes. Fan-outs are evaluated; literals and analyses that are never stored go along inside records.
import { StemmaError } from '../../errors.ts';
import { postOrder } from '../../graph/post-order.ts';
import { idsIn } from '../../identity/binding-ids.ts';
import type { Digest } from '../../identity/digest.ts';
import { canonicalJson, type Json } from '../../canonical/json.ts';
import type { PlainRecord } from '../fan-out-templates.ts';
import { rootOf, type History, type HistoryFile, type HistoryNode } from '../history.ts';
import { safeName } from './safe-name.ts';

/** One node that an engine runs. */
export interface WorkflowStep {
  readonly node: HistoryNode;
  /** Unique, safe as a file name and as an identifier: `tutorial_RawEvents_0123456789ab`. */
  readonly name: string;
  /** Steps whose packs it needs, by input name, in order. */
  readonly inputs: ReadonlyMap<string, readonly Digest[]>;
  /** Of a data file: its bytes, and where the export has them. */
  readonly file?: { readonly path: string; readonly entry: HistoryFile };
  /** Where the export has its record. */
  readonly recordPath: string;
}

/** The workflow that makes a result. */
export interface EvaluatedWorkflow {
  readonly root: WorkflowStep;
  /** Inputs before consumers; the order follows from the history alone. */
  readonly steps: ReadonlyMap<Digest, WorkflowStep>;
}

/**
 * The evaluated workflow of a history.
 * @throws StemmaError `invalid_request` when the result was never made.
 */
export function evaluatedWorkflow(history: History): EvaluatedWorkflow {
  const root = rootOf(history);
  if (root.contentDigest === undefined)
    throw new StemmaError('invalid_request', `${root.name} has no result here: run it, then export its workflow`);
  const steps = new Map<Digest, WorkflowStep>();
  const inputs = new Map<Digest, ReadonlyMap<string, readonly Digest[]>>();
  const childrenOf = (id: Digest) => {
    inputs.set(id, stepInputs(history.nodes.get(id)!, history));
    return [...inputs.get(id)!.values()].flat();
  };
  postOrder([root.id], childrenOf, (id) => steps.set(id, stepOf(history.nodes.get(id)!, inputs.get(id)!)));
  return { root: steps.get(root.id)!, steps };
}

/** True for what an engine runs: the rest goes along in the records of its consumers. */
function isStep({ kind, contentDigest }: HistoryNode): boolean {
  return kind !== 'literal' && contentDigest !== undefined;
}

// What is not a step of its own is replaced by what it uses itself.
function stepInputs(node: HistoryNode, history: History): Map<string, Digest[]> {
  const inputs = new Map<string, Set<Digest>>();
  for (const { role, id } of node.uses) {
    const ids = inputs.get(role) ?? new Set();
    for (const step of stepsBehind(id, history)) ids.add(step);
    if (ids.size > 0) inputs.set(role, ids);
  }
  return new Map([...inputs].map(([role, ids]) => [role, [...ids]]));
}

function* stepsBehind(id: Digest, history: History): Generator<Digest> {
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = history.nodes.get(at);
    if (node && isStep(node)) yield at;
    else if (node) open.push(...node.uses.map((use) => use.id).reverse());
  }
}

function stepOf(node: HistoryNode, inputs: WorkflowStep['inputs']): WorkflowStep {
  const name = `${safeName(node.name, '_')}_${node.id.slice(0, 12)}`;
  const step = { node, name, inputs, recordPath: `steps/${name}.json` };
  const entry = node.kind === 'file' ? node.outputs[0]?.files[0] : undefined;
  return entry ? { ...step, file: { entry, path: `data/${entry.digest.slice(0, 12)}-${safeName(entry.name)}` } } : step;
}

/** The text that `stemma step` takes for a step: its record, and those that no pack of its inputs brings. */
export function recordText(step: WorkflowStep, history: History): string {
  const records = recordsBeside(step, history).map((record) => record as unknown as Json);
  const record = recordOfNode(step.node) as unknown as Readonly<Record<string, Json>>;
  return `${canonicalJson(records.length > 0 ? { ...record, records } : record)}\n`;
}

function recordOfNode({ id, name, version, code, environment, parameters, inputs }: HistoryNode): PlainRecord {
  return {
    id,
    definition: { name, version, code, environment },
    parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.value])),
    inputs,
  };
}

// Everything that the id of the step depends on, without what the packs of its inputs bring along.
function recordsBeside(step: WorkflowStep, history: History): PlainRecord[] {
  const found = new Map<Digest, PlainRecord>();
  const isBroughtAlong = broughtTo(step, history);
  const open = definedBy(step.node.inputs);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || isBroughtAlong(id)) continue;
    const record = recordOf(id, step, history);
    found.set(id, record);
    open.push(...definedBy(record.inputs));
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function definedBy(inputs: PlainRecord['inputs']): Digest[] {
  return Object.values(inputs).flatMap((binding) => [...idsIn(binding)]);
}

function recordOf(id: Digest, { node }: WorkflowStep, { nodes, templates }: History): PlainRecord {
  const own = nodes.get(id);
  const record = own ? recordOfNode(own) : templates?.get(id);
  if (record) return record;
  throw new StemmaError('invalid_request', `the store has no record of ${id}, which ${node.name} is defined by`, {
    id,
  });
}

// Without fan-outs a step is brought whole by its pack, with all behind it; what a fan-out's template names may be brought
// by members, if there are any.
function broughtTo(step: WorkflowStep, history: History): (id: Digest) => boolean {
  if (!hasFanOut(step.node)) return (id) => isBrought(id, history);
  const ancestors = ancestorsOf(step, history);
  return (id) => ancestors.has(id);
}

function isBrought(id: Digest, { nodes }: History): boolean {
  const node = nodes.get(id);
  return node !== undefined && isStep(node);
}

function hasFanOut({ uses, inputs }: HistoryNode): boolean {
  const used = new Set(uses.map(({ id }) => id));
  return Object.values(inputs).some((binding) => [...idsIn(binding)].some((id) => !used.has(id)));
}

function ancestorsOf({ inputs }: WorkflowStep, { nodes }: History): Set<Digest> {
  const met = new Set<Digest>([...inputs.values()].flat());
  for (const id of met) for (const use of nodes.get(id)?.uses ?? []) met.add(use.id);
  return met;
}
