// The contract of an index: sketches of shapes, for search by similarity.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minHash, type ShapeSketch } from '@stemma/core';
import { samplePublication, sampleDerivation } from '../sample-publications.ts';
import { publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

const options = (x: number, version = '1') => ({ name: 'test.Image', version, parameters: { x } });
const shapesOf = (x: number, version?: string) => sampleDerivation(options(x, version)).shapes;
const sketchOf = (from: number, to: number) => minHash(new Map(Array.from({ length: to - from }, (_, i) => [from + i, 1]))); // prettier-ignore
const digests = (sketches: readonly ShapeSketch[]) => sketches.map(({ shapes }) => shapes.l1).sort();

/** Declares the tests of sketches. */
export function sketchContract(make: MakeIndex): void {
  describe('sketches', () => {
    it('asks for a sketch of each shape that has results, once, and never of files and literals', async (t) => {
      const index = await make(t, testClock());
      assert.deepEqual(await index.unsketched(10), []);
      const [one, two] = [samplePublication(options(1)), samplePublication(options(2))];
      await publishAll(index, one, two, samplePublication({ name: 'stemma.Literal', parameters: { value: 1 } }));
      await index.recordDerivations([sampleDerivation(options(3))]);
      assert.deepEqual((await index.unsketched(10)).sort(), [one.derivation.id, two.derivation.id].sort());
      assert.equal((await index.unsketched(1)).length, 1);
      await index.addSketches([{ shapes: shapesOf(1), sketch: sketchOf(0, 10) }]);
      assert.deepEqual(await index.unsketched(10), [two.derivation.id]);
    });

    it('keeps the first sketch of a shape as it was given', async (t) => {
      const index = await make(t, testClock());
      await publishAll(index, samplePublication(options(1)));
      const first = { shapes: shapesOf(1), sketch: sketchOf(0, 10) };
      await index.addSketches([first, { shapes: shapesOf(1), sketch: sketchOf(5, 20) }]);
      await index.addSketches([{ shapes: shapesOf(1), sketch: sketchOf(5, 20) }]);
      assert.deepEqual(await index.sketchesNear(sketchOf(500, 600), 100), [first]);
    });

    it('finds by bands what is equal or nearly so, and not what has nothing in common', async (t) => {
      const index = await make(t, testClock());
      await publishAll(index, ...[1, 2, 3].map((x) => samplePublication(options(x))));
      const near: ShapeSketch[] = [[0, 200], [0, 205], [5000, 5200]].map(([from, to], i) => ({ shapes: shapesOf(i + 1), sketch: sketchOf(from!, to!) })); // prettier-ignore
      await index.addSketches(near);
      assert.deepEqual(digests(await index.sketchesNear(near[0]!.sketch, 0)), digests(near.slice(0, 2)));
      assert.deepEqual(digests(await index.sketchesNear(near[0]!.sketch, 3)), digests(near));
    });

    it('finds sketches by second and third shape', async (t) => {
      const index = await make(t, testClock());
      const all = [options(1), options(2), options(1, '2')];
      await publishAll(index, ...all.map((one) => samplePublication(one)));
      await index.addSketches(all.map((one) => ({ shapes: sampleDerivation(one).shapes, sketch: sketchOf(0, 9) })));
      const { l2, l3 } = shapesOf(1);
      assert.deepEqual(digests(await index.sketchesOf('l2', l2)), [shapesOf(1).l1, shapesOf(2).l1].sort());
      assert.equal((await index.sketchesOf('l3', l3)).length, 3);
      assert.deepEqual(await index.sketchesOf('l2', l3), []);
    });

    it('counts the results of a shape and names the one recorded last', async (t) => {
      const index = await make(t, testClock());
      const shared = shapesOf(1);
      const members = [1, 2, 3].map((x) => {
        const publication = samplePublication(options(x));
        return { ...publication, derivation: { ...publication.derivation, shapes: shared } };
      });
      await publishAll(index, ...members);
      await index.recordDerivations([{ ...sampleDerivation(options(4)), shapes: shared }]);
      const found = await index.populations([shared.l1, shapesOf(9).l1]);
      assert.deepEqual(found, new Map([[shared.l1, { newest: members[2]!.derivation.id, results: 3 }]]));
    });
  });
}
