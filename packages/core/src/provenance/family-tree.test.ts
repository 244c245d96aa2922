// Reading family trees from an index.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { familyTree } from './family-tree.ts';
import { SampleGraph } from './sample-graph.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

test('a family tree has every ancestor once, breadth first, with results', async () => {
  const graph = new SampleGraph(sha256);
  const raw = graph.add('t.Raw');
  const left = graph.add('t.Left', { inputs: { raw }, state: 'failed' });
  const right = graph.add('t.Right', { inputs: { raw }, state: 'forgotten', producedBy: raw });
  const sum = graph.add('t.Sum', { inputs: { left, right } });
  const { root, nodes } = await familyTree(sum, graph);
  assert.equal(root, sum);
  assert.deepEqual([...nodes.keys()], [sum, left, right, raw]);
  assert.deepEqual(nodes.get(sum)!.used, [
    { role: 'left', id: left },
    { role: 'right', id: right },
  ]);
  assert.equal(nodes.get(left)!.result?.failure?.reason, 'no_events');
  assert.equal(nodes.get(left)!.result?.sizeBytes, 0);
  const { forgotten, producedBy, sizeBytes } = nodes.get(right)!.result!;
  assert.deepEqual({ forgotten, producedBy, sizeBytes }, { forgotten: true, producedBy: raw, sizeBytes: 1000 });
});

test('stacked diamonds cost one question for each level, not one for each path', async () => {
  const graph = new SampleGraph(sha256);
  let top = graph.add('t.Step', { parameters: { level: 0 } });
  for (let level = 1; level <= 20; level++) {
    const sides = ['a', 'b'].map((side) => graph.add('t.Side', { parameters: { level, side }, inputs: { top } }));
    top = graph.add('t.Step', { parameters: { level }, inputs: { a: sides[0]!, b: sides[1]! } });
  }
  const { nodes } = await familyTree(top, graph);
  assert.equal(nodes.size, 61);
  assert.deepEqual(graph.questions, { derivations: 41, used: 41, results: 41 });
});

test('the members of a fan-out are its family, and so is the list that they come from', async () => {
  const graph = new SampleGraph(sha256);
  const list = graph.add('t.List');
  const template = graph.add('t.Image', { parameters: { scw: { $item: [0] } }, state: 'absent' });
  const members = ['1', '2'].map((scw) => graph.add('t.Image', { parameters: { scw } }));
  const images = { each: { over: list, output: 'scws', template: { id: template } } };
  const uses = members.map((id) => ({ role: 'images', id }));
  const mosaic = graph.add('t.Mosaic', { inputs: { images }, members: uses });
  const tree = await familyTree(mosaic, graph);
  assert.deepEqual(tree.nodes.get(mosaic)!.used, [...uses, { role: 'images over', id: list }]);
  assert.equal(tree.nodes.has(template), false);
});

test('what has no result yet shows what its definition names', async () => {
  const graph = new SampleGraph(sha256);
  const list = graph.add('t.List');
  const other = graph.add('t.Other');
  const template = graph.add('t.Image', { state: 'absent', inputs: { pair: [other, list] } });
  const images = { each: { over: list, output: 'scws', template: { id: template } } };
  const planned = graph.add('t.Mosaic', { inputs: { images, extra: { map: { a: { id: other } } } }, state: 'absent' });
  const { nodes } = await familyTree(planned, graph);
  assert.equal(nodes.get(planned)!.result, undefined);
  assert.deepEqual(nodes.get(planned)!.used, [
    { role: 'images over', id: list },
    { role: 'images', id: template },
    { role: 'extra', id: other },
  ]);
  assert.deepEqual(
    nodes.get(template)!.used.map(({ role }) => role),
    ['pair', 'pair'],
  );
});

test('an ancestor without a record is left out, a root without one is an error', async () => {
  const graph = new SampleGraph(sha256);
  const raw = sha256('never recorded');
  const sum = graph.add('t.Sum', { inputs: { raw } });
  const { nodes } = await familyTree(sum, graph);
  assert.deepEqual([...nodes.keys()], [sum]);
  assert.deepEqual(nodes.get(sum)!.used, [{ role: 'raw', id: raw }]);
  await assert.rejects(familyTree(raw, graph), { code: 'not_found' });
});
