// Layouts of any graph: nothing overlaps, ancestors stand above, edges begin and end at their boxes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dagOf, depths, sourcesOf, topologicalOrder, type Dag } from '../views/dag.ts';
import { sampleDags } from '../../test/sample-dags.ts';
import { layeredLayout } from './layered-layout.ts';
import { crossings, orderLayers } from './order-layers.ts';
import { placeLayers } from './place-layers.ts';
import { properLayers } from './proper-layers.ts';

const sizes = fc.array(fc.record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 90 }) }), { minLength: 26, maxLength: 26 }); // prettier-ignore
const drawn = fc.record({ sample: sampleDags, sizes }).map(({ sample: { dag }, sizes }) => {
  const widths = sizes.slice(0, dag.size).map(({ width }) => width);
  const heights = sizes.slice(0, dag.size).map(({ height }) => height);
  return { dag, widths, heights, layout: layeredLayout({ dag, widths, heights, gapX: 10, gapY: 20 }) };
});

test('boxes keep their distance and stay inside the drawing', () => {
  fc.assert(
    fc.property(drawn, ({ dag, widths, heights, layout: { x, y, width, height } }) => {
      for (let a = 0; a < dag.size; a++) {
        assert.ok(x[a]! >= -1e-9 && x[a]! + widths[a]! <= width + 1e-6);
        assert.ok(y[a]! >= 0 && y[a]! + heights[a]! <= height + 1e-6);
        for (let b = 0; b < a; b++) {
          const apartX = Math.max(x[a]! - x[b]! - widths[b]!, x[b]! - x[a]! - widths[a]!);
          const apartY = Math.max(y[a]! - y[b]! - heights[b]!, y[b]! - y[a]! - heights[a]!);
          assert.ok(apartX >= 10 - 1e-6 || apartY >= 20 - 1e-6, `${a} and ${b}: ${apartX}, ${apartY}`);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('what is used stands above its users, and the way between them goes down only', () => {
  fc.assert(
    fc.property(drawn, ({ dag, widths, heights, layout: { x, y, routes } }) => {
      const sources = sourcesOf(dag);
      assert.equal(routes.length, dag.targets.length);
      for (const [e, route] of routes.entries()) {
        const [user, used] = [sources[e]!, dag.targets[e]!];
        assert.ok(Math.abs(route[0]! - x[used]! - widths[used]! / 2) < 1e-6);
        assert.equal(route[1], y[used]! + heights[used]!);
        assert.equal(route.at(-1), y[user]);
        const port = route.at(-2)! - x[user]!;
        assert.ok(port > 0.2 * widths[user]! && port < 0.8 * widths[user]!, `${port} of ${widths[user]}`);
        for (let i = 3; i < route.length; i += 2) assert.ok(route[i]! >= route[i - 2]!);
      }
    }),
    { numRuns: 200 },
  );
});

test('an equal graph is drawn equally', () => {
  fc.assert(
    fc.property(drawn, ({ dag, widths, heights, layout }) => {
      assert.deepEqual(layeredLayout({ dag, widths, heights, gapX: 10, gapY: 20 }), layout);
    }),
    { numRuns: 30 },
  );
});

const orders = (dag: Dag) => {
  const proper = properLayers(dag, depths(dag));
  const place = new Float64Array(proper.size);
  const number = () => proper.layers.forEach((layer) => layer.forEach((v, i) => (place[v] = i)));
  number();
  return { proper, place, number };
};

test('crossings are counted as pairs of edges that cross', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      const { proper, place } = orders(dag);
      const { next, layerOf, layers } = proper;
      const sources = sourcesOf(next);
      let count = 0;
      for (let a = 0; a < sources.length; a++)
        for (let b = 0; b < a; b++) {
          if (layerOf[sources[a]!] !== layerOf[sources[b]!]) continue;
          const above = place[sources[a]!]! - place[sources[b]!]!;
          const below = place[next.targets[a]!]! - place[next.targets[b]!]!;
          if (above * below < 0) count++;
        }
      assert.equal(crossings(layers, next, place), count);
    }),
    { numRuns: 100 },
  );
});

test('ordering never makes crossings more, and keeps every place in its layer', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      const { proper, place, number } = orders(dag);
      const before = crossings(proper.layers, proper.next, place);
      const members = proper.layers.map((layer) => layer.toSorted());
      orderLayers(proper);
      number();
      assert.ok(crossings(proper.layers, proper.next, place) <= before);
      assert.deepEqual(proper.layers.map((layer) => layer.toSorted()), members); // prettier-ignore
    }),
    { numRuns: 100 },
  );
});

test('a tree is drawn without crossings', () => {
  const size = 127;
  const children = Array.from({ length: size - 1 }, (_, i) => i + 1);
  // Scrambled by a multiplication, since 127 is a prime.
  const scrambled = (v: number) => (v * 50) % size;
  const dag = dagOf(size, children.map((v) => scrambled((v - 1) >> 1)), children.map(scrambled)); // prettier-ignore
  const { proper, place, number } = orders(dag);
  orderLayers(proper);
  number();
  assert.equal(crossings(proper.layers, proper.next, place), 0);
});

test('edges go from one layer to the next, over bends where they are longer', () => {
  fc.assert(
    fc.property(sampleDags, ({ dag }) => {
      const { next, layerOf, pathTo, size } = properLayers(dag, depths(dag));
      const sources = sourcesOf(next);
      assert.ok(next.targets.every((v, e) => 1 === layerOf[v]! - layerOf[sources[e]!]!));
      sourcesOf(dag).forEach((u, e) => {
        const way = [dag.targets[e]!, ...pathTo(u, dag.targets[e]!), u];
        way.slice(1).forEach((place, i) => assert.equal(layerOf[place], layerOf[way[i]!]! - 1));
        assert.ok(way.slice(1, -1).every((bend) => bend >= dag.size && bend < size));
      });
    }),
    { numRuns: 100 },
  );
});

test('a chain of which every step uses the first thing has bounded bends', () => {
  const length = 3000;
  const steps = Array.from({ length: length - 1 }, (_, u) => u);
  const dag = dagOf(length, [...steps, ...steps], [...steps.map((u) => u + 1), ...steps.map(() => length - 1)]);
  const star = properLayers(dag, depths(dag));
  assert.ok(star.size <= 9 * length);
  const wild = dagOf(length, steps.flatMap((u) => [u, u]), steps.flatMap((u) => [u + 1, Math.min(length - 1, u + 1000)])); // prettier-ignore
  const { size, pathTo } = properLayers(wild, depths(wild));
  assert.ok(size <= 9 * length);
  assert.deepEqual(pathTo(0, 1000), []);
  assert.equal(topologicalOrder(wild).length, length);
});

test('neighbours want to stand below each other, and do where nothing is in the way', () => {
  const dag = dagOf(4, [0, 1, 2], [1, 2, 3]);
  const proper = properLayers(dag, depths(dag));
  const x = placeLayers(proper, Float64Array.of(10, 200, 40, 80), 5);
  assert.ok(x.every((centre) => Math.abs(centre - 100) < 1e-6));
});

test('an empty graph and a single node are drawings too', () => {
  const none = layeredLayout({ dag: dagOf(0, [], []), widths: [], heights: [] });
  assert.deepEqual([none.width, none.height, none.routes.length], [0, 0, 0]);
  const one = layeredLayout({ dag: dagOf(1, [], []), widths: [50], heights: [20] });
  assert.deepEqual([one.width, one.height, one.x[0], one.y[0]], [50, 20, 0, 0]);
});
