// Binding: what stands where, under which assumptions; and what is refused before anything runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, idOf, identityContext, moduleOf } from '../../test/setting.ts';
import { analysis, specialise } from '../analysis/analysis.ts';
import { configure, inject, substitute, without } from '../analysis/assumptions.ts';
import type { AnyAnalysis, Goal } from '../analysis/declaration.ts';
import { literal, named, optional } from '../analysis/inputs.ts';
import { pipelineModule } from '../analysis/module.ts';
import { Registry } from '../analysis/registry.ts';
import { number, string } from '../types/scalars.ts';
import { Binder } from './bind.ts';
import { childrenOf, type BoundInput, type Derivation } from './derivation.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const parameters = { p: number({ default: 1 }) };
const A = analysis({ name: 'test.A', version: '1', parameters, outputs, run });
const B = analysis({ name: 'test.B', version: '1', parameters, inputs: { a: A }, outputs, run });
const C = analysis({ name: 'test.C', version: '1', inputs: { a: A, b: B }, outputs, run });
const A2 = analysis({ name: 'test.A2', version: '1', parameters, outputs, run });
const A3 = analysis({ name: 'test.A3', version: '1', parameters, outputs, run });
const Open = analysis({ name: 'test.Open', version: '1', outputs });
const Refined = specialise(A, { name: 'test.Refined', moreInputs: { original: A } });

const refuses = (call: () => unknown, message: RegExp, code = 'invalid_request') =>
  assert.throws(call, { code, message });

function node(derivation: Derivation, ...path: string[]): Derivation {
  let at = derivation;
  for (const name of path) {
    const input: BoundInput = at.inputs[name]!;
    assert.equal(input.kind, 'node', `${at.definition.name}.${name}`);
    at = (input as Extract<BoundInput, { kind: 'node' }>).node;
  }
  return at;
}

/** Names of everything in a graph, with p where there is one. */
function names(goal: AnyAnalysis | Goal<unknown>, modules = [moduleOf(A, B, C, A2, A3)]): string[] {
  const found = new Set<string>();
  const visit = (at: Derivation): void => {
    found.add(
      at.definition.name.replace('test.', '') +
        ('p' in at.parameters && at.parameters.p !== 1 ? String(at.parameters.p) : ''),
    );
    childrenOf(at).forEach(visit);
  };
  visit(bind(goal, modules));
  return [...found].sort();
}

test('inputs are bound by what is declared, each analysis once', () => {
  const c = bind(C);
  assert.equal(node(c, 'a').definition.name, 'test.A');
  assert.equal(node(c, 'a'), node(c, 'b', 'a'), 'shared, not bound twice');
});

test('a module that comes later puts its own in place of an earlier analysis, everywhere', () => {
  const later = pipelineModule({ name: 'later', version: '1', analyses: [A2], substitutions: [substitute(A, A2)] });
  assert.deepEqual(names(C, [moduleOf(A, B, C), later]), ['A2', 'B', 'C']);
  const last = pipelineModule({ name: 'last', version: '1', analyses: [A3], substitutions: [substitute(A, A3)] });
  assert.deepEqual(names(C, [moduleOf(A, B, C), later, last]), ['A3', 'B', 'C']);
  assert.deepEqual(names(C, [moduleOf(A, B, C), last, later]), ['A2', 'B', 'C']);
});

test('an assumption substitutes everywhere, and wins over the modules', () => {
  assert.deepEqual(names(C().assuming(substitute(A, A2))), ['A2', 'B', 'C']);
  const later = pipelineModule({ name: 'later', version: '1', analyses: [A2], substitutions: [substitute(A, A2)] });
  assert.deepEqual(names(C().assuming(substitute(A, A3)), [moduleOf(A, B, C), later]), ['A3', 'B', 'C']);
});

test('an assumption matches by the name it was given, whatever the substitute is called or made from', () => {
  const Sub = specialise(A, { name: 'other.A' });
  assert.deepEqual(names(C().assuming(substitute('test.A', Sub))), ['B', 'C', 'other.A']);
  assert.deepEqual(names(C().assuming(substitute(named('test.A'), Sub))), ['B', 'C', 'other.A']);
});

