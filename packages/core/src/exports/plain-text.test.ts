// Text from outside in documents: bounded, whole, and told apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { boundedText, escapedName, isoDay, isoTime, valueText, xmlCharacters, xmlText } from './plain-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', '\ud800', '\udc00', '<', '\0', '"', '\ufffe') }),
);

test('bounded text is well-formed, and no longer than its limit but for the note of its length', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, limit) => {
      const bounded = boundedText(text, limit);
      assert.ok(bounded.isWellFormed());
      if (text.length <= limit) assert.equal(bounded, text.toWellFormed());
      else assert.equal(bounded, `${text.slice(0, limit).toWellFormed()}… (${text.length} characters)`);
    }),
  );
});

test('escaped names are letters, digits and _, and differ where the texts differ', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), (a, b) => {
      assert.match(escapedName(a), /^[A-Za-z0-9_]*$/);
      assert.equal(escapedName(a) === escapedName(b), a === b);
    }),
  );
});

test('a name that looks like an escaped one gets another name', () => {
  assert.notEqual(escapedName('a b'), escapedName('a_20_b'));
});

test('XML text has no markup and no character that XML forbids', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = xmlText(text);
      assert.doesNotMatch(escaped, /[<>"\r\n\t]|&(?!(amp|lt|gt|quot|#13|#10|#9);)/);
      assert.doesNotMatch(escaped, /[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      const back = escaped.replace(/&(amp|lt|gt|quot|#13|#10|#9);/g, (_, name: string) => entities[name]!);
      assert.equal(back, xmlCharacters(text));
    }),
  );
});

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#13': '\r',
  '#10': '\n',
  '#9': '\t',
};

test('values are told as they are, long ones by size and digest', () => {
  assert.equal(valueText({ name: 'a', value: 'text' }), 'text');
  assert.equal(valueText({ name: 'a', value: { $float: 'NaN' } }), '{"$float":"NaN"}');
  const large = { characters: 3_000_002, digest: 'ab' };
  assert.equal(valueText({ name: 'a', value: 'x'.repeat(9), large }), '(3000002 characters of JSON, sha256 ab)');
});

test('times are ISO 8601 in UTC', () => {
  assert.equal(isoTime(1772366400250), '2026-03-01T12:00:00.250+00:00');
  assert.equal(isoDay(1772366400250), '2026-03-01');
});
