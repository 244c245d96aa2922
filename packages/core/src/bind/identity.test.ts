// The derivation id: what counts in it, what does not, and what it costs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bind, idOf, identityContext, moduleOf, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import { configure, substitute } from '../analysis/assumptions.ts';
import type { AnyAnalysis, Goal } from '../analysis/declaration.ts';
import { accepting, literal, named, optional, source } from '../analysis/inputs.ts';
import { pipelineModule } from '../analysis/module.ts';
import { Registry } from '../analysis/registry.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import { isDigest } from '../identity/digest.ts';
import { listOf, maybe } from '../types/compounds.ts';
import { json, number } from '../types/scalars.ts';
import { Binder } from './bind.ts';
import { bindingsOf, childrenOf, type Derivation } from './derivation.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const Leaf = analysis({ name: 'test.Leaf', version: '1', parameters: { n: number({ default: 0 }) }, outputs, run });
const Bin = analysis({
  name: 'test.Bin',
  version: '1',
  parameters: {
    sizeKeV: number({ unit: 'keV', default: 2 }),
    edges: listOf(number({ unit: 'keV' }), { default: [] }),
    extra: maybe(number()),
    any: maybe(json()),
  },
  inputs: { events: Leaf },
  outputs,
  run,
});

test('an id is the whole sha256 of the canonical text of everything that counts', () => {
  const bin = bind(Bin({ sizeKeV: '0.0035 MeV' }));
  const { name, version, code, environment } = bin.definition;
  const preimage = {
    stemma: 1,
    name,
    version,
    code,
    environment,
    parameters: { sizeKeV: 3.5, edges: [], extra: null, any: null },
    inputs: { events: { id: idOf(Leaf) } },
  };
  assert.equal(bin.id, sha256(canonicalJson(preimage)));
  assert.ok(isDigest(bin.id));
  assert.deepEqual(bindingsOf(bin.inputs) as unknown as Json, preimage.inputs);
});

test('golden vectors: the scheme of ids cannot change unnoticed', () => {
  // If this test fails, every stored result is lost to its users: raise the scheme number and write a migration first.
  assert.deepEqual(
    [
      Leaf,
      Leaf({ n: NaN }),
      Bin({ sizeKeV: 4 }),
      Bin({ events: [Leaf, literal('x')], any: { b: new Set([2, 1]), $a: 5n } }),
    ].map((goal) => idOf(goal)),
    goldenIds,
  );
});

test('a unit, a default, text or a number: however a parameter is written, the id is the same', () => {
  const ways: Goal<unknown>[] = [
    Bin(),
    Bin({ sizeKeV: 2 }),
    Bin({ sizeKeV: '2' }),
    Bin({ sizeKeV: '2 keV' }),
    Bin({ sizeKeV: '0.002 MeV' }),
    Bin({ sizeKeV: '2000 eV' }),
    Bin({ edges: [] }),
    Bin({ edges: '' }),
  ];
  assert.equal(new Set(ways.map((goal) => idOf(goal))).size, 1);
  assert.equal(idOf(Bin({ edges: '20,40 keV' })), idOf(Bin({ edges: [20, '0.04 MeV'] as never })));
  assert.equal(idOf(Bin({ sizeKeV: -0 })), idOf(Bin({ sizeKeV: 0 })));
});

test('null is a value of its own, not the default', () => {
  const P = analysis({
    name: 'test.P',
    version: '1',
    parameters: { limit: maybe(number({ default: 5 })) },
    outputs,
    run,
  });
  assert.deepEqual(bind(P).parameters, { limit: 5 });
  assert.deepEqual(bind(P({ limit: null })).parameters, { limit: null });
  assert.throws(() => bind(Bin({ sizeKeV: null as never })), { code: 'invalid_request' });
});

test('every parameter counts, always', () => {
  const ids = [
    Bin(),
    Bin({ sizeKeV: 3 }),
    Bin({ sizeKeV: NaN }),
    Bin({ edges: [1] }),
    Bin({ edges: [1, 2] }),
    Bin({ edges: [2, 1] }),
    Bin({ extra: 0 }),
    Bin({ any: 0 }),
    Bin({ any: [0] }),
    Bin({ any: { a: 0 } }),
  ].map((goal) => idOf(goal));
  assert.equal(new Set(ids).size, ids.length);
});

