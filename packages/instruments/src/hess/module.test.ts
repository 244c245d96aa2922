// Tests of the module as a whole: complete declarations, nothing forgotten.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as everything from './index.ts';
import { hess } from './module.ts';

test('every analysis that is exported is declared in the module, and the other way round', () => {
  const exported = Object.values(everything).flatMap((value) => ('definition' in value ? [value.definition.name] : []));
  assert.deepEqual(exported.toSorted(), hess.analyses.map(({ definition }) => definition.name).toSorted());
});

test('names begin with the module, descriptions are sentences, failures have words', () => {
  for (const { definition } of hess.analyses) {
    assert.match(definition.name, /^hess\.[A-Z][A-Za-z]+$/);
    assert.match(definition.description, /^[A-Z].{20,}\.$/, definition.name);
    for (const [reason, words] of Object.entries(definition.failures)) {
      assert.match(reason, /^[a-z_]+$/);
      assert.ok(words.length > 10);
    }
  }
});

test('every parameter has a default that it accepts itself', () => {
  for (const { definition } of hess.analyses) {
    for (const [name, type] of Object.entries(definition.parameters)) {
      assert.notEqual(type.default, undefined, `${definition.name}.${name}`);
      assert.deepEqual(type.parse(type.default, name), type.default, `${definition.name}.${name}`);
    }
  }
});
