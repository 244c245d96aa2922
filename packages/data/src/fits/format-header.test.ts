// Header records: exact text for the plain cases, round trips for everything else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { FitsError } from './fits-error.ts';
import { formatEntry, type HeaderEntry } from './format-header.ts';
import type { Card, HeaderValue } from './header-card.ts';
import { parseHeader } from './parse-header.ts';

/** Reads records back the way a file is read. */
function readBack(records: readonly string[]): readonly Card[] {
  const text = [...records, 'END'.padEnd(80)].join('');
  return parseHeader(new TextEncoder().encode(text), 0, 'a test').header.cards;
}

function roundTrip(entry: HeaderEntry): Card {
  const records = formatEntry(entry);
  for (const record of records) assert.equal(record.length, 80);
  const cards = readBack(records);
  assert.equal(cards.length, 1);
  return cards[0]!;
}

const rejects = (entry: HeaderEntry, message: RegExp): void => {
  const expected = (error: unknown): boolean =>
    error instanceof FitsError && error.code === 'invalid_request' && message.test(error.message);
  assert.throws(() => formatEntry(entry), expected);
};

const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 400,
});

describe('formatEntry', () => {
  const fixed: [entry: HeaderEntry, record: string][] = [
    [['SIMPLE', true, 'standard'], 'SIMPLE  =                    T / standard'],
    [['NAXIS', 2], 'NAXIS   =                    2'],
    [['RATE', 12.5, 'count/s'], 'RATE    =                 12.5 / count/s'],
    [['TINY', 5e-324], 'TINY    =             5.0E-324'],
    [['HUGE', 2 ** 70], 'HUGE    = 1.1805916207174113E+21'],
    [['EXACT', 2n ** 63n], 'EXACT   =  9223372036854775808'],
    [['ZERO', -0], 'ZERO    =                 -0.0'],
    [{ keyword: 'REAL', value: 1, real: true }, 'REAL    =                  1.0'],
    [['CPLX', { re: 1.5, im: -2 }], 'CPLX    =          (1.5, -2.0)'],
    [['UNSET', null, 'unknown'], 'UNSET   =                      / unknown'],
    [['OBJECT', 'Crab'], "OBJECT  = 'Crab    '"],
    [['OBJECT', "it's", 'name'], "OBJECT  = 'it''s   '           / name"],
    [['EMPTY', ''], "EMPTY   = '        '"],
    [{ keyword: 'HISTORY', comment: 'made' }, 'HISTORY made'],
    [['ESO DET ID', 5, 'chip'], 'HIERARCH ESO DET ID =                    5 / chip'],
    [['HIERARCH lower', true], 'LOWER   =                    T'],
  ];
  for (const [entry, record] of fixed) {
    it(`writes ${record.trim()}`, () => assert.deepEqual(formatEntry(entry), [record.padEnd(80)]));
  }

  it('returns any printable string and comment, however long', () => {
    const property = fc.property(
      printable,
      printable,
      fc.constantFrom('KEY', 'A LONGER KEYWORD'),
      (value, comment, keyword) => {
        const card = roundTrip([keyword, value, comment]);
        assert.equal(card.keyword, keyword);
        assert.equal(card.value, value.replace(/ +$/, ''));
        // Comments are split between words, and runs of blanks at a split are not kept; long words gain a blank.
        assert.equal(card.comment.replaceAll(' ', ''), comment.replaceAll(' ', ''));
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('returns any number exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.ok(Object.is(roundTrip(['X', value]).value, value), String(value));
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (value) => {
        assert.equal(BigInt(roundTrip(['X', value]).value as number), value);
      }),
    );
  });

  it('returns complex numbers, logicals and undefined values', () => {
    for (const value of [{ re: 1e-300, im: -0.5 }, true, false, null] satisfies HeaderValue[]) {
      assert.deepEqual(roundTrip(['X', value, 'c']).value, value);
    }
  });

  it('spreads long commentary over several cards', () => {
    const cards = readBack(formatEntry({ keyword: 'HISTORY', comment: `${'word '.repeat(40)}end\nsecond line` }));
    assert.equal(cards.length, 4);
    assert.equal(cards.map((card) => card.comment).join(' '), `${'word '.repeat(40)}end second line`);
  });

  it('copies a card that was read as it was, to the byte', () => {
    const odd = ["OBJECT  ='odd but legal enough'".padEnd(80)];
    const records = ["NAME    = 'a'/no blanks".padEnd(80), 'X       = 1.50D+00'.padEnd(80)];
    for (const card of readBack(records)) assert.deepEqual(formatEntry(card), card.records);
    assert.deepEqual(formatEntry(readBack(odd)[0]!), odd);
  });

  it('cuts a comment that no continuation can carry', () => {
    const [record] = formatEntry(['X', 1, 'c'.repeat(100)]);
    assert.equal(record, `X       =                    1 / ${'c'.repeat(47)}`);
  });

  it('refuses what a header cannot hold', () => {
    rejects(['X', NaN], /Keyword X is NaN/);
    rejects(['X', { re: Infinity, im: 0 }], /Infinity/);
    rejects(['X', 'µ'], /outside printable ASCII/);
    rejects(['X', 1, 'tab\there'], /outside printable ASCII/);
    rejects({ keyword: 'HISTORY', comment: 'é' }, /outside printable ASCII/);
    rejects(['Ä', 1], /outside printable ASCII/);
    rejects(['', 1], /cannot be a header keyword/);
    rejects(['A=B', 1], /cannot be a header keyword/);
    rejects(['K'.repeat(70), 1], /too long/);
    rejects(['K'.repeat(70), 'text'], /too long/);
  });
});
