// The evaluated workflow of a history: what is a step, what goes along in records, and in which order.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { StemmaError } from '../../errors.ts';
import { sampleHistory } from '../sample-history.ts';
import { evaluatedWorkflow, recordText } from './evaluated-workflow.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hostile = '"; rm -rf / #\n$(HOME) \u202e';

test('inputs come before their consumers, the root last, literals and producers not at all', () => {
  const history = sampleHistory(sha256);
  const { steps, root } = evaluatedWorkflow(history);
  const met = new Set<string>();
  for (const [id, { inputs }] of steps) {
    for (const used of [...inputs.values()].flat()) assert.ok(met.has(used), `${id} before ${used}`);
    met.add(id);
  }
  assert.equal([...steps.keys()].at(-1), root.node.id);
  for (const { node } of steps.values()) assert.ok(node.kind !== 'literal' && !node.isProducerOnly, node.name);
});

test('names and paths are unique and safe whatever analyses, files and parameters are called', () => {
  const { steps } = evaluatedWorkflow(sampleHistory(sha256, { text: hostile, literal: hostile }));
  const paths = [...steps.values()].flatMap(({ recordPath, file }) => [recordPath, ...(file ? [file.path] : [])]);
  assert.equal(new Set(paths).size, paths.length);
  for (const path of paths) assert.match(path, /^(steps|data)\/[A-Za-z0-9][\w.-]*$/);
  assert.ok(paths.some((path) => path.startsWith('data/')));
});

test('a record brings the literals that it uses, since no pack does', () => {
  const history = sampleHistory(sha256);
  const { steps } = evaluatedWorkflow(history);
  for (const step of steps.values()) {
    const literals = step.node.uses.filter(({ id }) => history.nodes.get(id)?.kind === 'literal').map(({ id }) => id);
    const isDefinedBy = literals.filter((id) => JSON.stringify(step.node.inputs).includes(id));
    const { id, records = [] } = JSON.parse(recordText(step, history)) as { id: string; records?: { id: string }[] };
    assert.equal(id, step.node.id);
    for (const literal of isDefinedBy)
      assert.ok(
        records.some((record) => record.id === literal),
        literal,
      );
  }
});

test('a result that was never made has no workflow, and the message says what to do', () => {
  const history = sampleHistory(sha256);
  const root = { ...history.nodes.get(history.root)! };
  delete (root as { contentDigest?: string }).contentDigest;
  const broken = { ...history, nodes: new Map(history.nodes).set(history.root, root) };
  assert.throws(
    () => evaluatedWorkflow(broken),
    (error) => error instanceof StemmaError && error.code === 'invalid_request' && /run it/.test(error.message),
  );
});

test('a record that the store lacks is refused by its id', () => {
  const history = sampleHistory(sha256);
  const { steps } = evaluatedWorkflow(history);
  const [step] = steps.values();
  const node = { ...step!.node, inputs: { x: { id: 'f'.repeat(64) } } };
  assert.throws(() => recordText({ ...step!, node }, history), /no record of f{64}/);
});
