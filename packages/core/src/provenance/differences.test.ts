// Why two derivations differ.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { differences, differencesBetween, type Difference } from './differences.ts';
import { build, usesOf, type Recipe } from './sample-graphs-at-random.ts';
import { SampleGraph, type SampleNode } from './sample-graph.ts';
import { chainTree, mosaicTree } from './sample-trees.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

const recipes: fc.Arbitrary<Recipe> = fc.record({
  uses: fc.array(fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }), { minLength: 1, maxLength: 25 }),
  asList: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});
const plants = {
  version: { version: '2' },
  code: { code: 'edited' },
  environment: { environment: 'newer' },
  parameter: { parameters: { width: 2 } },
};
type Planted = keyof typeof plants;

function planted(at: ReadonlyMap<number, Planted>): (node: number) => SampleNode {
  return (node) => {
    const kind = at.get(node);
    if (kind === undefined) return {};
    return kind === 'code' || kind === 'environment' ? { [kind]: sha256(kind) } : plants[kind];
  };
}

/** The number of inputs on the shortest way from the root to each node. */
function depthsOf(recipe: Recipe): number[] {
  const uses = usesOf(recipe);
  const depths = uses.map(() => Infinity);
  depths[depths.length - 1] = 0;
  for (let node = uses.length - 1; node >= 0; node--)
    for (const used of uses[node]!) depths[used] = Math.min(depths[used]!, depths[node]! + 1);
  return depths;
}