test('different values of a parameter never share an id', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (a, b) => {
      assert.equal(idOf(Leaf({ n: a })) === idOf(Leaf({ n: b })), a === b || (Number.isNaN(a) && Number.isNaN(b)));
    }),
    { numRuns: 50 },
  );
});

test('name, version, code and environment count', () => {
  const other = (changes: object) =>
    analysis({ name: 'test.Leaf', version: '1', parameters: { n: number({ default: 0 }) }, outputs, run, ...changes });
  const ids = [
    idOf(Leaf),
    idOf(other({ name: 'test.Leaf2' })),
    idOf(other({ version: '2' })),
    bind(Leaf, [], identityContext({ code: sha256('edited') })).id,
    bind(Leaf, [], identityContext({ environment: sha256('node 26') })).id,
  ];
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(
    idOf(other({ description: 'words', resources: { timeLimitS: 5 }, failures: { empty: 'nothing' } })),
    idOf(Leaf),
    'descriptions and limits do not count',
  );
});

test('the name of an input counts, and how it is held', () => {
  const with_ = (inputs: object) =>
    idOf(analysis({ name: 'test.With', version: '1', inputs: inputs as never, outputs, run }));
  const ids = [
    with_({ a: Leaf }),
    with_({ b: Leaf }),
    with_({ a: Leaf, b: Leaf }),
    with_({ a: [Leaf] }),
    with_({ a: [Leaf, Leaf] }),
    with_({ a: { a: Leaf } }),
    with_({ a: [[Leaf]] }),
    with_({ a: optional(Leaf) }),
    with_({ a: accepting(Leaf) }),
    with_({ a: accepting(Leaf, 'no_events') }),
    with_({}),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('the order in which inputs and parameters are declared does not count', () => {
  const make = (reverse: boolean) => {
    const ordered = <T>(object: Record<string, T>) =>
      Object.fromEntries(reverse ? Object.entries(object).toReversed() : Object.entries(object));
    return analysis({
      name: 'test.Order',
      version: '1',
      parameters: ordered({ a: number({ default: 1 }), b: number({ default: 2 }) }),
      inputs: ordered({ x: Leaf, y: Leaf({ n: 2 }), m: ordered({ k: Leaf, l: Leaf({ n: 3 }) }) }),
      outputs,
      run,
    } as never) as AnyAnalysis;
  };
  assert.equal(idOf(make(true)), idOf(make(false)));
  assert.equal(idOf(make(false)({ a: 5, b: 6 })), idOf(make(true)({ b: 6, a: 5 })));
});

test('the order of a list counts', () => {
  assert.notEqual(idOf(Bin({ events: [Leaf, Leaf({ n: 1 })] })), idOf(Bin({ events: [Leaf({ n: 1 }), Leaf] })));
});

test('what an assumption leaves unchanged keeps its id', () => {
  const Other = analysis({ name: 'test.Other', version: '1', outputs, run });
  const Two = analysis({ name: 'test.Two', version: '1', inputs: { bin: Bin, other: Other }, outputs, run });
  const inputsOf = (goal: AnyAnalysis | Goal<unknown>) => childrenOf(bind(goal)).map(({ id }) => id);
  const [bin, other] = inputsOf(Two);
  const [binAssumed, otherAssumed] = inputsOf(Two().assuming(configure(Leaf, { n: 9 })));
  assert.notEqual(binAssumed, bin);
  assert.equal(otherAssumed, other);
  assert.equal(
    idOf(Two().assuming(configure(Leaf, { n: 0 }))),
    idOf(Two),
    'an assumption that changes nothing changes no id',
  );
});

test('by name, by reference, by module or by assumption: one graph has one id', () => {
  const Fine = analysis({ name: 'test.Fine', version: '1', outputs, run });
  const Late = analysis({
    name: 'test.Bin',
    version: '1',
    parameters: Bin.definition.parameters,
    inputs: { events: named('test.Leaf') },
    outputs,
    run,
  });
  assert.equal(idOf(Late, [moduleOf(Leaf)]), idOf(Bin));
  const module = pipelineModule({
    name: 'fine',
    version: '1',
    analyses: [Fine],
    substitutions: [substitute(Leaf, Fine)],
  });
  assert.equal(idOf(Bin, [module]), idOf(Bin().assuming(substitute(Leaf, Fine))));
  assert.equal(idOf(Bin, [module]), idOf(Bin({ events: Fine })));
});

test('which modules are loaded, and how often, does not count', () => {
  const Unrelated = analysis({ name: 'test.Unrelated', version: '1', outputs, run });
  const module = moduleOf(Leaf, Bin);
  assert.equal(idOf(Bin, [module, moduleOf(Unrelated), module]), idOf(Bin));
});

test('a file counts by name and digest, not by where it lies', () => {
  const entry = { name: 'crab.fits', sha256: sha256('bytes'), mediaType: 'application/fits' };
  const of = (changes: object) => idOf(Bin({ events: source({ ...entry, ...changes }) }));
  assert.equal(of({ urls: ['https://example.org/a'], paths: ['b/c'], licence: 'CC0', sizeBytes: 5 }), of({}));
  assert.notEqual(of({ sha256: sha256('other bytes') }), of({}));
  assert.notEqual(of({ name: 'vela.fits' }), of({}));
  assert.throws(() => of({ sha256: 'short' }), { code: 'invalid_request', message: /sha256 must be text like/ });
});

test('twenty stacked diamonds cost as many derivations as they have nodes', () => {
  let made = 0;
  const context = identityContext();
  const counting = { ...context, sha256: (data: string | Uint8Array) => (made++, sha256(data)) };
  let top: AnyAnalysis = Leaf;
  for (let i = 0; i < 20; i++) {
    const side = (name: string) =>
      analysis({ name: `test.${name}${i}`, version: '1', inputs: { below: top }, outputs, run });
    top = analysis({
      name: `test.Top${i}`,
      version: '1',
      inputs: { left: side('Left'), right: side('Right') },
      outputs,
      run,
    });
  }
  const bound = new Binder(new Registry([]), counting).bind(top);
  assert.equal(made, 61);
  assert.equal(bound.definition.name, 'test.Top19');
});

test('diamonds under an assumption are bound once too', () => {
  let made = 0;
  const context = identityContext();
  const counting = { ...context, sha256: (data: string | Uint8Array) => (made++, sha256(data)) };
  let top: AnyAnalysis = Leaf;
  for (let i = 0; i < 20; i++)
    top = analysis({ name: `test.Top${i}`, version: '1', inputs: { left: top, right: top() }, outputs, run });
  new Binder(new Registry([]), counting).bind(top().assuming(configure(Leaf, { n: 2 })));
  assert.ok(made <= 41, `${made} derivations for 21 nodes`);
});

test('a chain of 20,000 is bound without recursion', () => {
  const Step = analysis({ name: 'test.Step', version: '1', inputs: { before: Leaf as AnyAnalysis }, outputs, run });
  let goal: AnyAnalysis | Goal<unknown> = Leaf;
  for (let i = 0; i < 20_000; i++) goal = Step({ before: goal as never });
  let at: Derivation = bind(goal);
  let depth = 0;
  for (let [next] = childrenOf(at); next; [next] = childrenOf(at)) {
    at = next;
    depth++;
  }
  assert.equal(depth, 20_000);
});

// Each the sha256 of the canonical text, as the first test of this file composes it.
const goldenIds: string[] = [
  '1ee9213c7e930852391cc8f869ab3a97407966a6880c396c1ac2f511f2241ed2',
  'e8e918f71155ece7985a40497a83a739ac10d73fc68f822efe919bef8a69c35a',
  'a013d563ddd16060e96c0f00d18489950f4077fb604bc5b2cdcef080d77611bb',
  '56b359809041ef76b37b0c2b5eca9850ca9fdc4f7bec1d2ce77183c54e82b4c3',
];
