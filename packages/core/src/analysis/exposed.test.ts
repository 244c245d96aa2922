// Exposed parameters: the same request as an assumption, in the words of the goal; nothing else changes its identity.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, moduleOf } from '../../test/setting.ts';
import { number, string } from '../types/scalars.ts';
import { listOf } from '../types/compounds.ts';
import { childrenOf } from '../bind/derivation.ts';
import { analysis } from './analysis.ts';
import { configure, inject, substitute } from './assumptions.ts';
import { exposed, parameterOf, requestParameters } from './exposed.ts';
import { each } from './inputs.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const Bands = analysis({
  name: 'test.Bands',
  version: '1',
  parameters: { low: number({ unit: 'keV', default: 20 }), high: number({ unit: 'keV', default: 40 }) },
  outputs,
  run,
});
const Window = analysis({
  name: 'test.Window',
  version: '1',
  parameters: { scw: string({ default: '1' }) },
  outputs,
  run,
});
const Image = analysis({
  name: 'test.Image',
  version: '1',
  parameters: { threshold: number({ default: 7 }) },
  exposes: { scw: exposed(Window, 'scw'), lowest: exposed(Bands, 'low'), high: exposed(Bands, 'high') },
  inputs: { window: Window, bands: Bands },
  outputs,
  run,
});
const List = analysis({
  name: 'test.List',
  version: '1',
  outputs: { scws: listOf(string()) },
  run: () => ({ scws: ['1'] }),
});
const Sum = analysis({
  name: 'test.Sum',
  version: '1',
  exposes: { low: exposed(Bands, 'low') },
  inputs: { images: each(List, 'scws', (scw) => Image({ scw })) },
  outputs,
  run,
});
const modules = [moduleOf(Bands, Window, Image, List, Sum)];
const id = (goal: Parameters<typeof bind>[0]) => bind(goal, modules).id;

test('giving an exposed parameter is the same request as configuring the analysis upstream', () => {
  assert.equal(id(Image({ lowest: 25 })), id(Image().assuming(configure(Bands, { low: 25 }))));
  assert.equal(
    id(Image({ lowest: 25, high: 60, scw: '2' })),
    id(Image().assuming(configure(Bands, { low: 25, high: 60 }), configure(Window, { scw: '2' }))),
  );
  assert.notEqual(id(Image({ lowest: 25 })), id(Image()));
});

test('declaring what is exposed changes no id, and neither does giving the default', () => {
  const plain = analysis({ ...Image.definition, exposes: {} } as never) as typeof Image;
  assert.equal(id(plain()), id(Image()));
  assert.equal(id(Image({ lowest: 20 })), id(Image()));
});

test('what does not depend on the parameter is shared', () => {
  const [one, other] = [bind(Image({ lowest: 25 }), modules), bind(Image({ lowest: 30 }), modules)];
  const of = (image: typeof one, name: string) =>
    childrenOf(image).find(({ definition }) => definition.name === name)!.id;
  assert.equal(of(one, 'test.Window'), of(other, 'test.Window'));
  assert.notEqual(of(one, 'test.Bands'), of(other, 'test.Bands'));
});

test('exposed parameters reach through fan-outs, and items of fan-outs can be given to them', () => {
  assert.equal(id(Sum({ low: 30 })), id(Sum().assuming(configure(Bands, { low: 30 }))));
  const before = each(List, 'scws', (scw) => Image().assuming(configure(Window, { scw })));
  assert.equal(id(Sum()), id(Sum({ images: before })));
});

test('arguments and assumptions about one analysis go together; where both speak of one parameter, the assumption holds', () => {
  const both = Image({ lowest: 25 }).assuming(configure(Bands, { high: 60 }));
  assert.equal(id(both), id(Image({ lowest: 25, high: 60 })));
  assert.equal(id(Image({ lowest: 25 }).assuming(configure(Bands, { low: 30 }))), id(Image({ lowest: 30 })));
});

test('units, ranges and types are those of the parameter upstream', () => {
  assert.equal(id(Image({ lowest: '25000 eV' as never })), id(Image({ lowest: 25 })));
  assert.throws(() => id(Image({ lowest: 'much' as never })), /test\.Bands\.low/);
  assert.equal(parameterOf(Image.definition, 'lowest'), Bands.definition.parameters['low']);
  assert.equal(parameterOf(Image.definition, 'bands'), undefined);
  assert.deepEqual(Object.keys(requestParameters(Image.definition)), ['threshold', 'scw', 'lowest', 'high']);
});

test('what can mean nothing is refused: no such parameter, two of one name, an analysis that is not in the graph', () => {
  assert.throws(() => exposed(Bands, 'lwo' as 'low'), /test\.Bands has no parameter "lwo" to expose.*low/);
  assert.throws(() => Image({ lo: 1 } as never), /no parameter or input "lo"/);
  const declare = (exposes: object, inputs: object) =>
    analysis({ name: 'test.Twice', version: '1', exposes, inputs, outputs, run } as never);
  assert.throws(() => declare({ bands: exposed(Bands, 'low') }, { bands: Bands }), /"bands" is exposed, and/);
  const cut = Image({ lowest: 25, bands: List });
  assert.throws(() => id(cut), /test\.Image hands low on to test\.Bands, which is not in this graph/);
});

test('substitutes and injected values stand where they stood; the arguments go to what is put there', () => {
  const Wide = analysis({ ...Bands.definition, name: 'test.Wide' } as never) as typeof Bands;
  const goal = Image({ lowest: 25 }).assuming(substitute(Bands, Wide));
  assert.equal(id(goal), id(Image().assuming(substitute(Bands, Wide({ low: 25 })))));
  const injected = Image().assuming(inject(Bands, { x: 3 }));
  assert.notEqual(id(injected), id(Image()));
});
