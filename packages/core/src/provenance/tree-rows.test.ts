// The layout of family trees as rows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { familyTree, type FamilyTree } from './family-tree.ts';
import { build } from './sample-graphs-at-random.ts';
import { SampleGraph } from './sample-graph.ts';
import { chainTree, mosaicTree } from './sample-trees.ts';
import { treeRows, type TreeRow } from './tree-rows.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function edgesOf(tree: FamilyTree): number {
  return tree.nodes.values().reduce((sum, { used }) => sum + used.length, 0);
}

function idsOf(rows: readonly TreeRow[], ...kinds: TreeRow['kind'][]): string[] {
  return rows.filter(({ kind }) => kinds.includes(kind)).flatMap(({ ids }) => ids);
}

test('every node is shown exactly once, and every edge has its row, in any graph and at any depth', async () => {
  const recipe = fc.record({
    uses: fc.array(fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }), { minLength: 1, maxLength: 30 }),
    asList: fc.constant([false, true]),
  });
  await fc.assert(
    fc.asyncProperty(recipe, fc.integer({ min: 1, max: 40 }), async (recipe, maxDepth) => {
      const { graph, ids } = build(recipe, sha256);
      const tree = await familyTree(ids.at(-1)!, graph);
      const sections = treeRows(tree, { maxDepth, maxSiblings: 1000 });
      const rows = sections.flat();
      assert.deepEqual(idsOf(rows, 'node').sort(), [...tree.nodes.keys()].sort());
      assert.equal(rows.length, edgesOf(tree) + sections.length);
      assert.ok(rows.every(({ branches }) => branches.length <= 3 * maxDepth));
    }),
    { numRuns: 100 },
  );
});

test('pointers point the right way: above to what was shown, below to what will be', async () => {
  const { graph, ids } = build({ uses: Array.from({ length: 30 }, (_, i) => [i, i >> 1, 7]), asList: [false] }, sha256);
  const shown = new Set<string>();
  const rows = treeRows(await familyTree(ids.at(-1)!, graph), { maxDepth: 5 }).flat();
  for (const [
    place,
    {
      kind,
      ids: [id],
    },
  ] of rows.entries()) {
    if (kind === 'above') assert.ok(shown.has(id!), `row ${place}`);
    if (kind === 'below') assert.ok(!shown.has(id!), `row ${place}`);
    if (kind === 'node') shown.add(id!);
  }
  assert.ok(rows.some(({ kind }) => kind === 'below'));
});

test('of many siblings that are alike the first has branches, and the others are folded by their state', async () => {
  const { graph, root } = mosaicTree(sha256);
  const tree = await familyTree(root, graph);
  const rows = treeRows(tree).flat();
  const images = rows.filter(({ role }) => role === 'images');
  assert.deepEqual(images.map(({ kind, ids }) => [kind, ids.length]), [['node', 1], ['like', 1], ['fold', 65], ['like', 1], ['like', 1], ['like', 1]]); // prettier-ignore
  assert.deepEqual(images.flatMap(({ ids }) => ids).sort(), tree.nodes.get(root)!.used.filter(({ role }) => role === 'images').map(({ id }) => id).sort()); // prettier-ignore
  const failed = images.slice(3).flatMap(({ ids }) => ids);
  assert.ok(failed.every((id) => tree.nodes.get(id)!.result!.failed));
});

test('a few siblings are all shown in full, even when they are alike', async () => {
  const graph = new SampleGraph(sha256);
  const images = ['1', '2', '3'].map((scw) => {
    const raw = graph.add('t.Raw', { parameters: { scw }, dataUnits: ['scw'] });
    return graph.add('t.Image', { inputs: { raw } });
  });
  const tree = await familyTree(graph.add('t.Mosaic', { inputs: { images } }), graph);
  assert.equal(idsOf(treeRows(tree).flat(), 'node').length, 7);
  assert.deepEqual(treeRows(tree, { maxSiblings: 1 }).flat().map(({ kind }) => kind), ['node', 'node', 'node', 'fold']); // prettier-ignore
});

test('a chain deeper than any call stack becomes sections of bounded width', async () => {
  const { graph, root } = chainTree(20_000, sha256);
  const sections = treeRows(await familyTree(root, graph));
  const rows = sections.flat();
  assert.equal(idsOf(rows, 'node').length, 20_000);
  assert.ok(rows.every(({ branches }) => branches.length <= 48));
  assert.equal(sections.length, 1250);
});

test('what is used but not recorded has a row that says so', async () => {
  const graph = new SampleGraph(sha256);
  const tree = await familyTree(graph.add('t.Sum', { inputs: { raw: sha256('unrecorded') } }), graph);
  assert.deepEqual(treeRows(tree).flat().map(({ kind, branches }) => [kind, branches]), [['node', ''], ['unknown', '└─ ']]); // prettier-ignore
});
