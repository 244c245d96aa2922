// Views of real family trees: what is drawn together, what stays apart, and that everything can be found again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../test/setting.ts';
import { familyTree } from '../provenance/family-tree.ts';
import { SampleGraph } from '../provenance/sample-graph.ts';
import { mosaicTree, tutorialTree, type SampleTree } from '../provenance/sample-trees.ts';
import { blockFacts } from './block-facts.ts';
import { membersOf } from './contraction.ts';
import { edgeFacts } from './edge-facts.ts';
import { graphOfLineage, graphOfTree, provenanceGraph, shapeLabels } from './provenance-graph.ts';
import { viewOf, type ViewOptions } from './provenance-view.ts';

const graphOf = async ({ graph, root }: SampleTree) => graphOfTree(await familyTree(root, graph));
const mosaic = await graphOf(mosaicTree(sha256));
const describe = (options: ViewOptions, graph = mosaic) => {
  const view = viewOf(graph, options);
  return blockFacts(view).map(({ title, size }) => `${title.replace('integral.', '')}${size > 1 ? ` ×${size}` : ''}`);
};

test('a mosaic of 70 windows is as many blocks as its pipeline has steps, the result first', () => {
  assert.deepEqual(describe({}), [
    'Mosaic', 'SelectScienceWindows', 'SkyImage ×70', 'BinnedEvents ×70', 'GoodTimes ×70', 'ImageBins', 'ScienceWindowData ×70',
  ]); // prettier-ignore
});

test('blocks and their order do not depend on the order of the nodes', async () => {
  const { graph, root } = mosaicTree(sha256);
  const { nodes } = await familyTree(root, graph);
  const shuffled = [...nodes.keys()].filter((id) => id !== root).sort();
  const other = graphOfTree({ root, nodes: new Map([root, ...shuffled].map((id) => [id, nodes.get(id)!])) });
  const ids = (of: typeof mosaic) => {
    const view = viewOf(of);
    const { offsets, nodes: members } = membersOf(view.blockOf, view.dag.size);
    const blocks = Array.from({ length: view.dag.size }, (_, b) =>
      Array.from(members.subarray(offsets[b], offsets[b + 1]), (v) => of.ids[v]!).sort(),
    );
    return { blocks, targets: [...view.dag.targets], offsets: [...view.dag.offsets] };
  };
  assert.notDeepEqual(other.ids, mosaic.ids);
  assert.deepEqual(ids(other), ids(mosaic));
});

test('level l0 shows every derivation by itself', () => {
  assert.equal(viewOf(mosaic, { level: 'l0' }).dag.size, mosaic.dag.size);
});

test('hidden steps are connected through, the root is never hidden', () => {
  const options = { hide: ['BinnedEvents', 'GoodTimes', 'Mosaic'] };
  const view = viewOf(mosaic, options);
  assert.deepEqual(describe(options), ['Mosaic', 'SelectScienceWindows', 'SkyImage ×70', 'ImageBins', 'ScienceWindowData ×70']); // prettier-ignore
  const image = 2;
  assert.deepEqual([...view.dag.targets.subarray(view.dag.offsets[image], view.dag.offsets[image + 1])], [3, 4]);
  const { roles, users } = edgeFacts(view);
  const last = view.dag.targets.length - 1;
  assert.deepEqual([roles[last], users[last]], ['', 0]);
});

test('what is kept stands for what serves it alone', () => {
  assert.deepEqual(describe({ keep: ['SkyImage'] }), ['Mosaic + 1 more ×2', 'SkyImage + 3 more ×280', 'ImageBins']);
});

test('a followed derivation has a way of its own to the result, the others stay together', () => {
  const raw = mosaic.records.findIndex((record) => record?.definition.name === 'integral.ScienceWindowData');
  const blocks = describe({ follow: [mosaic.ids[raw]!.slice(0, 12)] });
  assert.equal(blocks.length, 7 + 4);
  assert.deepEqual(blocks.filter((text) => text.startsWith('SkyImage')).sort(), ['SkyImage', 'SkyImage ×69']);
});

test('an expanded block shows each member, and edges say how many use them', () => {
  const view = viewOf(mosaic, { expand: ['GoodTimes'] });
  assert.equal(view.dag.size, 6 + 70);
  const facts = blockFacts(view);
  const { users } = edgeFacts(view);
  view.dag.targets.forEach((used, e) => {
    if (facts[used]!.title === 'integral.GoodTimes') assert.equal(users[e], 1);
  });
});

test('chains become one block, and the root stays by itself', async () => {
  const graph = new SampleGraph(sha256);
  let id = graph.add('t.Raw');
  for (const name of ['t.Clean', 't.Fit', 't.Plot', 't.Report']) id = graph.add(name, { inputs: { of: id } });
  const chain = graphOfTree(await familyTree(id, graph));
  assert.deepEqual(describe({ collapseChains: true }, chain), ['t.Report', 't.Plot + 3 more ×4']);
});

test('edges that others imply are left out unless all are asked for', () => {
  const edges = (options: ViewOptions) => viewOf(mosaic, options).dag.targets.length;
  assert.deepEqual([edges({}), edges({ allEdges: true })], [6, 9]);
});