test('the goal itself can be substituted', () => {
  assert.deepEqual(names(A().assuming(substitute(A, A2))), ['A2']);
});

test('an assumption on an input holds only below it', () => {
  const goal = C({ b: B().assuming(substitute(A, A2)) });
  const c = bind(goal);
  assert.equal(node(c, 'a').definition.name, 'test.A');
  assert.equal(node(c, 'b', 'a').definition.name, 'test.A2');
});

test('where two assumptions speak of one name the outer one wins', () => {
  const goal = C({ b: B().assuming(substitute(A, A2)) }).assuming(substitute(A, A3));
  const c = bind(goal);
  assert.equal(node(c, 'a').definition.name, 'test.A3');
  assert.equal(node(c, 'b', 'a').definition.name, 'test.A3');
});

test('of two assumptions of one goal about one name the later one wins', () => {
  assert.deepEqual(names(C().assuming(substitute(A, A2)).assuming(substitute(A, A3))), ['A3', 'B', 'C']);
});

test('a substitute may take what it replaces as its own input', () => {
  const c = bind(C().assuming(substitute(A, Refined)));
  assert.equal(node(c, 'a').definition.name, 'test.Refined');
  assert.equal(node(c, 'a', 'original').definition.name, 'test.A');
  assert.deepEqual(node(c, 'a', 'original').inputs, {});
  const later = pipelineModule({
    name: 'later',
    version: '1',
    analyses: [Refined],
    substitutions: [substitute(A, Refined)],
  });
  assert.equal(bind(C, [moduleOf(A, B, C), later]).id, c.id, 'by module or by assumption: one identity');
});

test('inside a substitute that refines, what the original depends on is still substituted', () => {
  const RefinedB = specialise(B, { name: 'test.RefinedB', moreInputs: { original: B } });
  const c = bind(C().assuming(substitute(B, RefinedB), substitute(A, A2)));
  assert.equal(node(c, 'b', 'original', 'a').definition.name, 'test.A2');
});

test('two analyses may be exchanged for each other', () => {
  const Two = analysis({ name: 'test.Two', version: '1', inputs: { a: A, a2: A2 }, outputs, run });
  const two = bind(Two().assuming(substitute(A, A2), substitute(A2, A)));
  // Each is looked up once more under the other's rule and comes back to itself only where its own rule is hidden.
  assert.equal(node(two, 'a').definition.name, 'test.A');
  assert.equal(node(two, 'a2').definition.name, 'test.A2');
});

test('an analysis can be given other parameters wherever it stands', () => {
  assert.deepEqual(names(C().assuming(configure(A, { p: 7 }))), ['A7', 'B', 'C']);
  assert.deepEqual(names(C().assuming(configure(A, { p: 7 }), configure(B, { p: '8' }))), ['A7', 'B8', 'C']);
  refuses(() => bind(C().assuming(configure(A, { q: 7 }))), /test\.A has no parameter or input "q"/);
});

test('a configured substitute gets the arguments', () => {
  assert.deepEqual(names(C().assuming(substitute(A, A2), configure(A, { p: 7 }))), ['A27', 'B', 'C']);
});

test('arguments given where an analysis stands go to its substitute too', () => {
  const D = analysis({ name: 'test.D', version: '1', inputs: { a: A({ p: 5 }) }, outputs, run });
  assert.deepEqual(names(D().assuming(substitute(A, A2))), ['A25', 'D']);
});

test('a name is looked up when the goal is bound, and follows assumptions and modules', () => {
  const Late = analysis({ name: 'test.Late', version: '1', inputs: { a: named('test.A') }, outputs, run });
  assert.deepEqual(names(Late), ['A', 'Late']);
  assert.deepEqual(names(Late().assuming(substitute(A, A2))), ['A2', 'Late']);
  assert.equal(bind(named('Late'), [moduleOf(Late, A)]).id, bind(Late, [moduleOf(A)]).id);
});

test('an unknown name is refused with the nearest one', () => {
  const Late = analysis({ name: 'test.Late', version: '1', inputs: { a: named('test.Aa') }, outputs, run });
  refuses(() => bind(Late, [moduleOf(A, B)]), /unknown analysis "test\.Aa"; did you mean "test\.A"\?/, 'not_found');
  refuses(() => bind(named('zzzzzzz'), [moduleOf(A)]), /stemma modules/, 'not_found');
});

