// Single header records, legal and odd, and what they mean.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { type HeaderValue, parseCard, parseValueField } from './header-card.ts';

const card = (text: string) => parseCard(text.padEnd(80));

describe('parseCard', () => {
  const cases: [title: string, text: string, keyword: string, value: HeaderValue | undefined, comment: string][] = [
    ['a fixed-format integer with comment', 'NAXIS   =                    2 / axes', 'NAXIS', 2, 'axes'],
    ['a negative integer', 'BITPIX  =                  -32', 'BITPIX', -32, ''],
    ['a plus sign', 'X       = +5', 'X', 5, ''],
    ['a real', 'EXPTIME =               12.500 / [s] time', 'EXPTIME', 12.5, '[s] time'],
    ['a real without leading digit', 'X       = .5', 'X', 0.5, ''],
    ['a Fortran double', 'X       = 1.5D-3', 'X', 1.5e-3, ''],
    ['a lower-case exponent', 'X       = 1e5', 'X', 1e5, ''],
    ['true', 'SIMPLE  =                    T', 'SIMPLE', true, ''],
    ['false', 'FLAG    =                    F / no', 'FLAG', false, 'no'],
    ['a string', "OBJECT  = 'GRB 230307A'        / name", 'OBJECT', 'GRB 230307A', 'name'],
    ['doubled quotes', "OBJECT  = 'it''s'", 'OBJECT', "it's", ''],
    ['a slash inside a string', "PATH    = '/a/b'  / where", 'PATH', '/a/b', 'where'],
    ['significant leading blanks', "X       = '  a '", 'X', '  a', ''],
    ['an empty string', "X       = ''  / nothing", 'X', '', 'nothing'],
    ['a string that is never closed', "X       = 'open", 'X', 'open', ''],
    ['a complex number', 'X       = (1.5, -2)', 'X', { re: 1.5, im: -2 }, ''],
    ['a keyword without a value', 'X       =                      / unset', 'X', null, 'unset'],
    ['an illegal value, kept as text', 'X       = 12:30:01 / time', 'X', '12:30:01', 'time'],
    ['a hierarchical keyword', 'HIERARCH ESO DET ID = 5 / chip', 'ESO DET ID', 5, 'chip'],
    ['a hierarchical keyword in lower case', "HIERARCH  some  key='x'", 'SOME KEY', 'x', ''],
    ['hierarchical text without a value', 'HIERARCH no value here', 'HIERARCH', undefined, ' no value here'],
    ['a comment with an equals sign', 'COMMENT = 5', 'COMMENT', undefined, '= 5'],
    ['history', 'HISTORY   made', 'HISTORY', undefined, '  made'],
    ['a blank keyword', '         note', '', undefined, ' note'],
    ['a keyword without value indicator', 'KEYWORD   5', 'KEYWORD', undefined, '  5'],
    ['a continuation', "CONTINUE  'more&' / c", 'CONTINUE', 'more&', 'c'],
  ];
  for (const [title, text, keyword, value, comment] of cases) {
    it(`reads ${title}`, () => {
      assert.deepEqual(card(text), { keyword, value, comment, records: [text.padEnd(80)] });
    });
  }

  it('keeps integers beyond 2^53 exactly, as bigint', () => {
    assert.equal(card('X       = 9223372036854775808').value, 2n ** 63n);
    assert.equal(card('X       = +9007199254740993').value, 9007199254740993n);
    assert.equal(card('X       = 9007199254740991').value, 9007199254740991);
  });

  it('never throws and always keeps the record', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 80, maxLength: 80, unit: 'binary-ascii' }), (record) => {
        assert.deepEqual(parseCard(record).records, [record]);
      }),
    );
  });
});

describe('parseValueField', () => {
  it('returns any string that was quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const wanted = text.replace(/ +$/, '');
        const { value, comment } = parseValueField(` '${text.replaceAll("'", "''")}' / remark`);
        assert.deepEqual({ value, comment }, { value: wanted, comment: 'remark' });
      }),
    );
  });
});
