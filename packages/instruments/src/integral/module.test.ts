// Tests of the module as a whole: complete declarations, nothing forgotten.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as everything from './index.ts';
import { integral } from './module.ts';

test('every analysis that is exported is declared in the module, and the other way round', () => {
  const exported = Object.values(everything).flatMap((value) => ('definition' in value ? [value.definition.name] : []));
  assert.deepEqual(exported.toSorted(), integral.analyses.map(({ definition }) => definition.name).toSorted());
});

test('names begin with the module, descriptions are sentences, failures have words', () => {
  for (const { definition } of integral.analyses) {
    assert.match(definition.name, /^integral\.[A-Z][A-Za-z]+$/);
    assert.match(definition.description, /^[A-Z|].{20,}\.$/, definition.name);
    for (const [reason, words] of Object.entries(definition.failures)) {
      assert.match(reason, /^[a-z_]+$/);
      assert.ok(words.length > 10);
    }
  }
});

test('defaults are values that the parameters themselves accept', () => {
  for (const { definition } of integral.analyses) {
    for (const [name, type] of Object.entries(definition.parameters)) {
      if (type.default !== undefined)
        assert.deepEqual(type.parse(type.default, name), type.default, `${definition.name}.${name}`);
    }
  }
});

test('only what needs a time has a parameter without default', () => {
  const required = integral.analyses.flatMap(({ definition }) =>
    Object.entries(definition.parameters).flatMap(([name, type]) =>
      type.default === undefined ? [`${definition.name}.${name}`] : [],
    ),
  );
  assert.deepEqual(required, ['integral.TimeConversion.time']);
});
