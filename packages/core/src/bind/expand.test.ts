// The expansion of fan-outs: templates with their holes filled, nested ones too, each member the same derivation
// that one would get by asking for it directly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, idOf, identityContext } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import { each, following, literal } from '../analysis/inputs.ts';
import { listOf } from '../types/compounds.ts';
import { integer, json, number, string } from '../types/scalars.ts';
import type { BoundInput, Derivation } from './derivation.ts';
import { expand } from './expand.ts';

const run = () => ({ x: 1 }) as never;
const outputs = { x: number() };
const context = identityContext();
const Select = analysis({
  name: 'test.Select',
  version: '1',
  parameters: { field: string({ default: 'crab' }) },
  outputs: {
    scws: listOf(json<{ id: string; energy: number; list: string[] }>()),
    names: listOf(string()),
    best: string(),
  },
  run,
});
const Events = analysis({ name: 'test.Events', version: '1', parameters: { scw: string() }, outputs, run });
const Shared = analysis({ name: 'test.Shared', version: '1', outputs, run });
const Image = analysis({
  name: 'test.Image',
  version: '1',
  parameters: {
    minKeV: number({ unit: 'keV', default: 20 }),
    tag: json({ default: null }),
    n: integer({ default: 0 }),
  },
  inputs: { events: Events as never, shared: Shared },
  outputs,
  run,
});
const Mosaic = analysis({ name: 'test.Mosaic', version: '1', inputs: { images: literal(0) as never }, outputs, run });

type Each = Extract<BoundInput, { kind: 'each' }>;
const eachOf = (derivation: Derivation, name = 'images') => derivation.inputs[name] as Each;
const nodeOf = (input: BoundInput) => (input as Extract<BoundInput, { kind: 'node' }>).node;

test('the members are the derivations that one would get by asking for them directly', () => {
  const mosaic = bind(
    Mosaic({
      images: each(Select, 'names', (scw) => Image({ events: Events({ scw }), minKeV: '0.03 MeV' } as never)),
    } as never),
    [],
    context,
  );
  const members = expand(eachOf(mosaic), ['0665', '0666'], context).map(nodeOf);
  assert.deepEqual(
    members.map(({ id }) => id),
    ['0665', '0666'].map((scw) => idOf(Image({ events: Events({ scw }), minKeV: 30 } as never))),
  );
  assert.equal(nodeOf(members[0]!.inputs.shared!), nodeOf(members[1]!.inputs.shared!), 'what has no holes is shared');
});

test('only the template is open: the consumer itself is closed', () => {
  const mosaic = bind(Mosaic({ images: each(Select, 'names', (scw) => Events({ scw })) } as never));
  assert.equal(mosaic.free, 0);
  assert.equal(nodeOf(eachOf(mosaic).template).free, 1);
});

test('fields of an element, and elements inside lists and objects, fill parameters', () => {
  const mosaic = bind(
    Mosaic({
      images: each(Select, 'scws', (scw) =>
        Image({ minKeV: scw.energy, tag: { ids: [scw.id, 'x'], all: scw }, events: Events({ scw: scw.id }) } as never),
      ),
    } as never),
    [],
    context,
  );
  const [member] = expand(eachOf(mosaic), [{ id: 'a', energy: 25, list: [] }], context).map(nodeOf);
  assert.deepEqual(member!.parameters, {
    minKeV: 25,
    tag: { ids: ['a', 'x'], all: { id: 'a', energy: 25, list: [] } },
    n: 0,
  });
});

test('an element can stand as a literal input', () => {
  const mosaic = bind(
    Mosaic({ images: each(Select, 'scws', (scw) => Image({ events: scw.id } as never)) } as never),
    [],
    context,
  );
  const [member] = expand(eachOf(mosaic), [{ id: 'a' }], context).map(nodeOf);
  assert.deepEqual(nodeOf(member!.inputs.events!).parameters, { value: 'a' });
  assert.equal(member!.id, idOf(Image({ events: 'a' } as never)));
});

test('elements keep their types: text stays text, arrays stay arrays', () => {
  const One = analysis({ name: 'test.One', version: '1', parameters: { v: json() }, outputs, run });
  const mosaic = bind(Mosaic({ images: each(Select, 'names', (v) => One({ v })) } as never), [], context);
  const list = [
    '066500',
    '1e5',
    'null',
    '{"a":1}',
    5,
    NaN,
    null,
    new Float32Array([1]),
    { $item: [0] },
    new Map([['a', 1]]),
  ];
  const ids = expand(eachOf(mosaic), list, context).map((member) => nodeOf(member).id);
  assert.equal(new Set(ids).size, list.length);
  assert.deepEqual(nodeOf(expand(eachOf(mosaic), ['066500'], context)[0]!).parameters, { v: '066500' });
});

