// Family trees for other programs: DOT, Mermaid, JSON.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { familyTree } from './family-tree.ts';
import { renderDot } from './render-dot.ts';
import { renderJson, type FamilyTreeJson } from './render-json.ts';
import { renderMermaid } from './render-mermaid.ts';
import { build } from './sample-graphs-at-random.ts';
import { SampleGraph } from './sample-graph.ts';
import { tutorialTree } from './sample-trees.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

test('every renderer has each node and each edge once', async () => {
  const recipe = fc.record({
    uses: fc.array(fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }), { maxLength: 20 }),
    asList: fc.constant([false, true]),
  });
  await fc.assert(
    fc.asyncProperty(recipe, async (recipe) => {
      const { graph, ids } = build(recipe, sha256);
      const tree = await familyTree(ids.at(-1)!, graph);
      const edges = tree.nodes.values().reduce((sum, { used }) => sum + used.length, 0);
      const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
      const [dot, mermaid] = [renderDot(tree), renderMermaid(tree)];
      for (const id of tree.nodes.keys()) assert.equal(count(dot, new RegExp(`tooltip="${id}"`, 'g')), 1);
      assert.equal(count(dot, / -> /g), edges);
      assert.equal(count(mermaid, /^ {2}n\d+\["t\.N/gm), tree.nodes.size);
      assert.equal(count(mermaid, / --> /g), edges);
      const json = JSON.parse(renderJson(tree)) as FamilyTreeJson;
      assert.deepEqual(json.nodes.map(({ id }) => id), [...tree.nodes.keys()]); // prettier-ignore
      assert.equal(json.edges.length, edges);
    }),
    { numRuns: 40 },
  );
});

test('JSON has all that is known of a node, and edges that name their input', async () => {
  const { graph, root } = tutorialTree(sha256);
  const json = JSON.parse(renderJson(await familyTree(root, graph))) as FamilyTreeJson;
  assert.equal(json.root, root);
  const events = json.nodes.find(({ name }) => name === 'tutorial.CalibratedEvents')!;
  const { version, state, parameters } = events;
  assert.deepEqual(
    { version, state, parameters, forgotten: events.result?.forgotten },
    { version: '1', state: 'forgotten', parameters: {}, forgotten: true },
  );
  assert.ok(json.edges.some((edge) => edge.user === root && edge.used === events.id && edge.role === 'events'));
});

test('drawings point from what was used to its user', async () => {
  const graph = new SampleGraph(sha256);
  const raw = graph.add('t.Raw', { state: 'failed' });
  const tree = await familyTree(graph.add('t.Sum', { inputs: { raw } }), graph);
  assert.match(renderDot(tree), /n1 -> n0 \[label="raw"\];/);
  assert.match(
    renderDot(tree),
    /n1 \[label="t\.Raw\\n[0-9a-f]{10}\\nno events in this science window", color="#b3261e"/,
  );
  assert.match(renderMermaid(tree), /n1 -- "raw" --> n0/);
  assert.match(renderMermaid(tree), /n1\["t\.Raw<br\/>[0-9a-f]{10}"\]:::failed/);
});

test('text of users cannot break out of a label', async () => {
  const graph = new SampleGraph(sha256);
  const value = '"]; evil -> x\n<b>#1\\';
  const tree = await familyTree(graph.add('stemma.Literal', { parameters: { value } }), graph);
  const dotLabel = /label=("(?:[^"\\]|\\.)*")/.exec(renderDot(tree).slice(renderDot(tree).indexOf('n0')))![1]!;
  assert.ok((JSON.parse(dotLabel) as string).includes(JSON.stringify(value)));
  const [, label] = /n0\(\["(.*)"\]\)/.exec(renderMermaid(tree))!;
  assert.doesNotMatch(label!.replaceAll('<br/>', ''), /["<>]|#(?!\d+;)/);
});

test('what is used but not recorded is drawn as such', async () => {
  const graph = new SampleGraph(sha256);
  const tree = await familyTree(graph.add('t.Sum', { inputs: { raw: sha256('unrecorded') } }), graph);
  assert.match(renderDot(tree), /n1 \[label="not recorded"/);
  assert.match(renderMermaid(tree), /n1\["not recorded/);
});
