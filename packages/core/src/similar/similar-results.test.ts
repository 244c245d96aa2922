// Similar results, over real derivations: what is found at which level, in which order, and with which explanation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, identityContext, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { source } from '../analysis/inputs.ts';
import { bindingsOf, childrenOf, type Derivation } from '../bind/derivation.ts';
import { postOrder } from '../graph/post-order.ts';
import type { DerivationRecord } from '../identity/records.ts';
import { ShapeHasher } from '../identity/shapes.ts';
import { number, string } from '../types/scalars.ts';
import { differencesBetween } from '../provenance/differences.ts';
import { explainDifferences } from './explain-difference.ts';
import { estimatedLikeness, likeness, minHash } from './min-hash.ts';
import { OpenParameters } from './open-parameters.ts';
import { ShapeGraph } from './shape-graph.ts';
import { ShapeLabels } from './shape-labels.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const records = new Map<string, DerivationRecord>();
const hasher = new ShapeHasher(sha256);
const read = async (ids: readonly string[]) => new Map(ids.flatMap((id) => (records.has(id) ? [[id, records.get(id)!] as const] : []))); // prettier-ignore

function recorded(goal: unknown, context = identityContext()): DerivationRecord {
  const root = bind(goal as AnyAnalysis, [], context);
  postOrder([root], (node: Derivation) => childrenOf(node, true), (node) => {
    const { id, definition, parameters, inputs } = node;
    records.set(id, { id, definition, parameters, inputs: bindingsOf(inputs), shapes: hasher.of(node) });
  }); // prettier-ignore
  return records.get(root.id)!;
}

interface Variant {
  readonly scws?: readonly string[];
  readonly minKeV?: number;
  readonly calibration?: string;
  readonly mosaic?: string;
  readonly catalogue?: string;
}

function mosaic({ scws = ['1', '2'], minKeV = 20, calibration = '1', mosaic = '1', catalogue = 'a' }: Variant = {}): DerivationRecord {
  const Calibration = analysis({ name: 'test.Calibration', version: calibration, outputs, run });
  const Events = analysis({ name: 'test.Events', version: '1', parameters: { scw: string({ dataUnit: true }), level: number({ default: 1 }) }, inputs: { calibration: Calibration }, outputs, run });
  const file = source({ name: `${catalogue}.fits`, sha256: sha256(catalogue), mediaType: 'application/fits' });
  const Sources = analysis({ name: 'test.Catalogue', version: '1', inputs: { file }, outputs, run });
  const Image = analysis({ name: 'test.Image', version: '1', parameters: { minKeV: number() }, inputs: { events: Events, sources: Sources }, outputs, run });
  const Mosaic = analysis({ name: 'test.Mosaic', version: mosaic, inputs: { images: [] as AnyAnalysis[] }, outputs, run });
  return recorded(Mosaic({ images: scws.map((scw) => Image({ minKeV, events: Events({ scw }) })) as never }));
} // prettier-ignore

async function labelsOf(...roots: readonly DerivationRecord[]): Promise<Map<number, number>[]> {
  const graph = new ShapeGraph(read, sha256);
  await graph.add(roots.map(({ id }) => id));
  const labels = new ShapeLabels(graph);
  return roots.map(({ shapes }) => labels.setOf(shapes.l1));
}

test('data units are found again from the first shape alone, without the code that declares them', () => {
  const all = [...records.values(), ...[mosaic()].flatMap(() => [...records.values()])];
  const open = new OpenParameters(sha256);
  const found = new Map(all.map((record) => [record.definition.name, open.of(record, (id) => records.get(id)?.shapes.l1)])); // prettier-ignore
  assert.deepEqual(found.get('test.Events'), { scw: '*', level: 1 });
  assert.deepEqual(found.get('test.Image'), { minKeV: 20 });
  assert.deepEqual(found.get('stemma.File'), { mediaType: 'application/fits' });
  const foreign = { ...mosaic(), shapes: { l1: sha256('elsewhere'), l2: '', l3: '' } };
  assert.equal(open.of(foreign, (id) => records.get(id)?.shapes.l1), undefined); // prettier-ignore
});

test('the same processing of other data has the same labels, of 2 windows or of 200', async () => {
  const many = Array.from({ length: 200 }, (_, i) => `window ${i}`);
  const [one, other] = await labelsOf(mosaic(), mosaic({ scws: many, catalogue: 'b' }));
  assert.deepEqual(one, other);
});

test('labels do not depend on what else is sketched, nor on its order', async () => {
  const variants = [mosaic(), mosaic({ minKeV: 30 }), mosaic({ calibration: '2' })];
  const together = await labelsOf(...variants);
  const reversed = (await labelsOf(...variants.toReversed())).toReversed();
  const alone = (await Promise.all(variants.map((variant) => labelsOf(variant)))).flat();
  assert.deepEqual(together, reversed);
  assert.deepEqual(together, alone);
});

test('likeness falls with the number of shapes that a change touches within two steps, weighted by nearness', async () => {
  const [base, near, far, both, unlike] = await labelsOf(
    mosaic(),
    mosaic({ mosaic: '2' }),
    mosaic({ calibration: '2' }),
    mosaic({ calibration: '2', minKeV: 30 }),
    recorded(analysis({ name: 'test.Other', version: '1', outputs, run })),
  );
  const of = (other: Map<number, number> | undefined) => likeness(base!, other!);
  assert.ok(of(far) < 1 && of(both) < of(far));
  assert.ok(of(near) < 1);
  assert.equal(of(unlike), 0);
  assert.ok(Math.abs(estimatedLikeness(minHash(base!), minHash(far!)) - of(far)) < 4 * Math.sqrt(0.25 / 128));
});

test('code that was edited under one version is told, but makes no other kind of result', async () => {
  const Simple = analysis({ name: 'test.Simple', version: '1', outputs, run });
  const [one, other] = [recorded(Simple), recorded(Simple, identityContext({ code: sha256('edited') }))];
  assert.notEqual(one.shapes.l1, other.shapes.l1);
  const [a, b] = await labelsOf(one, other);
  assert.deepEqual(a, b);
  assert.equal(explainDifferences(await differencesBetween(one.id, other.id, read)), 'code of test.Simple');
});

test('differences are told in few words, a new version without its new code', async () => {
  const words = async (variant: Variant) =>
    explainDifferences(await differencesBetween(mosaic().id, mosaic(variant).id, read));
  assert.equal(await words({ minKeV: 30 }), 'minKeV 30 keV (20 keV)');
  assert.equal(await words({ calibration: '2' }), 'version of test.Calibration');
  assert.equal(await words({ scws: ['1', '2', '3'] }), 'images: more test.Image');
  assert.equal(await words({ catalogue: 'b' }), 'file file');
  assert.equal(await words({}), '');
  const many = Array.from({ length: 5 }, (_, i) => ({ path: '.', name: 'a', kind: 'parameter' as const, parameter: `p${i}`, before: 1 })); // prettier-ignore
  assert.equal(explainDifferences(many), 'p0 none (1); p1 none (1); p2 none (1); 2 more');
});
