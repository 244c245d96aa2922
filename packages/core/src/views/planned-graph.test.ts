// Graphs of goals that were only bound: fan-outs by their template, or expanded from a declared list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, identityContext, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { each } from '../analysis/inputs.ts';
import { listOf } from '../types/compounds.ts';
import { number, string } from '../types/scalars.ts';
import { blockFacts } from './block-facts.ts';
import { identityOf, plannedGraph } from './planned-graph.ts';
import { viewOf } from './provenance-view.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const Calibration = analysis({ name: 'test.Calibration', version: '1', outputs, run });
const Select = analysis({ name: 'test.Select', version: '1', outputs: { scws: listOf(string()) }, run: () => ({ scws: [] }) }); // prettier-ignore
const Events = analysis({ name: 'test.Events', version: '1', parameters: { scw: string({ dataUnit: true }) }, outputs, run }); // prettier-ignore
const Image = analysis({
  name: 'test.Image',
  version: '2',
  inputs: { events: Events as AnyAnalysis, calibration: Calibration },
  outputs,
  run,
});
const Mosaic = analysis({
  name: 'test.Mosaic',
  version: '1',
  inputs: { images: each(Select, 'scws', (scw) => Image({ events: Events({ scw }) })) as never },
  outputs,
  run,
});

const goal = bind(Mosaic);
const identity = identityContext();
const windows = (n: number) => Array.from({ length: n }, (_, i) => `0665${i}`);
const titles = (graph: ReturnType<typeof plannedGraph>) =>
  blockFacts(viewOf(graph)).map(({ title, size }) => `${title} ${size}`);

test('a fan-out whose list nobody knows is shown by its template', () => {
  const graph = plannedGraph(goal, { identity });
  assert.deepEqual(titles(graph), ['test.Mosaic 1', 'test.Image 1', 'test.Select 1', 'test.Calibration 1', 'test.Events 1']); // prettier-ignore
  assert.ok(graph.roleNames.includes('each of images') && graph.roleNames.includes('images over'));
  assert.equal(graph.ids[0], goal.id);
});

test('a fan-out over a declared list has its members, which share what has no hole', () => {
  const graph = plannedGraph(goal, { identity, listOf: (over, output) => (output === 'scws' && over.definition.name === 'test.Select' ? windows(500) : undefined) }); // prettier-ignore
  assert.equal(graph.dag.size, 1 + 1 + 1 + 2 * 500);
  assert.deepEqual(titles(graph), ['test.Mosaic 1', 'test.Image 500', 'test.Select 1', 'test.Calibration 1', 'test.Events 500']); // prettier-ignore
  assert.ok(graph.states.every((state) => state === graph.states[0]));
});

test('the number of members does not change the view', () => {
  const of = (n: number) => viewOf(plannedGraph(goal, { identity, listOf: () => windows(n) })).dag;
  assert.deepEqual(of(10), of(200));
});

test('the ids are those that the engine would give', () => {
  const graph = plannedGraph(goal, { identity, listOf: () => windows(3) });
  const single = bind(Events({ scw: '06651' }));
  assert.ok(graph.ids.includes(single.id));
});

test('definitions are taken from the goal, templates included', () => {
  const taken = identityOf(bind(Mosaic, [], identityContext({ code: sha256('other code') })), sha256);
  for (const found of [Mosaic, Image, Events, Calibration, Select])
    assert.equal(taken.definitionOf(found as AnyAnalysis).code, sha256('other code'));
});

test('a list whose elements do not fit is refused', () => {
  assert.throws(() => plannedGraph(goal, { identity, listOf: () => [{ not: 'a text' }] }), { code: 'invalid_request' });
});
