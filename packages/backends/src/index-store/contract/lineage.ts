// The contract of an index: walks of the family tree.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Digest, LineageGraph, Publication, ResultIndex } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { sampleDerivation, samplePublication, samplePublications } from '../sample-publications.ts';
import { codeIs, publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

/** Declares the tests of lineage, reachable, usersOf and impact. */
export function lineageContract(make: MakeIndex): void {
  describe('lineage', () => {
    graphTests(make);
    nodeTests(make);
    boundTests(make);
    impactTests(make);
  });
}

/** Publishes a graph given by the inputs of each node, which are earlier nodes; some of them twice. */
async function publishGraph(index: ResultIndex, uses: readonly (readonly number[])[]): Promise<Publication[]> {
  const batch: Publication[] = [];
  for (const [number, inputs] of uses.entries()) {
    const fanOut = inputs.map((input, i) => ({ role: `r${i % 2}`, id: batch[input]!.derivation.id }));
    batch.push(samplePublication({ name: `test.C${number % 3}`, parameters: { number }, fanOut }));
  }
  await publishAll(index, ...batch);
  return batch;
}

/** Edges in words, each once, in one order. */
function edgesOf(graph: LineageGraph): string[] {
  const words = [...graph.from].map(
    (from, i) => `${graph.ids[from]} ${graph.roles[graph.role[i]!]} ${graph.ids[graph.to[i]!]}`,
  );
  return words.toSorted();
}

function graphTests(make: MakeIndex): void {
  it('gives ancestors and descendants with all edges among them, for any graph', async (t) => {
    const graphs = fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (given, seed) => {
        const index = await make(t, testClock());
        const uses = given.map((inputs, i) => (i === 0 ? [] : inputs.map((input) => input % i)));
        const batch = await publishGraph(index, uses);
        const start = seed % batch.length;
        for (const direction of ['up', 'down'] as const) {
          const next = (node: number) =>
            direction === 'up' ? uses[node]! : uses.flatMap((inputs, user) => (inputs.includes(node) ? [user] : []));
          const met = new Set([start]);
          for (const node of met) for (const other of next(node)) met.add(other);
          const graph = await index.lineage([batch[start]!.derivation.id], { direction });
          const ids = [...met].map((node) => batch[node]!.derivation.id);
          assert.equal(graph.ids[0], batch[start]!.derivation.id);
          assert.deepEqual(graph.ids.toSorted(), ids.toSorted());
          const reachable = await index.reachable([batch[start]!.derivation.id], { direction });
          assert.deepEqual(reachable, graph.ids);
          // Downwards the edges inside the part are exactly those by which it was met.
          const inside = batch
            .filter((_, user) => met.has(user))
            .flatMap(({ derivation, used }) => used.map(({ role, id }) => `${derivation.id} ${role} ${id}`))
            .filter((edge) => ids.includes(edge.split(' ')[2]!));
          assert.deepEqual(edgesOf(graph), inside.toSorted());
        }
        await index.close();
      }),
      { numRuns: 25 },
    );
  });
}

function nodeTests(make: MakeIndex): void {
  it('tells what each node is, and only the id of what is not recorded', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication({ parameters: { binS: 4 }, inputs: { raw: sha256('raw') } });
    await publishAll(index, publication);
    const graph = await index.lineage([publication.derivation.id], { direction: 'up' });
    assert.deepEqual(graph.ids, [publication.derivation.id, sha256('raw')]);
    assert.deepEqual([...graph.definitionOf], [0, -1]);
    assert.deepEqual(graph.definitions, [publication.derivation.definition]);
    assert.deepEqual(graph.parameters, ['{"binS":4}', '{}']);
    const shapes = [graph.l1, graph.l2, graph.l3].map((column) => [graph.shapes[column[0]!], column[1]]);
    const { l1, l2, l3 } = publication.derivation.shapes;
    assert.deepEqual(shapes, [
      [l1, -1],
      [l2, -1],
      [l3, -1],
    ]);
  });

  it('counts the list of a fan-out as used, under the input name with " over"', async (t) => {
    const index = await make(t, testClock());
    const list = samplePublication({ name: 'test.List' });
    const member = samplePublication({ name: 'test.Member' });
    const over = list.derivation.id;
    const plain = samplePublication({ fanOut: [{ role: 'images', id: member.derivation.id }] });
    const each = { over, output: 'items', template: { id: sha256('template') } };
    const fan = { ...plain, derivation: { ...plain.derivation, inputs: { images: { each } } } };
    await publishAll(index, list, member, fan);
    assert.deepEqual((await index.used([fan.derivation.id])).get(fan.derivation.id), [
      { role: 'images', id: member.derivation.id },
      { role: 'images over', id: over },
    ]);
    assert.deepEqual(await index.reachable([over], { direction: 'down' }), [over, fan.derivation.id]);
  });

  it('follows the definition of what never had a result', async (t) => {
    const index = await make(t, testClock());
    const raw = samplePublication({ name: 'test.Raw' });
    await publishAll(index, raw);
    const template = sampleDerivation({ name: 'test.Template', inputs: { raw: raw.derivation.id } });
    await index.recordDerivations([template]);
    const graph = await index.lineage([template.id], { direction: 'up' });
    assert.deepEqual(graph.ids, [template.id, raw.derivation.id]);
    assert.deepEqual(graph.roles, ['raw']);
  });

  it('leaves unknown ids out', async (t) => {
    const index = await make(t, testClock());
    assert.deepEqual((await index.lineage([sha256('unknown')], { direction: 'down' })).ids, []);
    assert.deepEqual(await index.reachable([sha256('unknown')], { direction: 'up' }), []);
    assert.deepEqual(await index.impact([sha256('unknown')]), []);
    assert.deepEqual(await index.usersOf([sha256('unknown')]), new Map());
  });
}

