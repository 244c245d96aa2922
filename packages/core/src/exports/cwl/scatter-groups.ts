// Which steps of a workflow can be told as one scattered step: the members of fan-outs, and what each of them alone is
// made of. A hundred images of a hundred windows are then two lines of CWL and not two hundred.
import type { Digest } from '../../identity/digest.ts';
import type { EvaluatedWorkflow, WorkflowStep } from '../workflow/evaluated-workflow.ts';

/** Steps of one analysis that run side by side; the order is that of the scattered arrays. */
export interface ScatterGroup {
  readonly members: readonly WorkflowStep[];
}

/**
 * The groups of a workflow, by member. A group is made of steps with the same analysis whose inputs are of the same groups,
 * and only where CWL can say it without expressions: every consumer takes either all members, or, being a group of as many
 * members itself, one each in the same order. All other steps stay alone.
 */
export function scatterGroups({ steps }: EvaluatedWorkflow): Map<Digest, ScatterGroup> {
  const consumers = consumersOf(steps);
  const groups = new Map<Digest, ScatterGroup>();
  // Consumers before their inputs: whether they are groups decides what their inputs may be.
  for (const block of blocksOf(steps).reverse()) {
    if (block.length < 2 || !hasSimpleInputs(block)) continue;
    const members = orderFor(block, consumers, groups);
    if (!members) continue;
    const group = { members };
    for (const { node } of members) groups.set(node.id, group);
  }
  return groups;
}

interface Consumer {
  readonly step: WorkflowStep;
  readonly role: string;
}

function consumersOf(steps: EvaluatedWorkflow['steps']): Map<Digest, Consumer[]> {
  const consumers = new Map<Digest, Consumer[]>([...steps.keys()].map((id) => [id, []]));
  for (const step of steps.values())
    for (const [role, ids] of step.inputs) for (const id of ids) consumers.get(id)!.push({ step, role });
  return consumers;
}

// Bottom-up equality: analysis, and by input name the set of blocks that it takes from. Blocks come in the order of their
// height, so that no block stands before one that it takes from.
function blocksOf(steps: EvaluatedWorkflow['steps']): WorkflowStep[][] {
  const keys = new Map<string, number>();
  const blockOf = new Map<Digest, number>();
  const heights: number[] = [];
  const blocks: WorkflowStep[][] = [];
  for (const [id, step] of steps) {
    const key = blockKey(step, blockOf);
    const at = keys.get(key) ?? keys.size;
    if (at === keys.size) {
      keys.set(key, at);
      blocks.push([]);
      heights.push(
        1 +
          Math.max(
            -1,
            ...[...step.inputs.values()].flatMap((ids) => ids.map((child) => heights[blockOf.get(child)!]!)),
          ),
      );
    }
    blockOf.set(id, at);
    blocks[at]!.push(step);
  }
  return blocks
    .map((_, at) => at)
    .sort((a, b) => heights[a]! - heights[b]! || a - b)
    .map((at) => blocks[at]!);
}

function blockKey({ node, inputs }: WorkflowStep, blockOf: ReadonlyMap<Digest, number>): string {
  const parts = [...inputs].map(([role, ids]) => {
    const blocks = [...new Set(ids.map((id) => blockOf.get(id)!))].sort((a, b) => a - b);
    return JSON.stringify([role, blocks]);
  });
  parts.sort((a, b) => (a < b ? -1 : 1));
  return JSON.stringify([node.name, node.version, node.code, parts]);
}

// An input of a member is one step of its own, or the same steps for all: anything else would need nested arrays.
function hasSimpleInputs(block: readonly WorkflowStep[]): boolean {
  const [first] = block;
  if (first!.node.kind === 'file') return false;
  return [...first!.inputs.keys()].every((role) => {
    if (block.every((step) => isSame(step, first!, role))) return true;
    const taken = block.map((step) => step.inputs.get(role)!);
    return taken.every((ids) => ids.length === 1) && new Set(taken.flat()).size === block.length;
  });
}

/** True when two steps take the same steps by an input name. */
export function isSame(a: WorkflowStep, b: WorkflowStep, role: string): boolean {
  const [left = [], right = []] = [a.inputs.get(role), b.inputs.get(role)];
  return left.length === right.length && left.every((id, i) => id === right[i]);
}

// The order in which every consumer can take the members, or undefined when there is none.
function orderFor(
  block: readonly WorkflowStep[],
  consumers: ReadonlyMap<Digest, readonly Consumer[]>,
  groups: ReadonlyMap<Digest, ScatterGroup>,
): readonly WorkflowStep[] | undefined {
  const ids = new Set(block.map(({ node }) => node.id));
  let order: readonly WorkflowStep[] | undefined;
  const byId = new Map(block.map((step) => [step.node.id, step]));
  for (const { step, role } of block.flatMap(({ node }) => consumers.get(node.id)!)) {
    const taken = step.inputs.get(role)!;
    if (taken.filter((id) => ids.has(id)).length === ids.size) continue;
    const members = groups.get(step.node.id)?.members;
    if (!members || members.length !== block.length) return undefined;
    const asked = members.map((member) => byId.get(member.inputs.get(role)![0]!));
    if (asked.includes(undefined) || new Set(asked).size !== block.length) return undefined;
    if (order && !order.every((member, i) => member === asked[i])) return undefined;
    order ??= asked as WorkflowStep[];
  }
  return order ?? block;
}
