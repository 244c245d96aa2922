// The pure parts of the graph viewer: folding, search, paths, keys, layouts as flat arrays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import fc from 'fast-check';
import { simulatedGraph } from '../../simulated-data.ts';
import { boxHeightPx, boxWidthPx, nodeText, placeAt } from './draw-graph.ts';
import { neighbourPlace, relative } from './graph-keys.ts';
import { type Graph, GraphModel, rowOf } from './graph-model.ts';
import { flatLayout } from './layout-request.ts';

// 0 uses 1 and 2, 1 uses 3, 2 uses 3 and 4.
const diamond: Graph = {
  nodes: ['Mosaic', 'Image A', 'Image B', 'Events', 'Attitude'].map((label, i) => ({ id: `id${i}`, label })),
  users: [0, 0, 1, 2, 2],
  used: [1, 2, 3, 3, 4],
};

// Edges from lower to higher numbers only: no cycles.
const graphs = fc.integer({ min: 2, max: 15 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 }).map((pairs): Graph => {
    const edges = pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const nodes = Array.from({ length: size }, (_, i) => ({ id: `${i}`, label: `node ${i}` }));
    return { nodes, users: edges.map(([a]) => a), used: edges.map(([, b]) => b) };
  }),
);

test('folding hides what only the folded node uses', () => {
  const model = new GraphModel(diamond);
  model.fold(2);
  assert.deepEqual([...model.visible().nodes], [0, 1, 2, 3]);
  assert.equal(model.summary(), '4 nodes and 3 edges, 1 more folded away.');
  model.fold(1);
  assert.deepEqual([...model.visible().nodes], [0, 1, 2]);
  model.reveal(3);
  assert.ok(model.visible().nodes.includes(3));
  model.unfold(2);
  model.fold(4);
  assert.ok(!model.isFolded(4), 'what uses nothing has nothing to fold');
  assert.equal(model.visible().nodes.length, 5);
});

test('whatever is folded, each visible node can be reached, and showing a node shows it', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat(14)), fc.nat(14), (graph, folded, wanted) => {
      const model = new GraphModel(graph);
      assert.equal(model.visible().nodes.length, graph.nodes.length);
      const isEnd = (node: number) => rowOf(model.usedBy, node).length === 0;
      for (const node of folded) if (node < graph.nodes.length) model.fold(node);
      const { nodes, dag } = model.visible();
      assert.equal(nodes.length, new Set(nodes).size);
      const reached = new Set(dag.targets);
      nodes.forEach((node, place) => assert.ok(isEnd(node) || reached.has(place)));
      for (const [place, node] of nodes.entries()) if (model.isFolded(node)) assert.equal(rowOf(dag, place).length, 0);
      const target = wanted % graph.nodes.length;
      model.reveal(target);
      assert.ok(model.visible().nodes.includes(target));
    }),
  );
});

test('search finds labels and ids in any case', () => {
  const model = new GraphModel(diamond);
  assert.deepEqual(model.search('image'), [1, 2]);
  assert.deepEqual(model.search('ID4'), [4]);
  assert.deepEqual(model.search(' '), []);
});

test('paths follow edges one way, are shortest, and may not exist', () => {
  const model = new GraphModel(diamond);
  assert.deepEqual(model.path(0, 4), [0, 2, 4]);
  assert.deepEqual(model.path(4, 0), [4, 2, 0]);
  assert.deepEqual(model.path(3, 4), []);
  assert.deepEqual(model.path(3, 3), [3]);
});

test('edges to nowhere are refused', () => {
  assert.throws(() => new GraphModel({ ...diamond, used: [1, 2, 3, 3, 9] }), StemmaError);
});

const layoutOf = (model: GraphModel) => {
  const { dag } = model.visible();
  const widths = new Float64Array(dag.size).fill(boxWidthPx);
  return flatLayout({ number: 1, dag, widths, heights: new Float64Array(dag.size).fill(boxHeightPx) });
};

test('flat layouts have a way for each edge, from what is used down to its user', () => {
  const model = new GraphModel(simulatedGraph(60));
  const { dag } = model.visible();
  const { starts, points, y } = layoutOf(model);
  assert.equal(starts.length, dag.targets.length + 1);
  for (let e = 0; e + 1 < starts.length; e++) assert.equal(points[starts[e]! + 1], y[dag.targets[e]!]! + boxHeightPx);
});

test('each box is found under its own middle, and nothing between boxes', () => {
  const layout = layoutOf(new GraphModel(simulatedGraph(60)));
  layout.x.forEach((x, v) => assert.equal(placeAt(layout, x + boxWidthPx / 2, layout.y[v]! + boxHeightPx / 2), v));
  assert.equal(placeAt(layout, -5, -5), -1);
});

test('arrows go to the nearest node in their direction and back', () => {
  const model = new GraphModel(diamond);
  const visible = model.visible();
  const layout = layoutOf(model);
  const place = (node: number) => visible.nodes.indexOf(node);
  const up = neighbourPlace('ArrowUp', place(0), layout);
  assert.ok([1, 2].includes(visible.nodes[up]!));
  assert.equal(neighbourPlace('ArrowDown', up, layout), place(0));
  assert.equal(neighbourPlace('ArrowDown', place(0), layout), -1);
  assert.equal(neighbourPlace('x', place(0), layout), -1);
  assert.equal(relative('u', model, visible, 0), 1);
  assert.equal(relative('d', model, visible, 4), 2);
  assert.equal(relative('d', model, visible, 0), undefined);
});

test('the text of a node has its state as a sign, its number and whether it hides something', () => {
  assert.equal(nodeText({ id: 'a', label: 'Mosaic', state: 'failed', count: 93 }, true), '✕ Mosaic ×93 …');
  assert.equal(nodeText({ id: 'a', label: 'Mosaic', count: 1 }, false), 'Mosaic');
});