function boundTests(make: MakeIndex): void {
  it('refuses more nodes than the limit and says what to do, and walks exactly as many', async (t) => {
    const index = await make(t, testClock());
    const chain = samplePublications(10, true);
    await publishAll(index, ...chain);
    const last = chain[9]!.derivation.id;
    assert.equal((await index.reachable([last], { direction: 'up', limit: 10 })).length, 10);
    for (const walk of ['lineage', 'reachable'] as const) {
      await assert.rejects(index[walk]([last], { direction: 'up', limit: 9 }), (thrown) => {
        codeIs('too_large')(thrown);
        assert.match((thrown as Error).message, /more than 9 ancestors: ask for their classes/);
        return true;
      });
    }
  });

  it('walks a graph whose number of paths no machine could count', async (t) => {
    const index = await make(t, testClock());
    // 100 diamonds on top of each other: 2^100 paths, 301 nodes.
    const uses: number[][] = [[]];
    for (let n = 0; n < 100; n++) {
      const bottom = uses.length - 1;
      uses.push([bottom], [bottom], [uses.length, uses.length + 1]);
    }
    const batch = await publishGraph(index, uses);
    const top = batch.at(-1)!.derivation.id;
    assert.equal((await index.lineage([top], { direction: 'up' })).ids.length, 301);
    assert.equal((await index.reachable([batch[0]!.derivation.id], { direction: 'down' })).length, 301);
  });

  it('tells direct users in batches', async (t) => {
    const index = await make(t, testClock());
    const chain = samplePublications(3, true);
    await publishAll(index, ...chain);
    const [a, b, c] = chain.map(({ derivation }) => derivation.id) as [Digest, Digest, Digest];
    assert.deepEqual(await index.usersOf([a, b, c]), new Map([[a, [b]], [b, [c]]])); // prettier-ignore
  });
}

function impactTests(make: MakeIndex): void {
  it('counts what depends on something by analysis and version, results and pins among them', async (t) => {
    const index = await make(t, testClock());
    const raw = samplePublication({ name: 'test.Raw' });
    const images = [1, 2, 3].map((number) =>
      samplePublication({ name: 'test.Image', parameters: { number }, inputs: { raw: raw.derivation.id } }),
    );
    const mosaic = samplePublication({
      name: 'test.Mosaic',
      version: '2',
      fanOut: images.map(({ derivation }) => ({ role: 'images', id: derivation.id })),
    });
    await publishAll(index, raw, ...images.slice(1), mosaic);
    await index.recordDerivations([images[0]!.derivation]);
    await index.pin([images[1]!.derivation.id], true);
    assert.deepEqual(await index.impact([raw.derivation.id]), [
      { name: 'test.Image', version: '1', derivations: 2, results: 2, pinned: 1 },
      { name: 'test.Mosaic', version: '2', derivations: 1, results: 1, pinned: 0 },
    ]);
    assert.deepEqual(await index.impact([mosaic.derivation.id]), []);
    // Two starting points, of which one depends on the other: neither counts as its own descendant.
    const both = await index.impact([raw.derivation.id, mosaic.derivation.id]);
    assert.deepEqual(
      both.map(({ name }) => name),
      ['test.Image'],
    );
  });
}
