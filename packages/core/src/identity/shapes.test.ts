// Shapes: what derivations have in common, level by level, and which difference each level forgets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, identityContext, sha256, shapesOf } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis, Goal } from '../analysis/declaration.ts';
import { each, literal, optional, source } from '../analysis/inputs.ts';
import { listOf } from '../types/compounds.ts';
import { number, string } from '../types/scalars.ts';
import { isDigest } from './digest.ts';
import { ShapeHasher } from './shapes.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const parameters = { scw: string({ dataUnit: true }), minKeV: number({ default: 20 }) };
const Events = analysis({ name: 'test.Events', version: '1', parameters, outputs, run });
const Events2 = analysis({ name: 'test.Events', version: '2', parameters, outputs, run });
const Image = analysis({ name: 'test.Image', version: '1', inputs: { events: Events as AnyAnalysis }, outputs, run });
const Mosaic = analysis({ name: 'test.Mosaic', version: '1', inputs: { images: [] as AnyAnalysis[] }, outputs, run });
const image = (args: object, of: typeof Events = Events) => Image({ events: of(args as never) });

function equalLevels(a: AnyAnalysis | Goal<unknown>, b: AnyAnalysis | Goal<unknown>): string {
  const [x, y] = [shapesOf(a), shapesOf(b)];
  return (['l1', 'l2', 'l3'] as const).filter((level) => x[level] === y[level]).join(' ');
}

test('another science window is the same processing: all three shapes are equal', () => {
  assert.equal(equalLevels(image({ scw: '0665' }), image({ scw: '0666' })), 'l1 l2 l3');
});

test('another parameter differs at L1 only', () => {
  assert.equal(equalLevels(image({ scw: '0665' }), image({ scw: '0665', minKeV: 30 })), 'l2 l3');
});

test('another version differs at L1 and L2', () => {
  assert.equal(equalLevels(image({ scw: '0665' }), image({ scw: '0665' }, Events2)), 'l3');
});

test('other code or another environment is another version', () => {
  const a = shapesOf(image({ scw: 'a' }));
  for (const change of [{ code: sha256('edited') }, { environment: sha256('node 26') }]) {
    const b = shapesOf(image({ scw: 'a' }), identityContext(change));
    assert.deepEqual([a.l1 === b.l1, a.l2 === b.l2, a.l3 === b.l3], [false, false, true]);
  }
});

test('another analysis, or another input name, differs at every level', () => {
  const Other = analysis({ name: 'test.Other', version: '1', parameters, outputs, run });
  assert.equal(equalLevels(image({ scw: 'a' }), image({ scw: 'a' }, Other)), '');
  const Named = analysis({ name: 'test.Image', version: '1', inputs: { data: Events as AnyAnalysis }, outputs, run });
  assert.equal(equalLevels(image({ scw: 'a' }), Named({ data: Events({ scw: 'a' }) })), '');
  assert.equal(equalLevels(Image({ events: optional(Events({ scw: 'a' })) as never }), Mosaic), '');
});

test('a mosaic of 10 and one of 500 science windows have one shape', () => {
  const mosaic = (n: number) =>
    Mosaic({ images: Array.from({ length: n }, (_, i) => image({ scw: `scw${i}` })) as never });
  assert.equal(equalLevels(mosaic(10), mosaic(500)), 'l1 l2 l3');
  const odd = Mosaic({ images: [image({ scw: 'a' }), image({ scw: 'b', minKeV: 99 })] as never });
  assert.equal(equalLevels(mosaic(10), odd), 'l2 l3');
});

test('files and their names are data units, literals are not', () => {
  const of = (name: string, bytes: string) =>
    Image({ events: source({ name, sha256: sha256(bytes), mediaType: 'application/fits' }) as never });
  assert.equal(equalLevels(of('a.fits', '1'), of('b.fits', '2')), 'l1 l2 l3');
  assert.equal(equalLevels(Image({ events: literal(1) as never }), Image({ events: literal(2) as never })), 'l2 l3');
});

test('a fan-out has the shape of its template, whatever it is over', () => {
  const Select = analysis({
    name: 'test.Select',
    version: '1',
    parameters: { field: string({ dataUnit: true }), max: number({ default: 9 }) },
    outputs: { scws: listOf(string()) },
    run: () => ({ scws: [] }),
  });
  const mosaic = (field: string, minKeV: number, max = 9) =>
    Mosaic({ images: each(Select({ field, max }), 'scws', (scw) => image({ scw, minKeV })) as never });
  assert.equal(equalLevels(mosaic('crab', 20), mosaic('vela', 20)), 'l1 l2 l3');
  assert.equal(equalLevels(mosaic('crab', 20), mosaic('crab', 30)), 'l2 l3');
  assert.equal(equalLevels(mosaic('crab', 20), mosaic('crab', 20, 8)), 'l2 l3');
});

test('shapes are whole digests, pinned so that they cannot change unnoticed', () => {
  const shapes = shapesOf(image({ scw: '0665' }));
  for (const level of Object.values(shapes)) assert.ok(isDigest(level));
  assert.deepEqual(shapes, pinned);
});

test('shapes cost one visit for each node, however the graph is shared', () => {
  let hashes = 0;
  let top: AnyAnalysis = analysis({ name: 'test.Leaf', version: '1', outputs, run });
  for (let i = 0; i < 20; i++)
    top = analysis({ name: `test.T${i}`, version: '1', inputs: { a: top, b: top }, outputs, run });
  const hasher = new ShapeHasher((data) => (hashes++, sha256(data)));
  const bound = bind(top);
  hasher.of(bound);
  assert.equal(hashes, 3 * 21);
  hasher.of(bound);
  assert.equal(hashes, 3 * 21);
});

const pinned = {
  l1: '698a38828db32d82e76b05da0f91f608b1958c658a68b4dc88340714dd784114',
  l2: 'd733e9bdbca9fbf2c1cc690646602839198ec9d6e10b6621057cd7119f41f343',
  l3: 'e02f59143a34b06c61037f9f4491877f4246137c766963451cc8bc4e9bc21212',
};
