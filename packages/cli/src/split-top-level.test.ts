// Tests of the splitting of nested texts.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { splitTopLevel } from './split-top-level.ts';

it('splits at separators outside of brackets and quotes only', () => {
  const cases: [string, string[]][] = [
    ['a, b', ['a', 'b']],
    ['a(x=1, y=2), b', ['a(x=1, y=2)', 'b']],
    ['[1, 2], {"k": [3, 4]}', ['[1, 2]', '{"k": [3, 4]}']],
    ['"a, b", c', ['"a, b"', 'c']],
    ['"a\\", b", c', ['"a\\", b"', 'c']],
    ['', []],
    ['  ', []],
    ['a,', ['a', '']],
  ];
  for (const [text, parts] of cases) assert.deepEqual(splitTopLevel(text, ','), parts, text);
});

it('loses nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z=(]{1,8}$/), { minLength: 1 }), (parts) => {
      const closed = parts.map((part) => part + ')'.repeat(part.split('(').length - 1));
      assert.deepEqual(splitTopLevel(closed.join(', '), ','), closed);
    }),
  );
});