test('an abstract input left open is refused before anything runs, with the place', () => {
  const Needs = analysis({ name: 'test.Needs', version: '1', inputs: { source: Open }, outputs, run });
  refuses(() => bind(Needs), /test\.Needs\.source is left open: test\.Open is abstract or switched off/);
  refuses(() => bind(Open), /the goal is left open/);
  assert.deepEqual(names(Needs().assuming(substitute(Open, A))), ['A', 'Needs']);
  assert.deepEqual(names(Needs({ source: A2 })), ['A2', 'Needs']);
});

test('an optional input may be abstract or switched off, and is then absent', () => {
  const Maybe = analysis({
    name: 'test.Maybe',
    version: '1',
    inputs: { open: optional(Open), a: optional(A), late: optional(named('test.A')) },
    outputs,
    run,
  });
  const given = bind(Maybe, [moduleOf(A)]);
  assert.deepEqual(given.inputs.open, { kind: 'absent' });
  assert.equal(node(given, 'a').definition.name, 'test.A');
  const off = bind(Maybe().assuming(without(A)), [moduleOf(A)]);
  assert.deepEqual(off.inputs, { open: { kind: 'absent' }, a: { kind: 'absent' }, late: { kind: 'absent' } });
  assert.notEqual(off.id, given.id);
  refuses(() => bind(C().assuming(without(A))), /test\.(C|B)\.a is left open/);
});

test('an input that is optional in one place and needed in another is refused where it is needed', () => {
  const Maybe = analysis({
    name: 'test.Maybe',
    version: '1',
    inputs: { first: optional(Open), second: Open },
    outputs,
    run,
  });
  refuses(() => bind(Maybe), /test\.Maybe\.second is left open/);
});

test('inputs may be values, lists and named maps, mixed and nested', () => {
  const Any = analysis({
    name: 'test.Any',
    version: '1',
    inputs: { many: { low: A, high: A({ p: 2 }), both: [A, B], none: [] }, n: literal(3) },
    outputs,
    run,
  });
  const any = bind(Any);
  const { entries } = any.inputs.many as Extract<BoundInput, { kind: 'map' }>;
  assert.deepEqual(Object.keys(entries), ['low', 'high', 'both', 'none']);
  assert.equal((entries.both as Extract<BoundInput, { kind: 'list' }>).items.length, 2);
  assert.deepEqual(node(any, 'n').parameters, { value: 3 });
});

test('plain values given as inputs are literals, also inside of lists and maps', () => {
  const Any = analysis({ name: 'test.Any', version: '1', inputs: { it: A }, outputs, run });
  const value = (goal: Goal<unknown>) => bind(goal).inputs.it;
  assert.deepEqual(node(bind(Any({ it: 7 })), 'it').parameters, { value: 7 });
  assert.deepEqual(node(bind(Any({ it: 'crab' })), 'it').parameters, { value: 'crab' });
  assert.deepEqual(node(bind(Any({ it: null as never })), 'it').parameters, { value: null });
  assert.deepEqual(bind(Any({ it: [1, 2] as never })).id, bind(Any({ it: [literal(1), literal(2)] })).id);
  assert.deepEqual(bind(Any({ it: { raDeg: 83.6 } as never })).id, bind(Any({ it: { raDeg: literal(83.6) } })).id);
  assert.equal(value(Any({ it: [1] as never }))!.kind, 'list');
  assert.notEqual(idOf(Any({ it: { raDeg: 83.6 } as never })), idOf(Any({ it: { raDeg: 83.7 } as never })));
  refuses(() => bind(Any({ it: new Date() as never })), /test\.Any\.it/);
  refuses(() => bind(Any({ it: [undefined] as never })), /test\.Any\.it\[0\]/);
});

