/** Tests of writing XML: what is escaped, what is refused, how elements are laid out. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { escapeXml, XmlWriter } from './xml-writer.ts';

/** Texts and attribute values of a document, as an independent parser sees them. */
function parsed(xml: string): { texts: string; attributes: string[] } {
  const parser = new SaxesParser();
  const seen = { texts: '', attributes: [] as string[] };
  parser.on('error', (error) => assert.fail(error.message));
  let depth = 0;
  // Line ends between the declaration and the elements are nobody's text.
  parser.on('text', (text) => void (depth > 0 && (seen.texts += text)));
  parser.on('opentag', (tag) => {
    depth++;
    seen.attributes.push(...(Object.values(tag.attributes) as string[]));
  });
  parser.on('closetag', () => depth--);
  parser.write(xml).close();
  return seen;
}

describe('a text', () => {
  it('comes back from content and from attributes as it was, line ends and tabs included', () => {
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((value) => !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(value));
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('\r\n', '\t', ']]>', '<!--', '&#10;', '"\'')), (value) => {
        const writer = new XmlWriter();
        writer.textElement('A', { x: value }, value);
        const { texts, attributes } = parsed(writer.finish());
        assert.deepEqual([texts, attributes], [value, [value]]);
      }),
    );
  });

  it('with a character that XML cannot hold is refused, and the character is named', () => {
    for (const [text, name] of [
      ['a\0b', '0000'],
      ['\u001b[0m', '001B'],
      ['\ufffe', 'FFFE'],
      ['half \ud800 of a pair', 'D800'],
    ] as const) {
      assert.throws(() => escapeXml(text), { code: 'invalid_request', message: new RegExp(`U\\+${name}`) });
    }
    assert.equal(escapeXml('\u{1F52D}'), '\u{1F52D}', 'a whole pair is one character');
  });
});

describe('elements', () => {
  it('are indented by their depth, and attributes without a value are left out', () => {
    const writer = new XmlWriter();
    writer.element('A', { one: '1', none: undefined, empty: '' }, () => {
      writer.element('B', {}, () => writer.element('C', {}));
      writer.textElement('D', { two: '2' }, 'text');
    });
    assert.equal(
      writer.finish(),
      '<?xml version="1.0" encoding="UTF-8"?>\n<A one="1" empty="">\n <B>\n  <C/>\n </B>\n <D two="2">text</D>\n</A>\n',
    );
  });
});
