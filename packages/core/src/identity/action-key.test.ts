// The second key: equal when a derivation would do the same to the same contents, different otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, identityContext, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import { accepting, optional } from '../analysis/inputs.ts';
import type { Derivation } from '../bind/derivation.ts';
import { number } from '../types/scalars.ts';
import { actionKey } from './action-key.ts';
import { isDigest } from './digest.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const Calibration = analysis({ name: 'test.Calibration', version: '1', outputs, run });
const Calibration2 = analysis({ name: 'test.Calibration', version: '2', outputs, run });
const Raw = analysis({ name: 'test.Raw', version: '1', outputs, run });
const Calibrated = analysis({
  name: 'test.Calibrated',
  version: '1',
  parameters: { p: number({ default: 1 }) },
  inputs: { calibration: Calibration, raw: Raw },
  outputs,
  run,
});

const content = (text: string) => () => sha256(text);
const keyOf = (derivation: Derivation, contentOf: (node: Derivation) => string) =>
  actionKey(derivation, derivation.inputs, contentOf, sha256);

test('another calibration with equal bytes gives another id and the same action key', () => {
  const [a, b] = [bind(Calibrated), bind(Calibrated({ calibration: Calibration2 }))];
  assert.notEqual(a.id, b.id);
  assert.equal(keyOf(a, content('same')), keyOf(b, content('same')));
  assert.notEqual(keyOf(a, content('same')), keyOf(a, content('other')));
  assert.ok(isDigest(keyOf(a, content('same'))));
});

test('parameters, code, version and environment count in the action key', () => {
  const keys = [
    keyOf(bind(Calibrated), content('c')),
    keyOf(bind(Calibrated({ p: 2 })), content('c')),
    keyOf(bind(Calibrated, [], identityContext({ code: sha256('edited') })), content('c')),
    keyOf(bind(Calibrated, [], identityContext({ environment: sha256('other') })), content('c')),
    keyOf(bind(Calibrated, [], identityContext({ version: '2' })), content('c')),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test('which content came in by which input counts, and how it is held', () => {
  const A = (inputs: object) => bind(analysis({ name: 'test.A', version: '1', inputs: inputs as never, outputs, run }));
  const byName = (node: Derivation) => sha256(node.definition.name);
  const keys = [
    A({ a: Raw, b: Calibration }),
    A({ a: Calibration, b: Raw }),
    A({ a: Raw }),
    A({ a: [Raw] }),
    A({ a: [Raw, Raw] }),
    A({ a: { r: Raw } }),
    A({ a: optional(Raw) }),
    A({ a: accepting(Raw) }),
    A({}),
  ].map((derivation) => keyOf(derivation, byName));
  assert.equal(new Set(keys).size, keys.length);
});

test('an analysis that draws random numbers has its own key, since its seed is part of what it does', () => {
  const make = (calibration: typeof Calibration) =>
    bind(analysis({ name: 'test.Simulate', version: '1', stochastic: true, inputs: { calibration }, outputs, run }));
  const [a, b] = [make(Calibration), make(Calibration2)];
  assert.notEqual(keyOf(a, content('same')), keyOf(b, content('same')));
  assert.equal(keyOf(a, content('same')), keyOf(make(Calibration), content('same')));
});

test('an action key is never an id', () => {
  const bound = bind(Calibrated);
  assert.notEqual(
    keyOf(bound, (node) => node.id),
    bound.id,
  );
});
