// Who depends on which analyses.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { analysis, each, listOf, named, number, pipelineModule, Registry, string } from '@stemma/core';
import { dependantsOf } from './dependants.ts';

const value = { outputs: { value: number() }, run: () => ({ value: 1 }) };
const Base = analysis({ name: 'lab.Base', version: '1', ...value });
const Names = analysis({
  name: 'lab.Names',
  version: '1',
  outputs: { all: listOf(string()) },
  run: () => ({ all: [] }),
});
const Direct = analysis({ name: 'lab.Direct', version: '1', inputs: { base: Base }, ...value });
const Indirect = analysis({ name: 'lab.Indirect', version: '1', inputs: { some: [Direct({})] }, ...value });
const Late = analysis({ name: 'lab.Late', version: '1', inputs: { map: { one: named('lab.Indirect') } }, ...value });
const Fan = analysis({
  name: 'lab.Fan',
  version: '1',
  inputs: { each: each(Names, 'all', () => Base({})) },
  ...value,
});
const Other = analysis({ name: 'lab.Other', version: '1', ...value });
const registry = new Registry([
  pipelineModule({ name: 'lab', version: '1', analyses: [Base, Names, Direct, Indirect, Late, Fan, Other] }),
]);

test('whoever is made from an analysis depends on it, also through others, by name, in lists, maps and fan-outs', () => {
  assert.deepEqual(dependantsOf(['lab.Base'], registry), ['lab.Direct', 'lab.Fan', 'lab.Indirect', 'lab.Late']);
  assert.deepEqual(dependantsOf(['lab.Names'], registry), ['lab.Fan']);
});

test('what answers for a service is not its own dependant, and what nobody uses has none', () => {
  assert.deepEqual(dependantsOf(['lab.Base', 'lab.Direct'], registry), ['lab.Fan', 'lab.Indirect', 'lab.Late']);
  assert.deepEqual(dependantsOf(['lab.Late', 'lab.Other', 'not.Loaded'], registry), []);
});