test('a typed array is a list too', () => {
  const One = analysis({ name: 'test.One', version: '1', parameters: { v: number() }, outputs, run });
  const mosaic = bind(Mosaic({ images: each(Select, 'names', (v) => One({ v } as never)) } as never), [], context);
  assert.deepEqual(
    expand(eachOf(mosaic), new Float64Array([1.5, 2.5]), context).map((member) => nodeOf(member).parameters.v),
    [1.5, 2.5],
  );
});

test('an empty list has no members, and what is no list is refused', () => {
  const mosaic = bind(Mosaic({ images: each(Select, 'names', (scw) => Events({ scw })) } as never), [], context);
  assert.deepEqual(expand(eachOf(mosaic), [], context), []);
  for (const bad of ['text', 5, null, { length: 2 }]) {
    assert.throws(() => expand(eachOf(mosaic), bad, context), {
      code: 'invalid_request',
      message: /test\.Select\.names is no list/,
    });
  }
});

test('an element that does not fit the parameter is refused with the place', () => {
  const mosaic = bind(
    Mosaic({
      images: each(Select, 'scws', (scw) => Image({ minKeV: scw.energy, events: Events({ scw: 'a' }) } as never)),
    } as never),
    [],
    context,
  );
  assert.throws(() => expand(eachOf(mosaic), [{ energy: 'many' }], context), {
    code: 'invalid_request',
    message: /test\.Image\.minKeV must be a number in keV/,
  });
  for (const bad of [{ id: 'a' }, null, 5])
    assert.throws(() => expand(eachOf(mosaic), [bad], context), {
      code: 'invalid_request',
      message: /have no field "energy"/,
    });
});

test('following() makes one input from one value', () => {
  const mosaic = bind(Mosaic({ images: following(Select, 'best', (scw) => Events({ scw })) } as never), [], context);
  const each = eachOf(mosaic);
  assert.equal(each.one, true);
  assert.deepEqual(
    expand(each, '0665', context).map((member) => nodeOf(member).id),
    [idOf(Events({ scw: '0665' }))],
  );
});

test('nested fan-outs capture the items around them', () => {
  const Inner = analysis({
    name: 'test.Inner',
    version: '1',
    parameters: { of: string() },
    outputs: { energies: listOf(number()) },
    run,
  });
  const Pixel = analysis({
    name: 'test.Pixel',
    version: '1',
    parameters: { scw: string(), energy: number(), field: string({ default: '' }) },
    outputs,
    run,
  });
  const nested = Mosaic({
    images: each(Select, 'names', (scw) =>
      each(Inner({ of: scw }), 'energies', (energy) => Pixel({ scw, energy } as never)),
    ),
  } as never);
  const outer = eachOf(bind(nested, [], context));
  const inner = expand(outer, ['a', 'b'], context) as Each[];
  assert.deepEqual(
    inner.map(({ over }) => over.id),
    ['a', 'b'].map((of) => idOf(Inner({ of }))),
  );
  const pixels = inner.map((fan) => expand(fan, [1, 2], context).map((member) => nodeOf(member).id));
  assert.deepEqual(
    pixels,
    ['a', 'b'].map((scw) => [1, 2].map((energy) => idOf(Pixel({ scw, energy } as never)))),
  );
});

test('a closed sub-graph has one id wherever it stands, inside a fan-out or outside', () => {
  const nested = Mosaic({
    images: each(Select, 'names', () =>
      each(Select({ field: 'vela' }), 'names', (scw) => Image({ events: Events({ scw }) } as never)),
    ),
  } as never);
  const outer = eachOf(bind(nested, [], context));
  const direct = Mosaic({
    images: each(Select({ field: 'vela' }), 'names', (scw) => Image({ events: Events({ scw }) } as never)),
  } as never);
  const inner = outer.template as Each;
  assert.equal(nodeOf(inner.template).id, nodeOf(eachOf(bind(direct, [], context)).template).id);
  assert.equal(nodeOf(nodeOf(inner.template).inputs.shared!).id, idOf(Shared));
});

test('the identity of the whole does not depend on when the template function was called or what it is called', () => {
  const make = (tag: string) =>
    Mosaic({ images: each(Select, 'names', (scw) => Image({ events: Events({ scw }), tag } as never)) } as never);
  assert.equal(idOf(make('a')), idOf(make('a')));
  assert.notEqual(idOf(make('a')), idOf(make('b')));
});

test('an item used outside of its fan-out is refused', () => {
  let leaked: unknown;
  each(Select, 'names', (scw) => {
    leaked = scw;
    return Events({ scw });
  });
  assert.throws(() => bind(Events({ scw: leaked } as never)), {
    code: 'invalid_request',
    message: /the item of an each\(\) is used outside of it/,
  });
});

test('a fan-out without a use of its item is the same member each time', () => {
  const mosaic = bind(Mosaic({ images: each(Select, 'names', () => Shared) } as never), [], context);
  const ids = expand(eachOf(mosaic), ['a', 'b'], context).map((member) => nodeOf(member).id);
  assert.deepEqual(ids, [idOf(Shared), idOf(Shared)]);
});