test('exactly the planted changes are found, each once and by a shortest path', async () => {
  const kinds = fc.constantFrom<Planted>('version', 'code', 'parameter');
  const changes = fc.uniqueArray(fc.tuple(fc.nat({ max: 1000 }), kinds), { selector: ([node]) => node, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(recipes, changes, async (recipe, wanted) => {
      const count = recipe.uses.length + 1;
      const at = new Map(wanted.map(([node, kind]) => [node % count, kind]));
      const [one, two] = [build(recipe, sha256), build(recipe, sha256, planted(at))];
      const records = new Map([...one.graph.records, ...two.graph.records]);
      const found = await differencesBetween(
        one.ids.at(-1)!,
        two.ids.at(-1)!,
        async (ids) => new Map(ids.map((id) => [id, records.get(id)!])),
      );
      const told = found.map(({ kind, name }) => `${kind} ${name}`).sort();
      assert.deepEqual(told, Array.from(at, ([node, kind]) => `${kind} t.N${node}`).sort());
      const depths = depthsOf(recipe);
      for (const { path, name } of found) {
        const steps = path === '.' ? 0 : path.split('/').length;
        assert.equal(steps, depths[Number(name.slice(3))], `${name} at ${path}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('one environment for all is one cause, however many analyses ran in it', async () => {
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const [one, two] = [build(recipe, sha256), build(recipe, sha256, () => ({ environment: sha256('newer') }))];
      const found = await differencesIn(one.graph, two.graph, one.ids.at(-1)!, two.ids.at(-1)!);
      assert.deepEqual(
        found.map(({ kind, path }) => [kind, path]),
        [['environment', '.']],
      );
    }),
    { numRuns: 20 },
  );
});

function differencesIn(a: SampleGraph, b: SampleGraph, before: string, after: string): Promise<Difference[]> {
  const records = new Map([...a.records, ...b.records]);
  return differences(before, after, {
    derivations: async (ids) => new Map(ids.flatMap((id) => (records.has(id) ? [[id, records.get(id)!]] : []))),
  });
}

test('only what differs is read: equal inputs are never opened', async () => {
  const { graph, root } = mosaicTree(sha256);
  const bins = graph.add('integral.ImageBins', { parameters: { edgesKeV: [20, 40] } });
  const [one, two] = [1, 2].map((version) =>
    graph.add('t.Catalogue', { version: String(version), inputs: { mosaic: root, bins } }),
  );
  const asked: string[] = [];
  const found = await differencesBetween(one!, two!, async (ids) => {
    asked.push(...ids);
    return graph.derivations(ids);
  });
  assert.deepEqual(found, [{ path: '.', name: 't.Catalogue', kind: 'version', before: '1', after: '2' }]);
  assert.deepEqual(new Set(asked), new Set([one, two]));
});

test('a derivation does not differ from itself', async () => {
  const { graph, root } = mosaicTree(sha256);
  assert.deepEqual(await differences(root, root, graph), []);
});

test('a chain of 20,000 steps is descended without recursion', async () => {
  const graph = new SampleGraph(sha256);
  const ends = [4, 8].map((width) => {
    let id = graph.add('t.First', { parameters: { width } });
    for (let n = 1; n < 20_000; n++) id = graph.add('t.Step', { parameters: { n }, inputs: { before: id } });
    return id;
  });
  const [found, ...others] = await differences(ends[0]!, ends[1]!, graph);
  assert.equal(others.length, 0);
  assert.deepEqual(
    { ...found, path: found!.path.length },
    { path: 19_999 * 7 - 1, name: 't.First', kind: 'parameter', parameter: 'width', before: 4, after: 8 },
  );
  const { graph: chain, root } = chainTree(3, sha256);
  await assert.rejects(differences(root, sha256('unknown'), chain), { code: 'not_found' });
});

test('a replaced analysis is one cause: what it was made from is not compared', async () => {
  const graph = new SampleGraph(sha256);
  const [a, b] = ['1', '2'].map((version) => graph.add('t.Raw', { version }));
  const [old, now] = [
    graph.add('t.Calibration', { inputs: { raw: a! } }),
    graph.add('t.Calibration2026', { inputs: { raw: b! } }),
  ];
  const [before, after] = [old, now].map((calibration) => graph.add('t.Events', { inputs: { calibration } }));
  assert.deepEqual(await differences(before!, after!, graph), [
    {
      path: 'calibration',
      name: 't.Calibration',
      kind: 'analysis',
      before: 't.Calibration',
      after: 't.Calibration2026',
    },
  ]);
});

test('inputs that came and went are told with their parameters', async () => {
  const graph = new SampleGraph(sha256);
  const image = (scw: string) => graph.add('t.Image', { parameters: { scw } });
  const mosaic = (...scws: string[]) => graph.add('t.Mosaic', { inputs: { images: scws.map(image) } });
  const found = await differences(mosaic('1', '2', '3'), mosaic('2', '4', '3', '5'), graph);
  const brief = found.map(({ path, kind, before, after }) => [
    kind,
    path,
    ((before ?? after) as { parameters: unknown }).parameters,
  ]);
  assert.deepEqual(brief, [
    ['input_removed', 'images[0]', { scw: '1' }],
    ['input_added', 'images[1]', { scw: '4' }],
    ['input_added', 'images[3]', { scw: '5' }],
  ]);
  const [open, given] = [
    graph.add('t.Sum', { inputs: { extra: { absent: true } } }),
    graph.add('t.Sum', { inputs: { extra: image('1') } }),
  ];
  assert.deepEqual(
    (await differences(open, given, graph)).map(({ kind, path, name }) => [kind, path, name]),
    [['input_added', 'extra', 't.Image']],
  );
});

test('members of the same data are compared with each other, also when there are others now', async () => {
  const graph = new SampleGraph(sha256);
  const image = (scw: number, bins: number) => graph.add('t.Image', { parameters: { scw, bins } });
  const before = graph.add('t.Mosaic', { inputs: { images: [1, 2, 3].map((scw) => image(scw, 4)) } });
  const after = graph.add('t.Mosaic', { inputs: { images: [4, 3, 2].map((scw) => image(scw, 8)) } });
  const found = await differences(before, after, graph);
  assert.deepEqual(
    found.map(({ kind, path, parameter }) => [kind, path, parameter]),
    [
      ['input_removed', 'images[0]', undefined],
      ['input_added', 'images[0]', undefined],
      ['parameter', 'images[2]', 'bins'],
    ],
  );
});

test('a fan-out differs by its list, by its template, and by how it is held', async () => {
  const graph = new SampleGraph(sha256);
  const item = { $item: [0] };
  const mosaic = (radiusDeg: number, bins: number, more: object = {}) => {
    const over = graph.add('t.Select', { parameters: { radiusDeg } });
    const id = graph.add('t.Image', { parameters: { bins, scw: item }, state: 'absent' });
    return graph.add('t.Mosaic', { inputs: { images: { each: { over, output: 'scws', template: { id }, ...more } } } });
  };
  const brief = async (before: string, after: string) =>
    (await differences(before, after, graph)).map(({ kind, path, parameter }) => [kind, path, parameter]);
  assert.deepEqual(await brief(mosaic(10, 4), mosaic(12, 8)), [
    ['parameter', 'images over', 'radiusDeg'],
    ['parameter', 'images', 'bins'],
  ]);
  assert.deepEqual(await brief(mosaic(10, 4), mosaic(10, 4, { one: true })), [['input_form', 'images', undefined]]);
});

test('different ids always have a difference, equal ones never', async () => {
  const graph = new SampleGraph(sha256);
  const raw = graph.add('t.Raw');
  const other = graph.add('t.Other');
  const forms: SampleNode['inputs'][] = [
    {}, { a: { absent: true } }, { a: raw }, { a: { id: raw, accept: [] } }, { a: { id: raw, accept: ['no_events'] } }, { a: { id: raw, optional: true } },
    { a: [] }, { a: [raw] }, { a: [raw, raw] }, { a: [raw, other] }, { a: [other, raw] }, { a: { map: {} } }, { a: { map: { x: { id: raw } } } },
    { a: { list: [{ list: [{ id: raw }] }] } }, { a: sha256('unrecorded') },
  ]; // prettier-ignore
  const ids = forms.map((inputs) => graph.add('t.User', { inputs }));
  for (const before of ids) {
    for (const after of ids) {
      const found = await differences(before, after, graph);
      assert.equal(
        found.length > 0,
        before !== after,
        JSON.stringify([graph.records.get(before)!.inputs, graph.records.get(after)!.inputs]),
      );
    }
  }
});
