// What a history tells of a result, and what it leaves out.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { analysis } from '../analysis/analysis.ts';
import { pipelineModule } from '../analysis/module.ts';
import { Registry } from '../analysis/registry.ts';
import type { ActivityRecord } from '../identity/records.ts';
import { SampleGraph } from '../provenance/sample-graph.ts';
import { mosaicTree, tutorialTree } from '../provenance/sample-trees.ts';
import { number } from '../types/scalars.ts';
import { rootOf } from './history.ts';
import { wordsOf } from './history-words.ts';
import { readHistory } from './read-history.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const plainActivity = { agent: 'vera', host: 'here', pid: 1, attempt: 1, log: [] };

function indexOf(graph: SampleGraph, activities: readonly Partial<ActivityRecord>[] = []) {
  return {
    derivations: graph.derivations.bind(graph),
    used: graph.used.bind(graph),
    results: graph.results.bind(graph),
    activities: async (derivation: string) =>
      activities.map((given) => ({
        derivation,
        status: 'done' as const,
        startedMs: -20,
        finishedMs: -10,
        ...plainActivity,
        ...given,
      })),
  };
}

test('a history has every node of the family tree, the root first, and asks once for each level', async () => {
  const { graph, root } = mosaicTree(sha256);
  const history = await readHistory(root, indexOf(graph));
  assert.deepEqual([...history.nodes.keys()].sort(), [...graph.records.keys()].sort());
  assert.equal(rootOf(history).name, 'integral.Mosaic');
  assert.equal([...history.nodes.keys()][0], root);
  assert.equal(rootOf(history).uses.filter(({ role }) => role === 'images').length, 70);
  assert.ok(graph.questions.results <= 7, `${graph.questions.results} questions`);
});

test('files, literals, expected failures and forgotten results are told as what they are', async () => {
  const { graph, root } = tutorialTree(sha256);
  const nodes = [...(await readHistory(root, indexOf(graph))).nodes.values()];
  const named = (name: string) => nodes.find((node) => node.name === name)!;
  assert.equal(named('stemma.File').kind, 'file');
  assert.equal(named('stemma.Literal').kind, 'literal');
  assert.equal(named('stemma.Literal').activity, undefined);
  assert.equal(named('tutorial.CalibratedEvents').state, 'forgotten');
  assert.deepEqual(
    named('tutorial.RawEvents').parameters.map(({ name, unit }) => [name, unit]),
    [
      ['durationS', 's'],
      ['rateCps', 'ct/s'],
    ],
  );
  const mosaic = mosaicTree(sha256);
  const failed = [...(await readHistory(mosaic.root, indexOf(mosaic.graph))).nodes.values()].filter(
    ({ state }) => state === 'failed',
  );
  assert.equal(failed.length, 3);
  assert.equal(failed[0]!.failure?.reason, 'no_events');
  assert.deepEqual(failed[0]!.outputs, []);
});

test('the execution that is told is the one that made the content, not one that verified it or failed', async () => {
  const graph = new SampleGraph(sha256);
  const root = graph.add('t.A');
  const activities = [
    { finishedMs: 900, agent: 'verifier' },
    { finishedMs: -1, agent: 'unlucky', status: 'failed' as const },
    { finishedMs: -5, agent: 'maker', cpuS: 2 },
    { finishedMs: -500, agent: 'before it was forgotten' },
  ];
  const { activity } = rootOf(await readHistory(root, indexOf(graph, activities)));
  assert.equal(activity?.agent, 'maker');
  assert.equal(activity?.cpuS, 2);
  const failed = await readHistory(root, indexOf(graph, [{ status: 'failed' }]));
  assert.equal(rootOf(failed).activity, undefined);
});

test('the producer of a content that was taken over is told without its own inputs', async () => {
  const graph = new SampleGraph(sha256);
  const before = graph.add('t.Data', { parameters: { year: 2025 } });
  const producer = graph.add('t.Clean', { inputs: { data: before } });
  const now = graph.add('t.Data', { parameters: { year: 2026 } });
  const root = graph.add('t.Clean', { inputs: { data: now }, producedBy: producer });
  const { nodes } = await readHistory(root, indexOf(graph, [{}]));
  assert.equal(nodes.size, 3);
  assert.equal(nodes.get(root)!.activity, undefined);
  assert.equal(nodes.get(root)!.producedBy, producer);
  assert.equal(nodes.get(producer)!.isProducerOnly, true);
  assert.deepEqual(nodes.get(producer)!.uses, []);
  assert.equal(nodes.get(producer)!.activity?.agent, 'vera');
});

test('words and units come from loaded analyses of the same version, addresses from source entries', async () => {
  const declared = analysis({
    name: 't.A',
    version: '1',
    description: 'Says something.',
    parameters: { width: number({ unit: 'arcmin', description: 'how wide' }) },
    outputs: { value: number({ description: 'how much' }) },
    run: () => ({ value: 1 }),
  });
  const registry = new Registry([pipelineModule({ name: 't', version: '1', analyses: [declared] })]);
  const graph = new SampleGraph(sha256);
  const digest = sha256('bytes');
  const file = graph.add('stemma.File', {
    parameters: { sha256: digest, name: 'a.fits', mediaType: 'application/fits' },
  });
  const root = graph.add('t.A', { parameters: { width: 3 }, inputs: { file } });
  const entry = { name: 'a.fits', sha256: digest, mediaType: 'application/fits', licence: 'CC0-1.0' };
  const words = wordsOf(registry, new Map([[digest, entry]]));
  const history = await readHistory(root, indexOf(graph), words);
  const node = rootOf(history);
  assert.equal(node.description, 'Says something.');
  assert.deepEqual(node.parameters, [
    { name: 'width', value: 3, unit: 'arcmin', kind: 'number', description: 'how wide' },
  ]);
  assert.equal(node.outputs[0]!.description, 'how much');
  assert.deepEqual(history.nodes.get(file)!.source, entry);
  const older = graph.add('t.A', { parameters: { width: 3 }, version: '0' });
  assert.equal(rootOf(await readHistory(older, indexOf(graph), words)).description, undefined);
});

test('an unknown id is refused', async () => {
  const graph = new SampleGraph(sha256);
  await assert.rejects(readHistory(sha256('nothing'), indexOf(graph)), { code: 'not_found' });
});

test('a value of megabytes is told by its size and digest', async () => {
  const graph = new SampleGraph(sha256);
  const value = 'x'.repeat(3_000_000);
  const root = graph.add('stemma.Literal', { parameters: { value } });
  const { parameters } = rootOf(await readHistory(root, indexOf(graph), { sha256 }));
  assert.deepEqual(parameters[0]!.large, { characters: 3_000_002, digest: sha256(JSON.stringify(value)) });
  assert.equal(
    rootOf(await readHistory(graph.add('t.A', { parameters: { value: 1 } }), indexOf(graph))).parameters[0]!.large,
    undefined,
  );
});
