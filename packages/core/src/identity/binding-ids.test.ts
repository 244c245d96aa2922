// The derivations that a stored input names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsIn } from './binding-ids.ts';

test('ids come in the order in which they stand, however they are nested', () => {
  const binding = { map: { x: { list: [{ id: 'a' }, { id: 'b', optional: true as const }] }, y: { id: 'a' } } };
  assert.deepEqual([...idsIn(binding)], ['a', 'b', 'a']);
});

test('a fan-out names its list first and then its template', () => {
  const template = { list: [{ id: 'image' }, { each: { over: 'inner', output: 'o', template: { id: 'part' } } }] };
  assert.deepEqual(
    [...idsIn({ each: { over: 'scws', output: 'list', template } })],
    ['scws', 'image', 'inner', 'part'],
  );
});

test('what is left out names nothing', () => {
  assert.deepEqual([...idsIn({ absent: true })], []);
  assert.deepEqual([...idsIn({ list: [] })], []);
});
