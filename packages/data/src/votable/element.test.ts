/** Tests of the light tree of elements: finding children, texts and attributes, and saying what is missing. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesAs, childText, childrenOf, requiredAttribute, type Element } from './element.ts';

const element = (
  name: string,
  attributes: Record<string, string> = {},
  text = '',
  ...children: Element[]
): Element => ({
  name,
  attributes,
  children,
  text,
});

describe('an element', () => {
  const table = element(
    'TABLE',
    { ID: 't1', utype: 'u' },
    '',
    element('FIELD', { name: 'a' }),
    element('DESCRIPTION', {}, ' first\n'),
    element('FIELD', { name: 'b' }),
    element('DESCRIPTION', {}, 'second'),
  );

  it('gives its children of one name in their order', () => {
    assert.deepEqual(
      childrenOf(table, 'FIELD').map(({ attributes }) => attributes['name']),
      ['a', 'b'],
    );
    assert.deepEqual(childrenOf(table, 'field'), [], 'names are case-sensitive in XML');
  });

  it('gives the text of the first child of a name, without the blanks around it', () => {
    assert.equal(childText(table, 'DESCRIPTION'), 'first');
    assert.equal(childText(table, 'INFO'), undefined);
    assert.equal(childText(element('X', {}, '', element('DESCRIPTION')), 'DESCRIPTION'), '');
  });

  it('gives those attributes that it has, under other names', () => {
    assert.deepEqual(attributesAs(table, { id: 'ID', name: 'name' }), { id: 't1' });
  });

  it('says which attribute it lacks, and which element it is', () => {
    assert.equal(requiredAttribute(table, 'ID'), 't1');
    assert.equal(requiredAttribute(element('X', { value: '' }), 'value'), '', 'an empty value is a value');
    const cases: [Element, RegExp][] = [
      [table, /a TABLE 't1' lacks the attribute name/],
      [element('FIELD', { name: 'flux', ID: 'f' }), /a FIELD 'flux' lacks the attribute datatype/],
      [element('PARAM'), /a PARAM lacks the attribute/],
    ];
    for (const [lacking, message] of cases) {
      const wanted = lacking.name === 'FIELD' ? 'datatype' : 'name';
      assert.throws(() => requiredAttribute(lacking, wanted), { code: 'corrupt', message });
    }
  });
});