test('an injected object stands in place of an analysis, with its content in the identity', () => {
  const goal = (x: number) => C().assuming(inject(A, { x }));
  const c = bind(goal(5));
  assert.equal(node(c, 'a').definition.name, 'stemma.Literal');
  assert.deepEqual(node(c, 'b', 'a').parameters, { value: { x: 5 } });
  assert.equal(idOf(goal(5)), idOf(goal(5)));
  assert.notEqual(idOf(goal(5)), idOf(goal(6)));
});

test('a cycle of names is refused with the whole circle', () => {
  const One = analysis({ name: 'test.One', version: '1', inputs: { two: named('test.Two') }, outputs, run });
  const Two = analysis({ name: 'test.Two', version: '1', inputs: { three: named('test.Three') }, outputs, run });
  const Three = analysis({ name: 'test.Three', version: '1', inputs: { one: One }, outputs, run });
  const Self = analysis({ name: 'test.Self', version: '1', inputs: { self: named('test.Self') }, outputs, run });
  const modules = [moduleOf(One, Two, Three, Self)];
  refuses(() => bind(One, modules), /cyclic declaration: .*test\.Two needs test\.Three needs test\.One/);
  refuses(() => bind(One(), modules), /cyclic declaration/);
  refuses(() => bind(Self, modules), /test\.Self needs test\.Self/);
});

test('substitutes that need each other are a cycle, not an endless loop', () => {
  const X = analysis({ name: 'test.X', version: '1', inputs: { a2: A2 }, outputs, run });
  const Y = analysis({ name: 'test.Y', version: '1', inputs: { a: A }, outputs, run });
  // A → X needs A2 → Y needs A, which inside X is the original again.
  assert.deepEqual(names(A().assuming(substitute(A, X), substitute(A2, Y))), ['A', 'X', 'Y']);
});

test('a binder that has refused a goal binds the next one', () => {
  const One = analysis({ name: 'test.One', version: '1', inputs: { a: A, open: Open }, outputs, run });
  const binder = new Binder(new Registry([]), identityContext());
  refuses(() => binder.bind(One), /left open/);
  refuses(() => binder.bind(One), /left open/);
  assert.equal(binder.bind(C).id, idOf(C));
});

test('an assumption that concerns nothing in the goal is refused, with the nearest name that would', () => {
  refuses(
    () => bind(B().assuming(substitute(A2, A3)), [moduleOf(A, B, A2)]),
    /the assumption about test\.A2 concerns nothing in this goal/,
  );
  refuses(
    () => bind(B().assuming(configure('test.Aa', { p: 2 })), [moduleOf(A, B)]),
    /no loaded module has it.*did you mean "test\.A"\?/,
  );
  refuses(() => bind(B().assuming(without(C))), /test\.C concerns nothing/);
});

test('two goals with different assumptions in one binder do not leak into each other', () => {
  const binder = new Binder(new Registry([moduleOf(A, B, C)]), identityContext());
  const plain = binder.bind(C).id;
  const assumed = binder.bind(C().assuming(substitute(A, A2))).id;
  assert.notEqual(plain, assumed);
  assert.equal(binder.bind(C).id, plain);
  assert.equal(binder.bind(C().assuming(substitute(A, A2))).id, assumed);
});

test('a parameter that must be given is named when it is missing', () => {
  const P = analysis({
    name: 'test.P',
    version: '1',
    parameters: { scw: string({ description: 'science window' }) },
    outputs,
    run,
  });
  refuses(() => bind(P), /test\.P\.scw must be given: a string \(science window\)/);
  refuses(() => bind(P({ scw: 5 as never })), /test\.P\.scw must be text, got 5/);
});

test('a binder that has bound very many goals stays small, and names them as before', () => {
  const binder = new Binder(new Registry([moduleOf(A, B, C)]), identityContext());
  const first = binder.bind(B({ a: A({ p: -1 }) }));
  for (let p = 0; p < 45_000; p++) binder.bind(A({ p }));
  const again = binder.bind(B({ a: A({ p: -1 }) }));
  assert.equal(again.id, first.id);
  // What was forgotten is made anew: it is not the same object any more, since nothing keeps it.
  assert.notEqual(again, first);
  // Assumptions that concern nothing are still told after that.
  refuses(() => binder.bind(A().assuming(configure('test.B', { p: 2 }))), /concerns nothing/);
});
