// YAML that no parser can read as anything else. PyYAML and cwltool judge it from outside in test/exports-workflows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { yamlText } from './yaml-text.ts';

test('objects and lists stand in blocks, text in quotes', () => {
  const text = yamlText({ class: 'Workflow', in: { a: [{ x: 1, z: [] }, 'b'] }, none: {}, nothing: null, yes: true });
  assert.equal(
    text,
    [
      'class: "Workflow"',
      'in:',
      '  a:',
      '    - x: 1',
      '      z: []',
      '    - "b"',
      'none: {}',
      'nothing: null',
      '"yes": true',
      '',
    ].join('\n'),
  );
});

test('text that looks like something else, or that YAML cannot hold, is quoted and escaped', () => {
  assert.equal(
    yamlText({ a: 'no: "x" \\ \u0000\n\u2028\u0085é😀' }),
    'a: "no: \\"x\\" \\\\ \\u0000\\u000a\\u2028\\u0085\\u00e9\\U0001f600"\n',
  );
  assert.equal(yamlText('\ud800'), '"\\ufffd"\n');
  assert.equal(yamlText({ 'a b': 1, null: 2, '': 3 }), '"a b": 1\n"null": 2\n"": 3\n');
});

test('whatever the text, one line of printable ASCII says it, and reading the escapes gives it back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      const line = yamlText({ key: text });
      assert.match(line, /^key: "[ -~]*"\n$/);
      // Without characters beyond the basic plane the quoted form is JSON too.
      const json = line
        .slice(5)
        .replaceAll(/\\U([0-9a-f]{8})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
      assert.equal(JSON.parse(json), text);
    }),
  );
});
