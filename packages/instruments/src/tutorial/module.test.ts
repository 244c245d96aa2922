// Tests of the tutorial module as a whole: complete, described, and no real data needed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as everything from './index.ts';
import { tutorial } from './module.ts';

test('every analysis that is exported is declared in the module, and the other way round', () => {
  const exported = Object.values(everything).flatMap((value) => ('definition' in value ? [value.definition.name] : []));
  assert.deepEqual(exported.toSorted(), tutorial.analyses.map(({ definition }) => definition.name).toSorted());
});

test('everything runs as it is: each parameter has a default that it accepts', () => {
  for (const { definition } of tutorial.analyses) {
    assert.match(definition.name, /^tutorial\.[A-Z]/);
    assert.match(definition.description, /^[A-Z].{15,}\.$/, definition.name);
    for (const [name, type] of Object.entries(definition.parameters))
      assert.deepEqual(type.parse(type.default, name), type.default, name);
  }
});

test('the name of an observation is a data unit, so that processing of different ones has one shape', () => {
  const [dataUnit] = tutorial.analyses;
  assert.equal(dataUnit!.definition.parameters['unit']!.dataUnit, true);
});
