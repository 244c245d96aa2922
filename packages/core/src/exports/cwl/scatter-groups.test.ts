// Which steps are scattered together, and that only such are whose consumers CWL can serve without expressions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HistoryNode } from '../history.ts';
import type { EvaluatedWorkflow, WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { scatterGroups, type ScatterGroup } from './scatter-groups.ts';

type Inputs = Readonly<Record<string, readonly string[]>>;

/** A workflow from `id: [analysis, inputs]`, inputs before consumers; the last one is the root. */
function workflowOf(table: Readonly<Record<string, readonly [string, Inputs?]>>): EvaluatedWorkflow {
  const steps = new Map<string, WorkflowStep>();
  for (const [id, [name, inputs = {}]] of Object.entries(table)) {
    const node = { id, name, version: '1', code: 'c', kind: 'analysis' } as unknown as HistoryNode;
    steps.set(id, { node, name: id, inputs: new Map(Object.entries(inputs)), recordPath: `steps/${id}.json` });
  }
  return { root: [...steps.values()].at(-1)!, steps };
}

const shown = (groups: ReadonlyMap<string, ScatterGroup>) =>
  [...new Set(groups.values())].map(({ members }) => members.map(({ name }) => name).join(' ')).sort();

test('members of a fan-out and what each of them alone is made of are groups in one order', () => {
  const workflow = workflowOf({
    c: ['Calibration'],
    e2: ['Events'],
    e1: ['Events'],
    i1: ['Image', { events: ['e1'], calibration: ['c'] }],
    i2: ['Image', { events: ['e2'], calibration: ['c'] }],
    m: ['Mosaic', { images: ['i1', 'i2'] }],
  });
  assert.deepEqual(shown(scatterGroups(workflow)), ['e1 e2', 'i1 i2']);
});

test('steps stay alone when somebody needs one of them', () => {
  const workflow = workflowOf({
    e1: ['Events'],
    e2: ['Events'],
    i1: ['Image', { events: ['e1'] }],
    i2: ['Image', { events: ['e2'] }],
    q: ['Quality', { events: ['e1'] }],
    m: ['Mosaic', { images: ['i1', 'i2'], quality: ['q'] }],
  });
  assert.deepEqual(shown(scatterGroups(workflow)), ['i1 i2']);
});

test('steps stay alone when two consumers would need them in different orders', () => {
  const workflow = workflowOf({
    e1: ['Events'],
    e2: ['Events'],
    i1: ['Image', { events: ['e1'], background: ['e2'] }],
    i2: ['Image', { events: ['e2'], background: ['e1'] }],
    m: ['Mosaic', { images: ['i1', 'i2'] }],
  });
  assert.deepEqual(shown(scatterGroups(workflow)), ['i1 i2']);
});

test('members that share an input which others of them do not have stay alone', () => {
  const workflow = workflowOf({
    a: ['Events'],
    b: ['Events'],
    i1: ['Image', { events: ['a'] }],
    i2: ['Image', { events: ['a'] }],
    i3: ['Image', { events: ['b'] }],
    m: ['Mosaic', { images: ['i1', 'i2', 'i3'] }],
  });
  assert.deepEqual(shown(scatterGroups(workflow)), []);
});

// Layers of few analyses with inputs anywhere below: many equal blocks, in every kind of tangle.
const workflows = fc
  .array(
    fc.tuple(fc.constantFrom('A', 'B'), fc.array(fc.nat(), { maxLength: 3 }), fc.array(fc.nat(), { maxLength: 2 })),
    { minLength: 2, maxLength: 14 },
  )
  .map((rows) =>
    workflowOf(
      Object.fromEntries(
        rows.map(([name, x, y], at) => {
          const below = (picks: readonly number[]) => [
            ...new Set(at === 0 ? [] : picks.map((pick) => `s${pick % at}`)),
          ];
          const inputs = Object.fromEntries(
            Object.entries({ x: below(x), y: below(y) }).filter(([, ids]) => ids.length > 0),
          );
          return [`s${at}`, [name, inputs]] as const;
        }),
      ),
    ),
  );

test('in any workflow, every consumer of a group takes all of it, or is a group itself and takes one each in order', () => {
  fc.assert(
    fc.property(workflows, (workflow) => {
      const groups = scatterGroups(workflow);
      for (const { members } of new Set(groups.values())) {
        assert.ok(members.length > 1 && new Set(members.map(({ node }) => node.name)).size === 1);
        const ids = members.map(({ node }) => node.id);
        for (const consumer of workflow.steps.values())
          for (const [role, taken] of consumer.inputs) {
            const count = taken.filter((id) => ids.includes(id)).length;
            if (count === 0 || count === ids.length) continue;
            const side = groups.get(consumer.node.id)!.members;
            assert.deepEqual(
              side.map((member) => member.inputs.get(role)),
              ids.map((id) => [id]),
            );
          }
      }
    }),
    { numRuns: 500 },
  );
});