test('names that mean nothing are refused, with the nearest one that does', () => {
  assert.throws(() => viewOf(mosaic, { hide: ['SkyImgae'] }), {
    code: 'not_found',
    message: /called SkyImgae; did you mean "integral\.SkyImage"/,
  });
});

test('facts count states, give ranges of what differs, and say by what the rest differs', () => {
  const facts = blockFacts(viewOf(mosaic));
  const of = (name: string) => facts.find(({ title }) => title === `integral.${name}`)!;
  assert.deepEqual([...of('SkyImage').states], [['stored', 67], ['failed', 3]]); // prettier-ignore
  assert.deepEqual(of('SkyImage').varying, [{ name: 'scw', count: 70, text: '066500010010 … 066500700010' }]);
  assert.deepEqual(of('SkyImage').common, [{ name: 'minSnr', count: 1, text: '7' }]);
  assert.deepEqual([of('GoodTimes').varying, of('GoodTimes').variesBy], [[], ['scw']]);
  assert.deepEqual(of('Mosaic').common, [{ name: 'pixelDeg', count: 1, text: '0.08 deg' }]);
});

test('numbers that differ are a range with a unit, and a count where there are fewer values than members', async () => {
  const graph = new SampleGraph(sha256);
  const raws = [3, 20, 3, 100].map((maxKeV, n) => graph.add('t.Raw', { parameters: { maxKeV, n }, dataUnits: ['maxKeV', 'n'] })); // prettier-ignore
  const tree = await familyTree(graph.add('t.Sum', { inputs: { raws } }), graph);
  const [, raw] = blockFacts(viewOf(graphOfTree(tree)));
  assert.deepEqual(raw!.varying.map(({ text }) => text), ['3 … 100 keV (3 values)', '0 … 3']); // prettier-ignore
});

test('files and values are told apart by the inputs that they serve', async () => {
  const graph = new SampleGraph(sha256);
  const file = (name: string) => graph.add('stemma.File', { parameters: { name, sha256: sha256(name) }, dataUnits: ['name', 'sha256'] }); // prettier-ignore
  const events = ['a.fits', 'b.fits'].map((name) => graph.add('t.Events', { inputs: { file: file(name) } }));
  const root = graph.add('t.Sum', { inputs: { events, gains: file('gains.fits') } });
  const facts = blockFacts(viewOf(graphOfTree(await familyTree(root, graph))));
  const files = facts.filter(({ title }) => title === 'file');
  assert.deepEqual(files.map(({ size }) => size).sort(), [1, 2]);
  assert.deepEqual(files.map(({ varying, common }) => (varying[0] ?? common[0])!.text).sort(), ['a.fits or b.fits', 'gains.fits']); // prettier-ignore
  assert.ok(files.every(({ isLeaf }) => isLeaf));
});

test('what is used but not recorded is a block that says so', async () => {
  const graph = new SampleGraph(sha256);
  const root = graph.add('t.Sum', { inputs: { raw: sha256('unrecorded') } });
  const facts = blockFacts(viewOf(graphOfTree(await familyTree(root, graph))));
  assert.deepEqual([facts[1]!.title, [...facts[1]!.states.keys()]], ['not recorded', ['absent']]);
});

test('two inputs from one derivation are one edge with both names', () => {
  const used = [{ role: 'b', id: 'y' }, { role: 'a', id: 'y' }, { role: 'b', id: 'y' }]; // prettier-ignore
  const graph = provenanceGraph([{ id: 'x', state: 'stored', used }]);
  assert.deepEqual([graph.dag.targets.length, graph.roleNames[graph.roles[0]!]], [1, 'a, b']);
});

test('a lineage of an index makes the same view as a family tree', async () => {
  const { graph, root } = tutorialTree(sha256);
  const tree = await familyTree(root, graph);
  const plain = graphOfTree(tree);
  const records = plain.ids.map((id) => tree.nodes.get(id)!.record);
  const shapes = [...new Set(records.flatMap((record) => Object.values(record.shapes)))];
  const at = (level: 'l1' | 'l2' | 'l3') => Int32Array.from(records, (record) => shapes.indexOf(record.shapes[level]));
  const uses = [...tree.nodes.values()].flatMap(({ record, used }) => used.map(({ role, id }) => ({ from: record.id, role, id }))); // prettier-ignore
  const number = (id: string) => plain.ids.indexOf(id);
  const lineage = {
    ids: plain.ids,
    definitionOf: Int32Array.from(records.keys()),
    definitions: records.map(({ definition }) => definition),
    l1: at('l1'),
    l2: at('l2'),
    l3: at('l3'),
    shapes,
    parameters: records.map(({ parameters }) => JSON.stringify(parameters)),
    from: Int32Array.from(uses, (use) => number(use.from)),
    to: Int32Array.from(uses, ({ id }) => number(id)),
    role: Int32Array.from(uses.keys()),
    roles: uses.map(({ role }) => role),
  };
  const other = graphOfLineage(lineage, (id) => (tree.nodes.get(id)!.result?.forgotten ? 'forgotten' : 'stored'));
  assert.deepEqual(shapeLabels(other, 'l1'), shapeLabels(plain, 'l1'));
  assert.deepEqual(blockFacts(viewOf(other)), blockFacts(viewOf(plain)));
});
